/**
 * The trace: what happened to a broker, as JSON Lines. One format for the broker's recorder, the simulator and
 * everything that reads them; TRACE.md describes it for people and schema.ts for programs.
 *
 * Line 1 is the header; each further line is a record, numbered from 1 without gaps. A record is a step of the broker
 * (an input, and the effects that it had), a note of the world around it (a client acts, the network fails), which
 * replay passes over, or a gap, where the recorder could not follow. `by` names what caused it: `12` the note 12 or
 * the input of step 12, `12.3` the third effect of step 12.
 *
 * JSON has no bytes: see bytes.ts. A message that a step has brought in stands in the effects of that and later steps
 * as `{"$message":12}`, where the header says so.
 */
import type { Effect, Transmit } from '../effects.ts';
import type { Input } from '../inputs.ts';
import type { BrokerOptions } from '../options.ts';
import type { Packet } from '../packets.ts';
import type { Wire } from './step-text.ts';

export const TRACE_VERSION = 1;

export const PAYLOAD_MODES = ['whole', 'hashed', 'omitted'] as const;

/** How payloads stand in the trace. Passwords and authentication data never do. */
export type PayloadMode = (typeof PAYLOAD_MODES)[number];

export interface TraceHeader {
  readonly lifeline: 'trace';
  readonly version: typeof TRACE_VERSION;
  /** Hash of the charts that made it: when it differs from ours, the law has changed. */
  readonly charts: string;
  readonly source: 'broker' | 'simulator';
  readonly options: BrokerOptions;
  readonly payloads: PayloadMode;
  /**
   * How effects name a message that a step has brought in: by the step's number, or again as a whole. By number only
   * where each input has a message object of its own, as it has from a network.
   */
  readonly messages: 'byNumber' | 'whole';
  /** Wall clock at time 0, ISO 8601; null where there is none. */
  readonly startedAt: string | null;
  /** What the clock of the inputs read at time 0: effects for a store hold moments of that clock. */
  readonly clockMs: number;
  /** What the simulator ran, so that it can be run again. */
  readonly scenario: string | null;
  readonly seed: string | null;
  /** Of a simulation: what the seed has been dealt. */
  readonly settings?: SimulationSettings;
  /** On a file that goes on where another ended: its place among them, from 2, and the last record before it. */
  readonly continues?: { readonly part: number; readonly n: number; readonly t: number };
}

/** What of a simulation is left to its seed: latencies, and what may fail at most. */
export interface SimulationSettings {
  readonly latencyMs: Between;
  /** Null without one. */
  readonly store: { readonly latencyMs: Between; readonly failurePercent: number } | null;
  /** How many of each kind may strike: `{"cut":2}`. */
  readonly faults: Readonly<Record<string, number>>;
  readonly faultsFromSeconds: number;
  readonly endsAfterSeconds: number;
}

interface Between {
  readonly min: number;
  readonly max: number;
}

/** Number of a record, or of an effect within a step: `12`, `12.3`. */
export type CauseId = string;

interface RecordHead {
  readonly n: number;
  /** Milliseconds since time 0; never less than in the record before. */
  readonly t: number;
  readonly by?: CauseId;
}

export interface StepRecord extends RecordHead {
  readonly in: WithoutTime<Input>;
  readonly out: readonly TracedEffect[];
}

/** A `transmit` says what it was on the wire, unless the bytes hold a secret. */
export type TracedEffect = Exclude<Effect, Transmit> | (Transmit & Partial<Wire>);

/** What happened outside the broker: in a simulation, all of it. */
export interface NoteRecord extends RecordHead {
  readonly note: Note;
}

/** Steps that are missing here. What follows can be read but not replayed. */
export interface GapRecord extends RecordHead {
  readonly gap: { readonly steps: number; readonly because: string };
}

export type TraceRecord = StepRecord | NoteRecord | GapRecord;

type WithoutTime<T> = T extends unknown ? Omit<T, 'nowMs'> : never;

export interface Note {
  /** Who: `client c1`, `network c1.1`, `broker`, `store`; `person` who has intervened in a simulation. */
  readonly actor: string;
  /** What, as one word: `sends`, `receives`, `handed` (a message, to the program), `state`, `cut`, `halfOpen`, `partition`, `heal`, `stall`, `crash`, `byHand`, … */
  readonly kind: string;
  /** The connection it concerns, if one. */
  readonly connection?: number;
  /** A packet, where one was sent or has arrived. */
  readonly packet?: Packet;
  /** The state that a client's chart has come to. */
  readonly state?: string;
  /** For people. */
  readonly detail?: string;
}
