/** A recording: the thread that writes it, and the recorder that stands around the core. */
import { randomBytes } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import {
  type Broker,
  type BrokerOptions,
  type PayloadMode,
  traceHeader,
} from '../../machines/index.ts';
import { ConfigurationError } from '../errors.ts';
import { BlockWriter, shareBlocks } from './blocks.ts';
import { payloadText } from './payload-text.ts';
import { Recorder } from './recorder.ts';
import type { Report, ThreadData } from './recorder-thread.ts';
import type { Target } from './trace-files.ts';

export interface RecordOptions {
  readonly target: Target;
  readonly payloads: PayloadMode;
  /** What may wait in memory to be written. */
  readonly bufferBytes: number;
  /** What may wait on disk, when the memory does not suffice. */
  readonly backlogBytes: number;
  readonly whenFull: 'gap' | 'wait';
}

const HASH_KEY_BYTES = 32;
/** A process that ends without having closed the recording gives up when nothing is written for so long. */
const EXIT_PATIENCE_MS = 5_000;
const ADVICE =
  'name a new file in a folder that exists (--record), or an empty folder (--record-folder)';

export interface Recording {
  readonly recorder: Recorder;
  /** Resolves once the file is there; rejects when it cannot be made. */
  readonly opened: Promise<void>;
  /** Resolves when everything is written. */
  close(): Promise<void>;
}

/** `failed` is told once, when the trace had to end; the broker goes on. */
export function startRecording(
  options: RecordOptions,
  law: BrokerOptions,
  core: Pick<Broker, 'step'>,
  startedAtMs: number,
  failed: (reason: string, records: number) => void,
): Recording {
  const shared = shareBlocks(options.bufferBytes);
  const blocks = new BlockWriter(shared);
  const hashKey = randomBytes(HASH_KEY_BYTES);
  const { payloads, whenFull } = options;
  const startedAt = new Date(startedAtMs).toISOString();
  const header = traceHeader({
    source: 'broker',
    options: law,
    payloads,
    messages: 'byNumber',
    startedAt,
    clockMs: startedAtMs,
  });
  const payload = payloadText(payloads, hashKey);
  const parts = { core, options: law, blocks, startedAtMs, payload, whenFull };
  const recorder = new Recorder(parts);
  const { target, backlogBytes } = options;
  const thread = startThread({ blocks: shared, target, backlogBytes, header, hashKey });
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  const atExit = () => finishNow(recorder, blocks);
  process.once('exit', atExit);
  const opened = whenOpened(thread, failed);
  // A program that only attaches streams never asks; it has been told by `failed`.
  opened.catch(() => undefined);
  return {
    recorder,
    opened,
    close: async () => {
      // From here on the process lives until everything is written.
      thread.ref();
      process.removeListener('exit', atExit);
      recorder.end();
      blocks.close();
      await ended;
    },
  };
}

function startThread(workerData: ThreadData): Worker {
  // Flags of this process, such as -e, are not meant for a thread of ours.
  // Sources that run without a build (tests) have the thread of the build.
  const isSource = import.meta.url.endsWith('.ts');
  const path = isSource ? '../../dist/src/recorder/recorder-thread.js' : './recorder-thread.js';
  const thread = new Worker(new URL(path, import.meta.url), { workerData, execArgv: [] });
  // To be recorded is no reason for a process to live.
  thread.unref();
  return thread;
}

function whenOpened(
  thread: Worker,
  failed: (reason: string, records: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let isOpened = false;
    const fail = (reason: string, records: number) => {
      if (isOpened) failed(reason, records);
      else reject(new ConfigurationError(`the trace cannot be written: ${reason}; ${ADVICE}`));
    };
    thread.on('message', (report: Report) => {
      if (report.type === 'failed') return fail(report.reason, report.records);
      isOpened = true;
      resolve();
    });
    thread.on('error', (error) => fail(error.message, 0));
  });
}

/** The process is about to end, crashed perhaps: what led to it is what the trace is wanted for. */
function finishNow(recorder: Recorder, blocks: BlockWriter): void {
  recorder.end();
  blocks.close();
  blocks.waitForEnd(EXIT_PATIENCE_MS);
}
