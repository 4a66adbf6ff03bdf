/**
 * Scenarios as text, for people to write: one step a line, in the standard's words.
 *
 *     scenario keep-alive
 *       title A client says nothing, and is disconnected.
 *       ends 60s
 *
 *     client c1 clientId=sensor version=5.0 keepAlive=10s
 *       will gone/sensor "offline" qos=1
 *       connect
 *       await connected
 *       publish room/temperature 21.5 qos=1
 *
 *     world
 *       await c1 acknowledged
 *       halfOpen c1
 *
 * Indentation is for the eye. Lines that begin with `#` are comments. A word with spaces stands in quotation marks.
 */
import type { QoS } from '../../../machines/index.ts';
import type { ClientStep, Scenario, WorldStep } from '../scenario.ts';
import { didYouMean, oneOf } from './likeness.ts';
import { type Problem, ScenarioError, shown } from './problem.ts';
import { BROKER, CLIENT, ENDS, FAULTS, NETWORK, STORE, WILL } from './settings.ts';
import { at, type Fields, readShape, type Shape } from './shape.ts';
import { CLIENT_STEPS, WORLD_STEPS } from './steps.ts';
import { type Line, readLine, type Word } from './words.ts';

export interface Parsed {
  /** Undefined where something is wrong. */
  readonly scenario: Scenario | undefined;
  /** In the order of their lines. */
  readonly problems: readonly Problem[];
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Tell = (problem: Problem) => void;
interface Draft {
  readonly name: string;
  readonly is: Mutable<Scenario['clients'][number]['is']>;
  readonly does: ClientStep[];
}

const SECTIONS = ['scenario', 'client', 'world'];
const SETTINGS: Readonly<Record<string, Shape>> = {
  ends: ENDS,
  network: NETWORK,
  broker: BROKER,
  store: STORE,
  faults: FAULTS,
};

/** Most stories are over by then. */
const ENDS_AFTER_SECONDS = 60;

/** @throws ScenarioError with all that is wrong */
export function readScenario(text: string): Scenario {
  const { scenario, problems } = parseScenario(text);
  if (scenario === undefined) throw new ScenarioError(problems);
  return scenario;
}

export function parseScenario(text: string): Parsed {
  const reader = new Reader();
  for (const [index, raw] of text.split(/\r?\n/).entries()) reader.line(raw, index + 1);
  return reader.end();
}

class Reader {
  readonly #problems: Problem[] = [];
  readonly #tell: Tell = (problem) => this.#problems.push(problem);
  readonly #clients: Draft[] = [];
  /** Words that have to be the names of clients, which may come later. */
  readonly #meant: { readonly word: Word; readonly line: Line }[] = [];
  readonly #scenario: Mutable<Scenario> = {
    name: 'unnamed',
    title: '',
    about: '',
    clients: [],
    endsAfterSeconds: ENDS_AFTER_SECONDS,
  };
  readonly #seen = new Set<string>();
  #world: WorldStep[] | undefined;
  #section = 'scenario';
  #lines = 0;

