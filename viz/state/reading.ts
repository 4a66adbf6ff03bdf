/** A file that is being read: how far it is, and what can be seen of it by now. */
import { signal } from '@preact/signals';
import type { LadderColumns } from '../ladder/columns.ts';
import type { OpenedFile } from '../protocol.ts';
import { ask } from '../rpc.ts';

export interface Reading {
  readonly name: string;
  /** Of the file as it is, packed or not. */
  readonly size: number;
  readonly records: number;
  /** Read by now, after unpacking. */
  readonly bytes: number;
  readonly columns: LadderColumns | undefined;
}

export const reading = signal<Reading | undefined>(undefined);

const LOOK_EVERY_MS = 60;
let last = 0;

/** @throws what is wrong with the file, and RangeError when another file has been chosen meanwhile */
export async function readFile(file: File): Promise<OpenedFile> {
  if (last > 0) ask('giveUp', { reading: last });
  last += 1;
  const number = last;
  reading.value = { name: file.name, size: file.size, records: 0, bytes: 0, columns: undefined };
  const looking = setInterval(() => look(number), LOOK_EVERY_MS);
  try {
    return await ask('readFile', { reading: number, file });
  } finally {
    clearInterval(looking);
    if (number === last) reading.value = undefined;
  }
}

let isLooking = false;

/** What there is to see is asked for again when there is twice as much. */
async function look(number: number): Promise<void> {
  if (isLooking) return;
  isLooking = true;
  const soFar = await ask('readSoFar', { reading: number });
  const seen = reading.peek()?.columns?.records ?? 0;
  const isMore = soFar !== undefined && soFar.records >= 2 * seen;
  const columns = isMore ? await ask('columnsSoFar', { reading: number }) : undefined;
  isLooking = false;
  const now = reading.peek();
  if (number !== last || now === undefined || soFar === undefined) return;
  reading.value = { ...now, ...soFar, columns: columns ?? now.columns };
}
