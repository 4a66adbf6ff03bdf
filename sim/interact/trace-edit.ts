/**
 * What a person can change in a recorded run, of which there is no world: only the inputs of its broker are known. The
 * remaining inputs go on as they were recorded, so that clients and network do not react to what has changed; timers
 * are the broker's own, and questions that the recording has no answer to are answered with yes at once.
 */
import type { Command, ConnectionId, TimerId } from '../../machines/index.ts';
import { inputInWords, type Names } from '../explain/words.ts';
import { duration } from '../render/sentences/words.ts';
import type { ClientPacket } from './deed.ts';

export type TraceEdit = {
  /** The record after which it is done; of `drop` and `delay`, the record itself. */
  readonly at: number;
} & (
  | { readonly do: 'receive'; readonly connection: ConnectionId; readonly packet: ClientPacket }
  | {
      readonly do: 'malformed';
      readonly connection: ConnectionId;
      readonly reasonCode: number;
      readonly detail: string;
    }
  /** The Network Connection is gone. */
  | { readonly do: 'close'; readonly connection: ConnectionId }
  /** The time moves to the timer's deadline, and it runs out; what was recorded for before comes after it, late. */
  | { readonly do: 'fire'; readonly timer: TimerId }
  | { readonly do: 'command'; readonly command: Command }
  | { readonly do: 'drop' }
  | { readonly do: 'delay'; readonly ms: number }
);

/** What a trace with edits has to be read with. */
export const CLIENTS_DO_NOT_REACT =
  'A recording: clients do what they did, whatever the broker does differently now.';

export function editInWords(edit: TraceEdit, names: Names): string {
  const now = { nowMs: 0 };
  switch (edit.do) {
    case 'receive': {
      const { connection, packet } = edit;
      return inputInWords({ type: 'received', connection, packet, ...now }, names);
    }
    case 'malformed': {
      const { connection, reasonCode, detail } = edit;
      return inputInWords({ type: 'malformed', connection, reasonCode, detail, ...now }, names);
    }
    case 'close':
      return inputInWords({ type: 'closed', connection: edit.connection, ...now }, names);
    case 'fire':
      return `${inputInWords({ type: 'timer', timer: edit.timer, ...now }, names)} before all else`;
    case 'command':
      return inputInWords({ type: 'command', command: edit.command, ...now }, names);
    case 'drop':
      return `record ${edit.at} does not happen`;
    case 'delay':
      return `record ${edit.at} comes ${duration(edit.ms)} later`;
  }
}
