/** A file that is read at the start, and again when asked, or when it has changed. */
import { type StatsListener, unwatchFile, watchFile } from 'node:fs';
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
  #watcher: StatsListener | undefined;

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
    this.#watcher = (now, before) => {
      if (now.mtimeMs !== before.mtimeMs || now.size !== before.size || now.ino !== before.ino) {
        changed();
      }
    };
    watchFile(this.path, { interval: pollSeconds * 1_000, persistent: false }, this.#watcher);
  }

  close(): void {
    if (this.#watcher !== undefined) unwatchFile(this.path, this.#watcher);
  }

  #read(): Content {
    const { path, flag, parse } = this.#options;
    return parse(readText(path, flag), path);
  }
}
