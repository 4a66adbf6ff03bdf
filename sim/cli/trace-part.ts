/** A trace, or a part of it, as lines: for commands that hand it on. */
import { cutTrace } from '../inspect/cut.ts';
import { EMPTY } from '../inspect/trace-lines.ts';
import { RecordReader } from '../render/timeline/record-reader.ts';
import { warn } from './output.ts';
import { placeOf } from './places.ts';
import { TraceSource } from './trace-source.ts';
import { UserError } from './user-error.ts';

export interface PartFlags {
  readonly from?: string;
  readonly upTo?: string;
}

/**
 * Reads it once, so that what is wrong with it is told by file and line before anybody looks at it.
 * @param take is given all lines, without their ends
 * @throws UserError
 */
export async function readWhole(
  source: TraceSource,
  take: (lines: readonly string[]) => void,
): Promise<void> {
  const reader = new RecordReader(true);
  try {
    for await (const { lines, last } of source.read()) {
      for (const line of lines) reader.read(line);
      take(lines);
      const item = last === undefined ? undefined : reader.readLast(last);
      if (typeof item === 'string') warn(`${source.name}: ${item}`);
      else if (last !== undefined && last !== '') take([last]);
    }
  } catch (error) {
    throw source.blame(error);
  }
  if (reader.header === undefined) throw new UserError(`${source.name}: ${EMPTY}`);
}

/** The lines of a part, in memory. @throws UserError */
export async function readPart(path: string, flags: PartFlags): Promise<readonly string[]> {
  const part = { from: placeOf('--from', flags.from), upTo: placeOf('--up-to', flags.upTo) };
  const source = new TraceSource(path);
  const all: string[] = [];
  await readWhole(source, (lines) => {
    for (const line of lines) all.push(line);
  });
  try {
    return part.from === undefined && part.upTo === undefined ? all : cutTrace(all, part);
  } catch (error) {
    throw source.blame(error);
  }
}
