/**
 * A place as the hash of an address, and back: `#s=takeover&seed=1&at=12`. What is short stands there to be read; what
 * is long, a scenario of one's own or many interventions, is packed. Whoever is sent a link sees what is wrong with it,
 * and it never throws, whatever it says.
 */
import type { Made } from '../protocol.ts';
import { numberIn, windowIn, windowText, wordIn } from './fields.ts';
import { pack, unpack } from './pack.ts';
import {
  FIRST_SOURCE,
  KEPT,
  LENGTH_MAXIMUMS,
  LINK_LENGTH_MAXIMUM,
  type LinkPlace,
  type LinkSource,
} from './place.ts';
import { type RecordWords, type Witness, witnessOf } from './witness.ts';

/** A text that is shorter than this, written for an address, is not packed. */
const PLAIN_MAXIMUM = 60;

export interface Read {
  readonly place: LinkPlace;
  readonly witness: Witness | undefined;
  /** What could not be understood, in words; the rest holds. */
  readonly problems: readonly string[];
}

export interface Link {
  /** With `#`. */
  readonly hash: string;
  /** Longer than a link should be: it is to be kept in a file. */
  readonly isTooLong: boolean;
}

/**
 * A link that remembers as much of its run as there is room for.
 * @param records of the run; undefined where nothing can be remembered: of a file, the file itself is the witness
 */
export async function linkTo(
  place: LinkPlace,
  law: string,
  records: RecordWords | undefined,
): Promise<Link> {
  const witnesses =
    records === undefined
      ? [undefined]
      : [witnessOf(law, records, true), witnessOf(law, records, false), undefined];
  let hash = '';
  for (const witness of witnesses) {
    hash = await printLink(place, witness);
    if (hash.length <= LINK_LENGTH_MAXIMUM) return { hash, isTooLong: false };
  }
  return { hash, isTooLong: true };
}

/** With `#`; may be longer than a link should be. */
export async function printLink(place: LinkPlace, witness?: Witness): Promise<string> {
  const { source, at, view, clientId, chart, window, filter, beside, of } = place;
  const fields = new URLSearchParams();
  const set = (name: string, value: string | number | undefined) => {
    if (value !== undefined && value !== '') fields.set(name, `${value}`);
  };
  if (source.kind === 'scenario') await printMade(source, '', fields);
  if (source.kind === 'story') set('story', source.story);
  if (source.kind === 'file') {
    set('file', source.name);
    set('mark', source.mark);
  }
  set('at', at);
  set('v', view);
  set('c', clientId);
  set('k', chart);
  set('z', window && windowText(window));
  set('f', filter);
  if (beside === 'versions') set('twin', 1);
  else if (beside !== undefined) await printMade(beside, 'b', fields);
  set('of', of);
  set('law', witness?.law);
  if (witness !== undefined) set('was', `${witness.count.toString(36)}.${witness.marks}`);
  if (witness?.words !== undefined) set('then', await pack(witness.words.join('\n')));
  // Browsers leave these alone in a hash; so a filter can be read.
  return `#${fields}`.replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%2F', '/');
}

async function printMade(made: Made, prefix: string, fields: URLSearchParams): Promise<void> {
  fields.set(`${prefix}s`, made.scenario);
  fields.set(`${prefix}seed`, made.seed);
  await printText(made.text, `${prefix}x`, `${prefix}xz`, fields);
  await printText(made.doings, `${prefix}do`, `${prefix}dz`, fields);
}

/** The same place in fewer characters: what stands there to be read is packed. */
export async function packed(hash: string): Promise<string> {
  const fields = fieldsOf(hash);
  const shorter = new URLSearchParams();
  for (const [name, value] of fields) {
    const into = PACKED[name];
    shorter.set(into ?? name, into === undefined ? value : await pack(value));
  }
  return `#${shorter}`;
}

const PACKED: Readonly<Record<string, string>> = { x: 'xz', do: 'dz' };

async function printText(
  text: string | undefined,
  plain: string,
  packed: string,
  fields: URLSearchParams,
): Promise<void> {
  if (text === undefined) return;
  if (encodeURIComponent(text).length <= PLAIN_MAXIMUM) fields.set(plain, text);
  else fields.set(packed, await pack(text));
}

