/** Traces from files: chosen or dropped, packed with gzip or not. They stay in the browser. */
import { byId } from './dom.ts';

export type OnFile = (name: string, text: string) => void;
type OnTrouble = (name: string, message: string) => void;

export function takeFiles(onFile: OnFile, onTrouble: OnTrouble): void {
  const take = (file: File | undefined) => {
    if (file === undefined) return;
    textOf(file).then(
      (text) => onFile(file.name, text),
      (error: Error) => onTrouble(file.name, `cannot be read: ${error.message}`),
    );
  };
  const input = byId<HTMLInputElement>('file');
  input.addEventListener('change', () => {
    take(input.files?.[0]);
    // So that the same file can be chosen again.
    input.value = '';
  });
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
    take(event.dataTransfer?.files[0]);
  });
}

async function textOf(file: File): Promise<string> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (head[0] !== 0x1f || head[1] !== 0x8b) return await file.text();
  return await new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).text();
}
