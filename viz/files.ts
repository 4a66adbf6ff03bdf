/** Traces from files that are dropped on the page. They stay in the browser. */
type OnFile = (file: File) => void;

/** Anywhere on the page. */
export function takeDrops(onFile: OnFile): void {
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
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) onFile(file);
  });
}
