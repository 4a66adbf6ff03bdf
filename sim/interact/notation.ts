/**
 * Interventions as text, one a line, for links and command lines, in the words that scenarios are written in:
 *
 *     40 cut c1
 *     40+5s c1: publish room/on yes qos=1
 *     52 take "PUBACK of 2 at client"
 *     60 packet c1 {"type":"PINGREQ"}
 *
 * The number is the record after which it is done; `+5s`, so long after that.
 */
import { unreachable } from '../../machines/index.ts';
import { bytesText } from '../../machines/trace/bytes.ts';
import { reviveMembers } from '../../machines/trace/read-input.ts';
import type { ScenarioClient } from '../scenario/scenario.ts';
import * as kinds from '../scenario/text/kinds.ts';
import { didYouMean, oneOf } from '../scenario/text/likeness.ts';
import { clientStepText, worldStepText } from '../scenario/text/print.ts';
import { type Problem, ScenarioError } from '../scenario/text/problem.ts';
import { CLIENT } from '../scenario/text/settings.ts';
import { at, type Fields, readShape, type Shape, writeShape } from '../scenario/text/shape.ts';
import { AWAIT, CLIENT_STEPS, WORLD_STEPS } from '../scenario/text/steps.ts';
import { type Line, readLine, type Word } from '../scenario/text/words.ts';
import { CLIENT_PACKET_TYPES, type ClientPacket, type Deed, type Intervention } from './deed.ts';
import { packetProblem } from './packet-check.ts';

/** A will is no part of it: a client that joins by hand has none. */
const OWN: { readonly [Do in 'take' | 'malformed' | 'delay' | 'lose' | 'extend']: Shape } = {
  take: { takes: [{ word: 'what', key: 'what', kind: kinds.anyText, isNeeded: true }] },
  malformed: {
    takes: [
      { word: 'client', key: 'client', kind: kinds.name, isNeeded: true },
      { word: 'reasonCode', key: 'reasonCode', kind: kinds.reasonCode, isNeeded: true },
      { word: 'detail', key: 'detail', kind: kinds.anyText, otherwise: '' },
    ],
  },
  delay: {
    takes: [
      { word: 'packet', key: 'packet', kind: kinds.causeId, isNeeded: true },
      { word: 'time', key: 'ms', kind: kinds.milliseconds, isNeeded: true },
    ],
  },
  lose: { takes: [{ word: 'packet', key: 'packet', kind: kinds.causeId, isNeeded: true }] },
  extend: { takes: [{ word: 'time', key: 'ms', kind: kinds.milliseconds, isNeeded: true }] },
};

const { wait: _, [AWAIT]: __, ...CLIENT_DEEDS } = CLIENT_STEPS;
const { wait: ___, [AWAIT]: ____, ...WORLD_DEEDS } = WORLD_STEPS;

export function printInterventions(interventions: readonly Intervention[]): string {
  return interventions.map(printIntervention).join('\n');
}

function printIntervention({ at: n, afterMs = 0, ...deed }: Intervention): string {
  const after = afterMs === 0 ? '' : `+${kinds.milliseconds.write(afterMs)}`;
  return `${n}${after} ${printDeed(deed as Deed)}`;
}

function printDeed(deed: Deed): string {
  switch (deed.do) {
    case 'packet':
      return `packet ${deed.client} ${packetText(deed.packet)}`;
    case 'join': {
      const { will: _will, ...is } = deed.is;
      return `join${writeShape(CLIENT, { name: deed.name, ...is })}`;
    }
    case 'client':
      return `${deed.client}: ${clientStepText(deed.step)}`;
    case 'world':
      return worldStepText(deed.step);
    case 'take':
    case 'malformed':
    case 'delay':
    case 'lose':
    case 'extend':
      return `${deed.do}${writeShape(OWN[deed.do], { ...deed })}`;
    default:
      return unreachable(deed);
  }
}

/** @throws ScenarioError with all that is wrong */
export function parseInterventions(text: string): readonly Intervention[] {
  const problems: Problem[] = [];
  const interventions = text.split('\n').flatMap((raw, index): readonly Intervention[] => {
    const found = parseLine(raw, index + 1, problems);
    return found === undefined ? [] : [found];
  });
  if (problems.length > 0) throw new ScenarioError(problems);
  return interventions;
}

