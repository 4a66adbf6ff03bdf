/** The packets of a record, as the worker tells of them. */

export interface PacketView {
  readonly type: string;
  /** `"sensor" (c1.2) to the broker`. */
  readonly way: string;
  /** What became of it on its way; empty where that is nothing special. */
  readonly fate: string;
  /** `MQTT 5.0, 62 bytes`. */
  readonly size: string;
  readonly fields: readonly FieldView[];
  /** Of 5.0. */
  readonly properties: readonly FieldView[];
  readonly hex: readonly HexRow[];
  /** What cannot be shown of the bytes, or how they have been come by. */
  readonly notes: readonly string[];
}

export interface FieldView {
  readonly name: string;
  readonly value: string;
}

/** Eight bytes. What the trace does not keep stands as `··`. */
export interface HexRow {
  /** `0008`. */
  readonly offset: string;
  readonly bytes: string;
  /** The same as characters; a dot for what is none. */
  readonly text: string;
}

export interface Packets {
  readonly run: number;
  readonly n: number;
  /** No more than anybody would read. */
  readonly packets: readonly PacketView[];
  readonly packetsInAll: number;
}
