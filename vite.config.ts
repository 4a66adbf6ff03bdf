import { defineConfig } from 'vite';

/** The visualizer: a page of static files, which asks nothing of any server. */
export default defineConfig({
  root: 'viz',
  base: './',
  build: { outDir: '../dist/page', emptyOutDir: true, target: 'es2022', modulePreload: false },
  worker: { format: 'es' },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
});
