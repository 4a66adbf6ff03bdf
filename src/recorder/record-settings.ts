/** What an operator sets about recording, as the recorder wants it. */
import type { PayloadMode } from '../../machines/index.ts';
import { ConfigurationError } from '../errors.ts';
import type { RecordOptions } from './start-recording.ts';
import type { Target } from './trace-files.ts';

export interface RecordSettings {
  /** Path of the trace; empty for none. */
  readonly record: string;
  readonly recordFolder: string;
  readonly recordFileSizeBytes: number;
  readonly recordFiles: number;
  readonly recordPayloads: PayloadMode;
  readonly recordBufferBytes: number;
  readonly recordBacklogBytes: number;
  readonly recordWhenFull: 'gap' | 'wait';
}

/** Undefined when nothing is to be recorded. */
export function recordOptions(settings: RecordSettings): RecordOptions | undefined {
  const target = targetOf(settings);
  if (target === undefined) return undefined;
  return {
    target,
    payloads: settings.recordPayloads,
    bufferBytes: settings.recordBufferBytes,
    backlogBytes: settings.recordBacklogBytes,
    whenFull: settings.recordWhenFull,
  };
}

function targetOf({
  record: file,
  recordFolder: folder,
  recordFileSizeBytes: fileSizeBytes,
  recordFiles: files,
}: RecordSettings): Target | undefined {
  if (file !== '' && folder !== '') {
    throw new ConfigurationError('give --record or --record-folder, not both');
  }
  if (folder !== '') return { folder, fileSizeBytes, files };
  return file === '' ? undefined : { file };
}
