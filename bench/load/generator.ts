/** The load generator seen from the bench: a job in, a figure out. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer, Job } from './generator-process.ts';
import type { Timed } from './stopwatch.ts';

export class Generator {
  readonly #process: ChildProcess;

  constructor() {
    const path = fileURLToPath(new URL('./generator-process.js', import.meta.url));
    this.#process = fork(path, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  /** One at a time. */
  async measure(job: Job): Promise<Timed> {
    const timed = await this.#do(job);
    if (timed === undefined) throw new Error(`${job.kind} measures nothing`);
    return timed;
  }

  async do(job: Job): Promise<void> {
    await this.#do(job);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.#process.kill();
    await once(this.#process, 'exit');
  }

  #do(job: Job): Promise<Timed | undefined> {
    const child = this.#process;
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error('the load generator has ended'));
      child.once('exit', ended);
      child.once('message', (answer: Answer) => {
        child.off('exit', ended);
        if ('error' in answer) reject(new Error(answer.error));
        else resolve(answer.timed);
      });
      child.send(job);
    });
  }
}
