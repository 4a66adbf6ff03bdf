/** Traces from files: chosen or dropped, packed with gzip or not. They stay in the browser. */
type OnFile = (name: string, text: string) => void;
type OnTrouble = (name: string, error: unknown) => void;

export function takeFile(file: File | undefined, onFile: OnFile, onTrouble: OnTrouble): void {
  if (file === undefined) return;
  textOf(file).then(
    (text) => onFile(file.name, text),
    (error: Error) => onTrouble(file.name, `cannot be read: ${error.message}`),
  );
}

/** Anywhere on the page. */
export function takeDrops(onFile: OnFile, onTrouble: OnTrouble): void {
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
    takeFile(event.dataTransfer?.files[0], onFile, onTrouble);
  });
}

async function textOf(file: File): Promise<string> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (head[0] !== 0x1f || head[1] !== 0x8b) return await file.text();
  return await new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).text();
}
