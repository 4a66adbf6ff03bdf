/** What of a run is exported. */
import type { Selection } from '../../sim/render/timeline/select.ts';
import type { Timeline } from '../../sim/render/timeline/types.ts';
import type { Opened } from '../protocol.ts';

export interface ExportSelection {
  /** Numbers of the first and the last record. */
  readonly from: number;
  readonly to: number;
  /** Client Identifiers; all where there are none. */
  readonly clientIds: readonly string[];
  /** With timers being set, requests to the store and orderly closes. */
  readonly isDetailed: boolean;
}

/** A run as exports see it. */
export interface Exported extends Pick<Opened, 'source' | 'name' | 'title' | 'about' | 'count'> {
  readonly timeline: Timeline;
  /** Of the trace, header first, without their ends. */
  readonly lines: readonly string[];
}

/** As the renderers have it. */
export function selectionOf({ from, to, clientIds, isDetailed }: ExportSelection): Selection {
  return {
    from: { kind: 'record', n: from, effect: undefined },
    upTo: { kind: 'record', n: to, effect: undefined },
    ...(clientIds.length > 0 && { clients: clientIds }),
    details: isDetailed,
  };
}

export function isAll({ from, to, clientIds }: ExportSelection, count: number): boolean {
  return from <= 1 && to >= count && clientIds.length === 0;
}
