/** The broker's process as its parent sees it: asked over a channel of its own, ended by its id. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Question } from './broker-process.ts';
import type { Status } from './insight.ts';

const ANSWER_PATIENCE_MS = 60_000;

interface Hello {
  readonly port: number;
  /** Absent for Infinity, which JSON does not have. */
  readonly openFilesMaximum: number | null;
}

export class SoakedBroker {
  readonly port: number;
  readonly openFilesMaximum: number;
  readonly #child: ChildProcess;

  constructor(child: ChildProcess, { port, openFilesMaximum }: Hello) {
    this.#child = child;
    this.port = port;
    this.openFilesMaximum = openFilesMaximum ?? Number.POSITIVE_INFINITY;
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** Calls back when the process ends before it was told to. */
  onDeath(callback: (how: string) => void): void {
    this.#child.once('exit', (code, signal) => callback(signal ?? `exit code ${code}`));
  }

  /** `settled` collects garbage first. @throws when there is no answer. */
  async ask(question: Question): Promise<Status> {
    const signal = AbortSignal.timeout(ANSWER_PATIENCE_MS);
    const answered = once(this.#child, 'message', { signal });
    this.#child.send(question);
    const [status] = (await answered) as [Status];
    return status;
  }

  async stop(): Promise<void> {
    this.#child.removeAllListeners('exit');
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    if (this.#child.connected) this.#child.disconnect();
    await exited;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

export async function startBroker(): Promise<SoakedBroker> {
  const path = fileURLToPath(new URL('./broker-process.js', import.meta.url));
  const child = fork(path, [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--expose-gc'],
  });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the broker did not start: exit code ${code}`);
  });
  // It will end some day, and that is not a failure to start.
  failed.catch(() => {});
  const [hello] = (await Promise.race([once(child, 'message'), failed])) as [Hello];
  return new SoakedBroker(child, hello);
}