function parseLine(raw: string, number: number, problems: Problem[]): Intervention | undefined {
  // What stands in JSON is not made of words.
  const [, head = raw, json] = /^(\s*\S+\s+packet\s+\S+\s)(.*)$/.exec(raw) ?? [];
  const line = readLine(head, number);
  if (line === undefined) return undefined;
  if ('message' in line) {
    problems.push(line);
    return undefined;
  }
  const [place, verb] = line.words as [Word, Word | undefined];
  const [, n, after] = /^(\d{1,9})(?:\+(.+))?$/.exec(place.raw) ?? [];
  const afterMs = after === undefined ? 0 : kinds.milliseconds.read(after);
  if (n === undefined || afterMs === undefined || verb === undefined) {
    const example = "expected a record, or a record and a time, and what is done: '40 cut c1'";
    problems.push(at(place, line, `'${place.raw}' is no place: ${example}`));
    return undefined;
  }
  const before = problems.length;
  const deed = json === undefined ? deedOf(verb, line, problems) : sending(line, json, problems);
  if (deed === undefined || problems.length > before) return undefined;
  return { at: Number(n), ...(afterMs > 0 && { afterMs }), ...deed };
}

function deedOf(verb: Word, line: Line, problems: Problem[]): Deed | undefined {
  const read = (shape: Shape, from: number) =>
    readShape(shape, line, from, (p) => problems.push(p));
  const { raw } = verb;
  if (raw.endsWith(':')) return clientDeed(raw.slice(0, -1), line, read, problems);
  if (raw === 'join') {
    const { name, ...is } = read(CLIENT, 2);
    return { do: 'join', name: name as string, is: is as ScenarioClient['is'] };
  }
  const isPacket = /^\d/.test(line.words[2]?.raw ?? '');
  if (Object.hasOwn(OWN, raw) && (raw !== 'lose' || isPacket)) {
    return { do: raw, ...read(OWN[raw as keyof typeof OWN], 2) } as unknown as Deed;
  }
  if (Object.hasOwn(WORLD_DEEDS, raw)) {
    const step = { do: raw, ...read(WORLD_DEEDS[raw as keyof typeof WORLD_DEEDS], 2) };
    return { do: 'world', step } as unknown as Deed;
  }
  const known = [...Object.keys(OWN), 'packet', 'join', ...Object.keys(WORLD_DEEDS)];
  const expected = `expected ${oneOf([...new Set(known)])}, or a client and a colon`;
  problems.push(at(verb, line, `'${raw}' cannot be done: ${expected}${didYouMean(raw, known)}`));
  return undefined;
}

function clientDeed(
  client: string,
  line: Line,
  read: (shape: Shape, from: number) => Fields,
  problems: Problem[],
): Deed | undefined {
  const word = line.words[2];
  if (word !== undefined && Object.hasOwn(CLIENT_DEEDS, word.raw)) {
    const step = { do: word.raw, ...read(CLIENT_DEEDS[word.raw as keyof typeof CLIENT_DEEDS], 3) };
    return { do: 'client', client, step } as unknown as Deed;
  }
  const known = Object.keys(CLIENT_DEEDS);
  const where = word ?? (line.words[1] as Word);
  const meant = word === undefined ? '' : didYouMean(word.raw, known);
  problems.push(at(where, line, `a client cannot do that: expected ${oneOf(known)}${meant}`));
  return undefined;
}

function sending(line: Line, json: string, problems: Problem[]): Deed | undefined {
  const client = (line.words[2] as Word).text;
  const wrong = (message: string) => {
    problems.push({ line: line.number, column: line.raw.length + 1, length: json.length, message });
    return undefined;
  };
  try {
    const packet = JSON.parse(json) as ClientPacket;
    if (typeof packet === 'object' && packet !== null) reviveMembers(packet);
    const problem = packetProblem(packet);
    if (problem === undefined) return { do: 'packet', client, packet };
    return wrong(`${problem}; there are ${CLIENT_PACKET_TYPES.join(', ')}`);
  } catch (error) {
    return wrong(`no packet: ${(error as Error).message}`);
  }
}

/** Passwords stand in it as they are: it is the person's own. */
function packetText(packet: ClientPacket): string {
  return JSON.stringify(packet, (_key, value) =>
    value instanceof Uint8Array ? JSON.parse(bytesText(value)) : value,
  );
}
