/** A file that is read at the start, and again when asked, or when it has changed. */
import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readText } from './text-lines.ts';

export interface ReloadableFileOptions<Content> {
  readonly path: string;
  /** For errors: what asks for the file. */
  readonly flag: string;
  readonly parse: (text: string, path: string) => Content;
}

export class ReloadableFile<Content> {
  readonly #options: ReloadableFileOptions<Content>;
  #content: Content;
  /** Of the file as it was just before it was read, so that no change after that is missed. */
  #seen = '';
  #timer: NodeJS.Timeout | undefined;

  /** @throws ConfigurationError */
  constructor(options: ReloadableFileOptions<Content>) {
    this.#options = options;
    this.#content = this.#read();
  }

  get path(): string {
    return this.#options.path;
  }

  get content(): Content {
    return this.#content;
  }

  /** @throws ConfigurationError; what was read before stays then. */
  reload(): void {
    this.#content = this.#read();
  }

  /** Calls back when the file has changed. It is looked at, not listened for: that works on every file system. */
  watch(pollSeconds: number, changed: () => void): void {
    this.#timer = setInterval(() => void this.#look(changed), pollSeconds * 1_000).unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(changed: () => void): Promise<void> {
    // One that is gone is perhaps about to be replaced.
    const now = await stat(this.path).then(fingerprint, () => this.#seen);
    if (now !== this.#seen) changed();
  }

  #read(): Content {
    const { path, flag, parse } = this.#options;
    const stats = statSync(path, { throwIfNoEntry: false });
    this.#seen = stats === undefined ? '' : fingerprint(stats);
    return parse(readText(path, flag), path);
  }
}

function fingerprint({ ino, size, mtimeMs }: Stats): string {
  return `${ino} ${size} ${mtimeMs}`;
}
