/** Traces from files that are dropped on the page. They stay in the browser. */
type OnFiles = (files: readonly File[]) => void;

/** Anywhere on the page. */
export function takeDrops(onFiles: OnFiles): void {
  const { body } = document;
  body.addEventListener('dragover', (event) => {
    event.preventDefault();
    body.classList.add('dropping');
  });
  body.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) body.classList.remove('dropping');
  });
  body.addEventListener('drop', (event) => {
    event.preventDefault();
    body.classList.remove('dropping');
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
}
