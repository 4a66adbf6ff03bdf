/** Watching the running broker. */
import { hasBroker, isFollowing, live, openLive, pauseLive, toggleFollowing } from '../live.ts';
import { run } from '../state/run.ts';
import type { Command } from './command.ts';

const isLive = () => run.value?.source.kind === 'live';

export const WATCHING: readonly Command[] = [
  {
    id: 'live',
    title: 'Watch the running broker',
    group: 'Run',
    isEnabled: () => hasBroker() && ['off', 'paused'].includes(live.value.kind),
    run: openLive,
  },
  {
    id: 'live-pause',
    title: 'Stop watching, and keep what has come',
    group: 'Run',
    isEnabled: () => live.value.kind === 'open' || live.value.kind === 'connecting',
    run: pauseLive,
  },
  {
    id: 'follow',
    title: 'Follow the newest record, or stay here',
    group: 'Move',
    keys: ['f'],
    isEnabled: isLive,
    run: toggleFollowing,
  },
];

export function followTitle(): string {
  return isFollowing.value ? 'Stay at this record' : 'Follow the newest record';
}
