/** What can be done at a record of a recording, by the core alone. */
import { type Input, type ProtocolVersion, ReasonCode, readInput } from '../../machines/index.ts';
import type { RecordItem } from '../../machines/trace/trace-reader.ts';
import { inputInWords } from '../explain/words.ts';
import type { Playback } from '../inspect/playback.ts';
import type { ClientThere } from './steps.ts';
import { editInWords, type TraceEdit } from './trace-edit.ts';

/** As `PossibleStep` of a run that has a world. */
export interface RecordedStep {
  readonly kind: 'timer' | 'fault' | 'operator' | 'record';
  /** Client Identifier; undefined where it is nobody's. */
  readonly client: string | undefined;
  readonly sentence: string;
  /** A word or two, for where the client is named already. */
  readonly short: string;
  readonly inMs: number | undefined;
  readonly timer: string | undefined;
  readonly edit: TraceEdit;
}

/** Those that have a connection: as `ClientThere` of a run that has a world. */
export function recordedClients({ broker }: Playback): readonly ClientThere[] {
  return broker.view().connections.map(({ connection, clientId, version, state }) => ({
    name: clientId === '' ? `connection ${connection}` : clientId,
    clientId,
    version: version === 0 ? 5 : (version as ProtocolVersion),
    phase: /^[^.]*/.exec(state)?.[0] ?? state,
    connection,
    isRaw: false,
  }));
}

/** Of a record that is put off. */
const LATE_MS = 1_000;

/**
 * @param playback after the record
 * @param item the record itself; undefined before all of them
 */
export function recordedSteps(
  playback: Playback,
  item: RecordItem | undefined,
): readonly RecordedStep[] {
  const { n: at, t, clientIds, timers } = playback;
  const step = (kind: RecordedStep['kind'], edit: TraceEdit, more: Partial<RecordedStep> = {}) => {
    const sentence = editInWords(edit, clientIds);
    const nothing = { client: undefined, inMs: undefined, timer: undefined };
    return { kind, ...nothing, sentence, short: shortOf(edit), edit, ...more };
  };
  const next = [...timers.values()].sort((a, b) => a.dueMs - b.dueMs);
  const { connections } = playback.broker.view();
  return [
    ...next.map(({ timer, dueMs }) => {
      const words = inputInWords({ type: 'timer', timer, nowMs: t }, clientIds);
      const client = ownerOf(timer, clientIds);
      const more = { client, sentence: words, inMs: Math.max(0, dueMs - t), timer };
      return step('timer', { at, do: 'fire', timer }, more);
    }),
    ...connections.map(({ connection, clientId }) => {
      const client = clientId === '' ? undefined : clientId;
      return step('fault', { at, do: 'close', connection }, { client });
    }),
    ...connections
      .filter(({ session }) => session !== 0)
      .map(({ clientId }) => {
        const { administrativeAction: reasonCode } = ReasonCode;
        const command = { type: 'kick', clientId, reasonCode } as const;
        return step('operator', { at, do: 'command', command }, { client: clientId });
      }),
    step('operator', { at, do: 'command', command: { type: 'shutdown' } }),
    ...(item?.kind === 'step' ? ofRecord(readInput(item.input, t), at, clientIds) : []),
  ];
}

function ofRecord(
  input: Input,
  at: number,
  clientIds: Playback['clientIds'],
): readonly RecordedStep[] {
  const what = inputInWords(input, clientIds);
  const client = 'connection' in input ? clientIds.get(input.connection) : undefined;
  const head = { kind: 'record', client, inMs: undefined, timer: undefined } as const;
  return [
    {
      ...head,
      sentence: `it never happens that ${what}`,
      short: 'leave this record out',
      edit: { at, do: 'drop' },
    },
    {
      ...head,
      sentence: `it comes ${LATE_MS / 1_000} s later that ${what}`,
      short: `put this record off by ${LATE_MS / 1_000} s`,
      edit: { at, do: 'delay', ms: LATE_MS },
    },
  ];
}

function ownerOf(timer: string, clientIds: Playback['clientIds']): string | undefined {
  const [, connection] = /^connection (\d+) /.exec(timer) ?? [];
  return connection === undefined ? undefined : clientIds.get(Number(connection));
}

function shortOf(edit: TraceEdit): string {
  if (edit.do === 'close') return 'cut';
  return edit.do === 'command' ? edit.command.type : edit.do;
}
