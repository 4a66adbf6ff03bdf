/**
 * Notes, turn by turn. A packet is noted when the law has it transmitted, and its bytes when they are sent, at the end
 * of the turn of the broker's event loop: only then can the turn's lines be written. What a block has of a turn that
 * is not over is kept until the rest of it is there.
 */
import { NoteReader } from './note-reader.ts';
import { Kind, kindOf, WORD_BYTES } from './notes.ts';
import { SentBytes } from './sent-bytes.ts';

const START_BYTES = 65_536;
/** More is given back when it is not needed any more. */
const KEPT_BYTES = 4 * 1_048_576;

export class Turns {
  readonly notes = new NoteReader();
  readonly sent = new SentBytes();
  readonly #take: (end: number) => void;
  /** The beginning of a turn whose end has not been seen. */
  #held: Buffer = Buffer.allocUnsafeSlow(START_BYTES);
  #heldBytes = 0;

  /** @param take called with `notes` at a turn's first note, to read them to before `end`; `sent` has its bytes */
  constructor(take: (end: number) => void) {
    this.#take = take;
  }

  read(block: Uint8Array): void {
    let from = 0;
    if (this.#heldBytes > 0) {
      from = this.#firstEnd(block);
      this.#hold(block.subarray(0, from || block.length));
      if (from === 0) return;
      this.#readAll(this.#held.subarray(0, this.#heldBytes));
      this.#release();
    }
    const rest = block.subarray(from);
    this.#hold(rest.subarray(this.#readAll(rest)));
  }

  /** Where the first note that ends a turn ends; 0 when there is none. */
  #firstEnd(block: Uint8Array): number {
    const { notes } = this;
    notes.open(block);
    while (notes.hasMore) {
      const first = notes.word();
      notes.skip(first);
      if (endsTurn(first)) return notes.at * WORD_BYTES;
    }
    return 0;
  }

  /** Takes all turns that are whole, and returns where the last one ends. */
  #readAll(bytes: Uint8Array): number {
    const { notes, sent } = this;
    notes.open(bytes);
    let start = 0;
    while (notes.hasMore) {
      const { at } = notes;
      const first = notes.word();
      if (this.#isSent(first)) continue;
      notes.skip(first);
      if (!endsTurn(first)) continue;
      const end = notes.at;
      const isGap = kindOf(first) === Kind.gap;
      // What was begun before a gap is part of what is missing.
      if (isGap) sent.clear();
      notes.at = isGap ? at : start;
      this.#take(end);
      sent.end();
      notes.at = end;
      start = end;
    }
    sent.clear();
    return start * WORD_BYTES;
  }

  #isSent(first: number): boolean {
    const { notes, sent } = this;
    switch (kindOf(first)) {
      case Kind.sent: {
        const connection = notes.word();
        const length = notes.word();
        sent.sent(connection, notes.source, notes.chunk(length), length);
        return true;
      }
      case Kind.sentAgain:
        sent.again(notes.word());
        return true;
      case Kind.sentPayload:
        sent.payload(notes.word(), notes.word());
        return true;
      default:
        return false;
    }
  }

  #hold(bytes: Uint8Array): void {
    const length = this.#heldBytes + bytes.length;
    if (length > this.#held.length) {
      const longer = Buffer.allocUnsafeSlow(2 * length);
      this.#held.copy(longer, 0, 0, this.#heldBytes);
      this.#held = longer;
    }
    this.#held.set(bytes, this.#heldBytes);
    this.#heldBytes = length;
  }

  #release(): void {
    this.#heldBytes = 0;
    if (this.#held.length > KEPT_BYTES) this.#held = Buffer.allocUnsafeSlow(START_BYTES);
  }
}

function endsTurn(first: number): boolean {
  const kind = kindOf(first);
  return kind === Kind.turn || kind === Kind.gap;
}
