/** One who watches: what is on its way to it, and whether it keeps up. It costs bounded memory and holds up nobody. */
import { VIEWER_BUFFER_BYTES, VIEWER_CAUGHT_UP_BYTES, VIEWER_PATIENCE_MS } from './limits.ts';

/** Where its lines go: a WebSocket. */
export interface Outlet {
  /** Bytes that the operating system has not taken yet. */
  readonly waitingBytes: number;
  send(text: string): void;
  /** WebSocket status, and a reason for people. */
  close(code: number, reason: string): void;
}

/** WebSocket status 1013: try again later. */
const TRY_AGAIN_LATER = 1013;

export class Viewer {
  readonly #outlet: Outlet;
  #lines: string[] = [];
  #length = 0;
  #n = 0;
  #behindSinceMs: number | undefined;
  /** How often it has begun; its first record is still to come while that is what is awaited. */
  #beginnings = 0;
  #awaited = 0;

  constructor(outlet: Outlet) {
    this.#outlet = outlet;
  }

  /** It gets no records until it has caught up, and begins anew then. */
  get isBehind(): boolean {
    return this.#behindSinceMs !== undefined;
  }

  /**
   * A trace begins: what has been sent so far is another one. Its first record takes a while to be written; what comes
   * meanwhile waits behind it.
   * @returns the number of this beginning
   */
  begin(header: string): number {
    this.#beginnings += 1;
    this.#awaited = this.#beginnings;
    this.#behindSinceMs = undefined;
    this.#n = 1;
    this.#lines = [];
    this.#length = 0;
    this.#push(header);
    return this.#beginnings;
  }

  /** Whether that beginning still waits for its first record. */
  isAwaiting(beginning: number): boolean {
    return this.#awaited === beginning;
  }

  /** @param rest of the first record's line, after its number */
  first(beginning: number, rest: string): void {
    if (!this.isAwaiting(beginning)) return;
    this.#awaited = 0;
    const line = `{"n":1,${rest}`;
    this.#lines.splice(1, 0, line);
    this.#length += line.length + 1;
  }

  /** @param rest of a record's line, after its number */
  record(rest: string): void {
    if (this.isBehind) return;
    this.#n += 1;
    this.#push(`{"n":${this.#n},${rest}`);
  }

  /** A line that is not of the trace. */
  status(line: string): void {
    if (!this.isBehind) this.#push(line);
  }

  /** Sends what there is. @returns whether it is to begin anew, because it had fallen behind and has caught up */
  flush(nowMs: number): boolean {
    const { waitingBytes } = this.#outlet;
    if (this.#behindSinceMs === undefined && waitingBytes + this.#length > VIEWER_BUFFER_BYTES) {
      this.#behindSinceMs = nowMs;
      this.#awaited = 0;
      this.#lines = [];
      this.#length = 0;
    }
    if (this.#behindSinceMs !== undefined) return this.#wait(waitingBytes, nowMs);
    if (this.#lines.length === 0 || this.#awaited > 0) return false;
    const text = this.#lines.join('\n');
    this.#lines = [];
    this.#length = 0;
    this.#outlet.send(text);
    return false;
  }

  close(code: number, reason: string): void {
    this.#outlet.close(code, reason);
  }

  #wait(waitingBytes: number, nowMs: number): boolean {
    if (waitingBytes <= VIEWER_CAUGHT_UP_BYTES) return true;
    if (nowMs - (this.#behindSinceMs as number) > VIEWER_PATIENCE_MS) {
      const seconds = VIEWER_PATIENCE_MS / 1_000;
      this.close(TRY_AGAIN_LATER, `the page has not kept up for ${seconds} s: open it again`);
    }
    return false;
  }

  #push(line: string): void {
    this.#lines.push(line);
    this.#length += line.length + 1;
  }
}
