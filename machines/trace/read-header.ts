/** The first line of a trace, and what to say when it is something else. */
import { PAYLOAD_MODES, TRACE_VERSION, type TraceHeader } from './format.ts';
import { TraceError } from './trace-error.ts';

const SHOWN_CHARACTERS = 40;
/** Some editors and shells put it before what they write. */
const BYTE_ORDER_MARK = '\uFEFF';
const HEADER_START = '{"lifeline":"trace"';

/** @throws TraceError for what is no header of a version that this program reads. */
export function readHeader(marked: string, line: number): TraceHeader {
  const text = marked.startsWith(BYTE_ORDER_MARK) ? marked.slice(1) : marked;
  const header = parse(text);
  if (header === undefined) throw foreign(text, line);
  const { version } = header;
  if (typeof version !== 'number') throw damaged(line, 'version');
  if (version > TRACE_VERSION) {
    throw new TraceError(
      line,
      `made by a newer lifeline: format version ${version}, and this one reads up to ${TRACE_VERSION}`,
      'Update with `npm install mqtt-lifeline@latest`.',
    );
  }
  if (typeof header['charts'] !== 'string') throw damaged(line, 'charts');
  if (typeof header['options'] !== 'object' || header['options'] === null) {
    throw damaged(line, 'options');
  }
  if (typeof header['clockMs'] !== 'number') throw damaged(line, 'clockMs');
  if (header['messages'] !== 'whole' && header['messages'] !== 'byNumber') {
    throw damaged(line, 'messages');
  }
  if (!PAYLOAD_MODES.some((mode) => mode === header['payloads'])) throw damaged(line, 'payloads');
  return header as unknown as TraceHeader;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const header = value as Record<string, unknown> | null;
    return typeof header === 'object' && header?.['lifeline'] === 'trace' ? header : undefined;
  } catch {
    return undefined;
  }
}

function foreign(text: string, line: number): TraceError {
  const start = JSON.stringify(text.slice(0, SHOWN_CHARACTERS));
  if (text.startsWith('{"n":')) {
    return new TraceError(
      line,
      'a trace without its first line, the header',
      'Put the header back: a trace that was cut at the front cannot be read.',
    );
  }
  if (text.startsWith(HEADER_START)) {
    return new TraceError(
      line,
      'the header, the first line of a trace, is not whole',
      'The file was cut off there, or is damaged: take a copy that is whole.',
    );
  }
  return new TraceError(
    line,
    `this is not a lifeline trace: it begins with ${start}`,
    'A trace begins with {"lifeline":"trace",…}; `lifeline broker --record FILE` makes one.',
  );
}

function damaged(line: number, what: string): TraceError {
  return new TraceError(
    line,
    `the header has no valid \`${what}\``,
    'The file is damaged; take a copy that is whole.',
  );
}

/** A record that cannot be read. */
export function fault(line: number, problem: string): TraceError {
  return new TraceError(
    line,
    problem,
    `The file is damaged there; what stands before can be read with: head -n ${line - 1} FILE`,
  );
}