/** @param hash with or without `#`; anything */
export async function readLink(hash: string): Promise<Read> {
  const fields = fieldsOf(hash);
  const problems = problemsOf(fields);
  const word = (name: string, maximum: number) => wordIn(fields, name, maximum, problems);
  const story = word('story', LENGTH_MAXIMUMS.name);
  const file = word('file', LENGTH_MAXIMUMS.clientId);
  const made = await readMade(fields, '', problems);
  const source: LinkSource =
    story !== undefined
      ? { kind: 'story', story }
      : file !== undefined
        ? { kind: 'file', name: file, mark: word('mark', LENGTH_MAXIMUMS.name) ?? '' }
        : { kind: 'scenario', ...(made ?? FIRST_SOURCE_MADE) };
  const beside = fields.get('twin') === '1' ? 'versions' : await readMade(fields, 'b', problems);
  const place: LinkPlace = {
    source,
    at: numberIn(fields, 'at', problems),
    view: word('v', LENGTH_MAXIMUMS.view),
    clientId: word('c', LENGTH_MAXIMUMS.clientId),
    chart: word('k', LENGTH_MAXIMUMS.chart),
    window: windowIn(fields, 'z', problems),
    filter: word('f', LENGTH_MAXIMUMS.filter),
    beside,
    of: SIDES.find((each) => each === fields.get('of')),
  };
  return { place, witness: await witnessIn(fields, problems), problems };
}

/** What is wrong with all of it. */
function problemsOf(fields: URLSearchParams): string[] {
  const kept = fields.get(KEPT);
  if (kept !== null) {
    return [
      `No address has room for '${kept.slice(0, LENGTH_MAXIMUMS.name)}', and it stands in the browser of who made it alone: there, Share saves the link as a file.`,
    ];
  }
  if (fields.size === 0 || [...fields.keys()].some((name) => FIELDS.includes(name))) return [];
  return ['This address does not say what to open: it was cut off or changed on its way.'];
}

/** That say what to open, where, and how. */
const FIELDS: readonly string[] =
  's seed x xz do dz story file mark at v c k z f twin bs bseed bx bxz bdo bdz of'.split(' ');

const SIDES = ['a', 'b'] as const;

const { kind: _, ...FIRST_SOURCE_MADE } = FIRST_SOURCE as Extract<
  LinkSource,
  { readonly kind: 'scenario' }
>;

function fieldsOf(hash: string): URLSearchParams {
  return new URLSearchParams(hash.replace(/^#/, ''));
}

async function readMade(
  fields: URLSearchParams,
  prefix: string,
  problems: string[],
): Promise<Made | undefined> {
  const scenario = wordIn(fields, `${prefix}s`, LENGTH_MAXIMUMS.name, problems);
  const text =
    fields.get(`${prefix}x`) || (await unpackedIn(fields, `${prefix}xz`, 'the scenario', problems));
  if (scenario === undefined && text === undefined) return undefined;
  const doings =
    fields.get(`${prefix}do`) ??
    (await unpackedIn(fields, `${prefix}dz`, 'what was done to the run', problems));
  return {
    scenario: scenario ?? 'unnamed',
    seed: wordIn(fields, `${prefix}seed`, LENGTH_MAXIMUMS.seed, problems) ?? '1',
    ...(text !== undefined && { text }),
    ...(doings !== undefined && doings !== '' && { doings }),
  };
}

async function witnessIn(
  fields: URLSearchParams,
  problems: string[],
): Promise<Witness | undefined> {
  const law = fields.get('law') ?? '';
  const [, count, marks] = /^([0-9a-z]{1,6})\.([\w-]*)$/.exec(fields.get('was') ?? '') ?? [];
  if (!/^[0-9a-f]{4,16}$/.test(law) || count === undefined || marks === undefined) return undefined;
  const text = await unpackedIn(fields, 'then', 'what the run was like', problems);
  const words = text !== undefined && { words: text.split('\n') };
  return { law, count: Number.parseInt(count, 36), marks, ...words };
}

async function unpackedIn(
  fields: URLSearchParams,
  name: string,
  what: string,
  problems: string[],
): Promise<string | undefined> {
  const word = fields.get(name);
  if (word === null || word === '') return undefined;
  const text = await unpack(word);
  if (text === undefined) {
    problems.push(`${what} cannot be read from the link: it was cut off or changed on its way`);
  }
  return text;
}
