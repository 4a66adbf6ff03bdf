/** Starts the worker. A page from disk may load no other file, so a report has the worker's text in it. */
export function startWorker(): Worker {
  const inside = document.getElementById('worker');
  if (inside === null) {
    return new Worker(new URL('./main.ts', import.meta.url), { type: 'module' });
  }
  const blob = new Blob([inside.textContent ?? ''], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(blob));
}
