import { defineConfig } from 'vite';
import { firstStory } from './viz/build/first-story.ts';

const target = 'es2022';

/** Modules of the law and of the simulator do nothing but define: what is not used of them is left out. */
const treeshake = {
  moduleSideEffects: (id: string) => !/\/(machines|sim)\//.test(id),
};

/**
 * The visualizer: a page of static files, which asks nothing of any server. In mode `report` it comes as one script, one
 * worker that a page from disk can start, and one style sheet, for scripts/page.mjs to put into one file.
 */
export default defineConfig(({ mode }) => {
  const isReport = mode === 'report';
  const output = isReport ? { codeSplitting: false } : {};
  return {
    root: 'viz',
    base: './',
    // The worker of a build has plugins of its own; while one works on the page there are only these.
    plugins: [firstStory()],
    build: {
      outDir: '../dist/page',
      emptyOutDir: true,
      target,
      modulePreload: false,
      ...(isReport && { write: false, cssCodeSplit: false, assetsInlineLimit: 1_048_576 }),
      rolldownOptions: { output, treeshake },
    },
    worker: {
      format: isReport ? 'iife' : 'es',
      plugins: () => [firstStory()],
      rolldownOptions: {
        treeshake,
        output: { ...output, entryFileNames: 'assets/worker-[hash].js' },
      },
    },
    server: { host: '127.0.0.1' },
    preview: { host: '127.0.0.1' },
  };
});
