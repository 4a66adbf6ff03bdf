/** A recorded trace with something changed in it: another trace, of which the broker's part is what the charts do. */
import {
  DEFAULT_OPTIONS,
  type Input,
  type RecordItem,
  readInput,
  type TraceHeader,
  TraceWriter,
} from '../../machines/index.ts';
import { chartsHash } from '../../machines/trace/charts-hash.ts';
import type { CauseId } from '../../machines/trace/format.ts';
import { reviveMembers } from '../../machines/trace/read-input.ts';
import { thereAre } from '../inspect/clients.ts';
import { headerOf, recordsOf, type TraceLines } from '../inspect/trace-lines.ts';
import { WireEncoder } from '../wire/encode.ts';
import { InterventionError } from './deed.ts';
import { EditedBroker } from './edited-broker.ts';
import { editInWords, type TraceEdit } from './trace-edit.ts';

/**
 * @param edits in the order of their records
 * @returns the lines of the new trace, header first
 * @throws InterventionError for an edit that cannot be made at its record, and TraceError for what cannot be read
 */
export function editTrace(lines: TraceLines, edits: readonly TraceEdit[]): readonly string[] {
  const editor = new Editor(headerOf(lines), edits);
  for (const item of recordsOf(lines)) {
    if (item.kind === 'gap') break;
    editor.add(item);
  }
  return editor.end();
}

class Editor {
  readonly #header: TraceHeader;
  readonly #broker: EditedBroker;
  readonly #writer: TraceWriter;
  readonly #lines: string[];
  readonly #edits: readonly TraceEdit[];
  /** Numbers of the records as they are now, by those that they had. */
  readonly #numbers = new Map<string, number>([['0', 0]]);
  readonly #clientIds = new Map<number, string>();
  #done = 0;
  /** Those about a record itself, made when it came. */
  readonly #made = new Set<TraceEdit>();
  /** Inputs that come later. */
  readonly #held: { readonly input: Input; readonly by: CauseId }[] = [];
  #n = 0;
  #t = 0;

  constructor(header: TraceHeader, edits: readonly TraceEdit[]) {
    const options = { ...DEFAULT_OPTIONS, ...header.options };
    this.#header = header;
    this.#edits = edits;
    this.#writer = new TraceWriter({ options, wireOf: new WireEncoder().wireOf });
    const made = { ...header, charts: chartsHash(), messages: 'whole', scenario: null, seed: null };
    this.#lines = [JSON.stringify(made)];
    this.#broker = new EditedBroker(options, (input, effects, by) => {
      const t = input.nowMs - this.#header.clockMs;
      this.#lines.push(this.#writer.step(t, input, effects, by));
    });
  }

  add(item: Exclude<RecordItem, { kind: 'gap' }>): void {
    this.#release(this.#header.clockMs + item.t);
    this.#n = item.n;
    this.#t = item.t;
    const cause = this.#causeOf(item.by);
    if (item.kind === 'note') this.#note(item.t, item.note, cause);
    else this.#input(readInput(item.input, this.#header.clockMs + item.t), cause);
    this.#numbers.set(`${item.n}`, this.#writer.n);
    for (let edit = this.#next(); edit !== undefined; edit = this.#next()) this.#make(edit);
  }

  end(): readonly string[] {
    const left = this.#edits[this.#done];
    if (left !== undefined) {
      throw new InterventionError(
        `there is no record ${left.at}: the recording ends with record ${this.#n}`,
      );
    }
    this.#release(Number.POSITIVE_INFINITY);
    return this.#lines;
  }

  /** What is done after the record that has been added. */
  #next(): TraceEdit | undefined {
    const edit = this.#edits[this.#done];
    if (edit === undefined || edit.at > this.#n) return undefined;
    this.#done += 1;
    return edit;
  }

  #input(input: Input, cause: CauseId | undefined): void {
    if (input.type === 'received' && input.packet.type === 'CONNECT') {
      this.#clientIds.set(input.connection, input.packet.clientId);
    }
    const edit = this.#edits.find(({ at, do: what }) => {
      return at === this.#n && (what === 'drop' || what === 'delay');
    });
    if (edit === undefined) {
      this.#broker.recorded(input, true, cause);
      return;
    }
    this.#made.add(edit);
    const by = this.#say(edit);
    this.#broker.recorded(input, false, cause);
    if (edit.do !== 'delay') return;
    this.#held.push({ input: { ...input, nowMs: input.nowMs + edit.ms }, by });
  }

  /** From the first edit on, what the recording tells of clients is the story of another run. */
  #note(t: number, note: string, cause: CauseId | undefined): void {
    if (this.#done > 0) return;
    const told = JSON.parse(note);
    reviveMembers(told);
    this.#lines.push(this.#writer.note(t, told, cause));
  }

  #make(edit: TraceEdit): void {
    if (this.#made.has(edit)) return;
    const nowMs = this.#broker.timeOf(this.#header.clockMs + this.#t);
    const input = this.#checked(edit, nowMs);
    const by = this.#say(edit);
    if (edit.do === 'fire') this.#broker.fire(edit.timer, nowMs, by);
    else if (input !== undefined) this.#broker.other(input, by);
  }

  #checked(edit: TraceEdit, nowMs: number): Input | undefined {
    switch (edit.do) {
      case 'receive': {
        const { connection, packet } = edit;
        this.#needConnection(connection);
        return { type: 'received', connection, packet, nowMs };
      }
      case 'malformed': {
        const { connection, reasonCode, detail } = edit;
        this.#needConnection(connection);
        return { type: 'malformed', connection, reasonCode, detail, nowMs };
      }
      case 'close':
        this.#needConnection(edit.connection);
        return { type: 'closed', connection: edit.connection, nowMs };
      case 'command':
        return { type: 'command', command: edit.command, nowMs };
      case 'fire': {
        const timers = [...this.#broker.timers.keys()];
        if (timers.includes(edit.timer)) return undefined;
        throw this.#error(`timer '${edit.timer}' does not run; ${thereAre(timers)}`);
      }
      default:
        throw this.#error(`record ${edit.at} is no input of the broker; it cannot be left out`);
    }
  }

  #needConnection(connection: number): void {
    const known = this.#broker.broker.view().connections.map((each) => each.connection);
    if (known.includes(connection)) return;
    const has = known.map(String);
    throw this.#error(`the broker has no connection ${connection}; ${thereAre(has)}`);
  }

  #error(message: string): InterventionError {
    return new InterventionError(`after record ${this.#n}: ${message}`);
  }

  /** @returns the record that tells of the edit */
  #say(edit: TraceEdit): CauseId {
    const t = this.#broker.timeOf(this.#header.clockMs + this.#t) - this.#header.clockMs;
    const detail = editInWords(edit, this.#clientIds);
    const connection = 'connection' in edit && { connection: edit.connection };
    const note = { actor: 'person', kind: 'byHand', ...connection, detail };
    this.#lines.push(this.#writer.note(t, note));
    return `${this.#writer.n}`;
  }

  #release(nowMs: number): void {
    for (const held of this.#held.filter(({ input }) => input.nowMs <= nowMs)) {
      this.#held.splice(this.#held.indexOf(held), 1);
      this.#broker.other(held.input, held.by);
    }
  }

  #causeOf(by: CauseId | undefined): CauseId | undefined {
    const [n = '', effect] = by?.split('.') ?? [];
    const now = this.#numbers.get(n);
    if (by === undefined || now === undefined) return undefined;
    return effect === undefined ? `${now}` : `${now}.${effect}`;
  }
}
