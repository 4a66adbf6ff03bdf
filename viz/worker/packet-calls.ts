/** Calls about the packets of a record: their fields, their properties and their bytes. */
import type { Flight } from '../../sim/render/timeline/types.ts';
import { packetView } from '../packet/packet-view.ts';
import type { Packets } from '../packet/protocol.ts';
import { runNumbered } from './runs.ts';

/** A PUBLISH to a thousand subscribers is one record; nobody reads them all. */
const SHOWN_MAXIMUM = 50;

export const packetCalls = {
  /** Those that came or went in a record, in order, each once. */
  packets({ run, n }: { readonly run: number; readonly n: number }): Packets {
    const { trace } = runNumbered(run);
    const flights = new Set<Flight>();
    for (const { what } of trace.eventsOf(n)) if (what.kind === 'packet') flights.add(what.flight);
    const shown = [...flights].slice(0, SHOWN_MAXIMUM);
    return { run, n, packets: shown.map(packetView), packetsInAll: flights.size };
  },
};
