/** Traces from files that this page has opened. An address can name one, and bring it back only while the page lives. */
import type { Opened } from '../protocol.ts';
import { writtenHere } from './address-kept.ts';

/** Who has the file: `trace`, the server of the page; `file`, somebody who opens it. */
export type FileFrom = 'trace' | 'file';

const files = new Map<number, { readonly opened: Opened; readonly from: FileFrom }>();

export function rememberFile(opened: Opened, from: FileFrom): void {
  files.set(opened.run, { opened, from });
}

/** For the address, without `#`. */
export function fileFields({ run, name }: Opened): string {
  return `${new URLSearchParams({ [files.get(run)?.from ?? 'file']: name })}`;
}

/** The one that was open when the page wrote this entry of the history. */
export function fileHere(): Opened | undefined {
  const written = writtenHere();
  if (written?.origin !== performance.timeOrigin) return undefined;
  return files.get(written.run)?.opened;
}
