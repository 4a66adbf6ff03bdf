/** Whether a broker is where it was: after everybody has left there is to be nothing that came with them. */
import type { Faults } from './faults.ts';
import type { Status } from './insight.ts';
import type { SoakOptions } from './options.ts';

const MB = 1_048_576;

/** Of each there is none when nobody is there. */
const COUNTS = ['connections', 'streams', 'sessions', 'filters', 'retained', 'timers'] as const;

/** What comes has to go. */
const PAIRS = [
  ['connection.opened', 'connection.closed'],
  ['client.connected', 'client.disconnected'],
  ['session.created', 'session.ended'],
] as const;

/** What has no business in a soak of conforming clients within all limits. */
const NEVER = [
  'client.refused',
  'subscription.refused',
  'publish.refused',
  'retained.refused',
  'message.dropped queueFull',
  'message.dropped expired',
  'message.dropped refusedByClient',
  'message.dropped packetTooLarge',
] as const;

export function isEmpty(status: Status): boolean {
  return COUNTS.every((name) => status[name] === 0);
}

export function checkEmpty(status: Status, faults: Faults): void {
  for (const name of COUNTS) {
    if (status[name] !== 0) faults.add('left behind', `${status[name]} ${name}`);
  }
  for (const [comes, goes] of PAIRS) {
    const [came, went] = [status.events[comes] ?? 0, status.events[goes] ?? 0];
    if (came !== went) faults.add('unbalanced', `${came} ${comes}, ${went} ${goes}`);
  }
  for (const name of NEVER) {
    const count = status.events[name] ?? 0;
    if (count > 0) faults.add('unexpected', `${count} ${name}`);
  }
}

export function checkReturned(
  before: Status,
  after: Status,
  tolerances: Pick<SoakOptions, 'toleranceMb' | 'residentToleranceMb'>,
  faults: Faults,
): void {
  const opened = (after.descriptors ?? 0) - (before.descriptors ?? 0);
  if (opened > 0) faults.add('left behind', `${opened} file descriptors`);
  for (const [name, key, tolerance] of [
    ['memory in use', 'heapBytes', tolerances.toleranceMb],
    ['resident memory', 'rssBytes', tolerances.residentToleranceMb],
  ] as const) {
    const grown = (after[key] - before[key]) / MB;
    if (grown > tolerance) {
      faults.add('memory', `${name} is ${grown.toFixed(1)} MB above the baseline`);
    }
  }
}

export function megabytes(bytes: number): string {
  return `${(bytes / MB).toFixed(1)} MB`;
}