  line(raw: string, number: number): void {
    this.#lines = number;
    if (this.#section === 'scenario' && this.#prose(raw, number)) return;
    const line = readLine(raw, number);
    if (line === undefined) return;
    if ('message' in line) {
      this.#tell(line);
      return;
    }
    const first = line.words[0] as Word;
    if (SECTIONS.includes(first.raw)) this.#begin(first, line);
    else if (this.#section === 'scenario') this.#setting(first, line);
    else if (this.#section === 'world') this.#worldStep(first, line);
    else this.#clientLine(first, line);
  }

  end(): Parsed {
    const names = this.#clients.map(({ name }) => name);
    if (this.#clients.length === 0 && !this.#seen.has('client')) {
      const message = "no client: expected a line such as 'client c1', and below it what it does";
      this.#tell({ line: this.#lines, column: 1, length: 1, message });
    }
    for (const { word, line } of this.#meant) {
      if (names.includes(word.text)) continue;
      const has = `there is ${names.join(', ') || 'none'}${didYouMean(word.text, names)}`;
      this.#tell(at(word, line, `no client '${word.text}': ${has}`));
    }
    const problems = this.#problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
    if (problems.length > 0) return { scenario: undefined, problems };
    const world = this.#world !== undefined && { world: this.#world };
    return { scenario: { ...this.#scenario, clients: this.#clients, ...world }, problems };
  }

  #begin(word: Word, line: Line): void {
    this.#section = word.raw;
    const again = this.#seen.has(word.raw) && word.raw !== 'client';
    if (again) this.#tell(at(word, line, `${word.raw} stands twice`));
    this.#seen.add(word.raw);
    if (word.raw === 'world') {
      this.#world = [];
      readShape({}, line, 1, this.#tell);
    } else if (word.raw === 'client') this.#client(line);
    else if (line.words.length < 2)
      this.#tell(at(word, line, 'a name is missing: expected a word'));
    else {
      this.#scenario.name = (line.words[1] as Word).text;
      readShape({}, line, 2, this.#tell);
    }
  }

  #client(line: Line): void {
    const { name, ...is } = readShape(CLIENT, line, 1, this.#tell);
    const isKnown = this.#clients.some((client) => client.name === name);
    if (isKnown) this.#tell(at(line.words[1] as Word, line, `there is a client '${name}' already`));
    // One that cannot be read still takes the lines that are its own.
    this.#clients.push({ name: String(name), is, does: [] });
  }

  /** What is for people may have any signs in it. @returns whether it is that */
  #prose(raw: string, number: number): boolean {
    const [, before = '', word, text = ''] = /^(\s*)(title|about)(?:\s+(.*))?$/.exec(raw) ?? [];
    if (word !== 'title' && word !== 'about') return false;
    const column = before.length + 1;
    const again = { line: number, column, length: word.length, message: `${word} stands twice` };
    this.#once(word, again);
    this.#scenario[word] = proseOf(text.trim(), number);
    return true;
  }

  #once(word: string, again: Problem): void {
    if (this.#seen.has(`scenario ${word}`)) this.#tell(again);
    this.#seen.add(`scenario ${word}`);
  }

  #setting(word: Word, line: Line): void {
    const { raw } = word;
    this.#once(raw, at(word, line, `${raw} stands twice`));
    const shape = SETTINGS[raw];
    if (shape === undefined) {
      const known = ['title', 'about', ...Object.keys(SETTINGS)];
      const message = `'${shown(raw)}' is not known here: expected ${oneOf(known)}, or client, or world`;
      this.#tell(at(word, line, message + didYouMean(raw, [...known, ...SECTIONS])));
      return;
    }
    const fields = readShape(shape, line, 1, this.#tell);
    if (raw === 'broker') this.#scenario.options = fields;
    else if (raw === 'store') this.#scenario.store = fields;
    else if (raw === 'faults') {
      const { from, ...faults } = fields;
      if (Object.keys(faults).length > 0) this.#scenario.faults = faults;
      if (from !== undefined) this.#scenario.faultsFromSeconds = from as number;
    } else Object.assign(this.#scenario, fields);
  }

  #clientLine(word: Word, line: Line): void {
    const client = this.#clients.at(-1) as Draft;
    if (word.raw === 'will') {
      if (client.is.will !== undefined) this.#tell(at(word, line, 'will stands twice'));
      client.is.will = willOf(readShape(WILL, line, 1, this.#tell));
      return;
    }
    const step = this.#step(word, line, CLIENT_STEPS, ['will']);
    if (step !== undefined) client.does.push(step as unknown as ClientStep);
  }

  #worldStep(word: Word, line: Line): void {
    const step = this.#step(word, line, WORLD_STEPS, []);
    if (step === undefined) return;
    this.#world?.push(step as unknown as WorldStep);
    const client = line.words[1];
    if (step['client'] !== undefined && client !== undefined) {
      this.#meant.push({ word: client, line });
    }
  }

  #step(
    word: Word,
    line: Line,
    shapes: Readonly<Record<string, Shape>>,
    more: readonly string[],
  ): Fields | undefined {
    const known = [...Object.keys(shapes), ...more];
    if (Object.hasOwn(shapes, word.raw)) {
      return { do: word.raw, ...readShape(shapes[word.raw] as Shape, line, 1, this.#tell) };
    }
    const meant = didYouMean(word.raw, [...known, ...SECTIONS]);
    this.#tell(
      at(word, line, `'${shown(word.raw)}' is not known here: expected ${oneOf(known)}${meant}`),
    );
    return undefined;
  }
}

function willOf({ delayIntervalSeconds, ...message }: Fields) {
  const { topicName, payload, qos, retain } = message;
  return {
    message: {
      topicName: topicName as string,
      payload: payload as Uint8Array,
      qos: qos as QoS,
      retain: retain as boolean,
      properties: undefined,
    },
    delayIntervalSeconds: delayIntervalSeconds as number,
  };
}

/** What cannot stand as it is stands as one word in quotation marks. */
function proseOf(text: string, number: number): string {
  const line = text.startsWith('"') ? readLine(text, number) : undefined;
  const isOne = line !== undefined && 'words' in line && line.words.length === 1;
  return isOne ? (line.words[0] as Word).text : text;
}
