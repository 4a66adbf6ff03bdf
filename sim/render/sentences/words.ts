/** Small words that all sentences share: names of clients, times, counts. */
import { type ProtocolVersion, reasonCodeName } from '../../../machines/index.ts';
import type { Connection, Lifeline } from '../timeline/types.ts';

const VERSION_NAMES: Readonly<Record<ProtocolVersion, string>> = {
  3: 'MQTT 3.1',
  4: 'MQTT 3.1.1',
  5: 'MQTT 5.0',
};

export function versionName(version: ProtocolVersion): string {
  return VERSION_NAMES[version];
}

/** `"sensor"`, `connection 7`, `the broker`. */
export function whom(lifeline: Lifeline | undefined): string {
  if (lifeline === undefined) return 'someone';
  if (lifeline.kind !== 'client') return `the ${lifeline.kind}`;
  return isNamed(lifeline) ? quoted(lifeline.label) : lifeline.label;
}

/** `"sensor" (c1.2)`: which of its connections, where it has had more than one. */
export function party(connection: Connection): string {
  const { lifeline } = connection;
  const name = whom(lifeline);
  return lifeline.connections.length > 1 && isNamed(lifeline)
    ? `${name} (${connection.name})`
    : name;
}

export function isNamed({ id }: Lifeline): boolean {
  return id.startsWith('client ');
}

export function quoted(text: string): string {
  return `"${text}"`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `Session taken over (0x8E)`. */
export function reason(code: number, packet?: Parameters<typeof reasonCodeName>[1]): string {
  return `${reasonCodeName(code, packet)} (${hex(code)})`;
}

export function hex(code: number): string {
  return `0x${code.toString(16).toUpperCase().padStart(2, '0')}`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return number === 1 ? `1 ${one}` : `${number} ${many}`;
}

/** A feed that leaves steps out does not know beforehand how many; it says 0, and the number with the next gap. */
export function missingHere(steps: number): string {
  if (steps === 0) return 'steps are missing from here on';
  return steps === 1 ? '1 step is missing here' : `${steps} steps are missing here`;
}

/** What a broker already has when its trace begins: `3 connections and 5 sessions`. */
export function heldText(held: {
  readonly connections: number;
  readonly sessions: number;
}): string {
  return `${count(held.connections, 'connection')} and ${count(held.sessions, 'session')}`;
}

/** `3 ms`, `28.5 s`, `2 min 5 s`, `1 h 30 min`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${trim(ms)} ms`;
  if (ms < 60_000) return `${trim(ms / 1_000)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return joined(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 2_880) return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(minutes / 60);
  return joined(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** A moment on the time axis, exact to the millisecond where it shows: `12 ms`, `28.501 s`, `1:02:03.004`. */
export function clock(ms: number): string {
  if (ms < 1_000) return `${trim(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(3)} s`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = ((ms % 60_000) / 1_000).toFixed(3).padStart(6, '0');
  const hours = Math.floor(minutes / 60);
  return hours === 0
    ? `${minutes}:${seconds}`
    : `${hours}:${String(minutes % 60).padStart(2, '0')}:${seconds}`;
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** At most three digits after the point, and none that say nothing. */
function trim(value: number): string {
  return String(Math.round(value * 1_000) / 1_000);
}

/** `keepAliveTimeout` as `keep alive timeout`. */
export function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** States in which a client has, or is getting, another connection than the one whose end is the last that it knows of. */
const WITH_CONNECTION = new Set(['opening', 'open', 'awaitingConnack', 'connected']);

/** The state that a client has come to, and why its connection has ended where it has. */
export function stateText(state: string | undefined, cause: string | undefined): string {
  const hasEnded = cause !== undefined && cause !== 'none' && !WITH_CONNECTION.has(state ?? '');
  return `now ${state ?? 'somewhere else'}${hasEnded ? `: ${inWords(cause)}` : ''}`;
}
