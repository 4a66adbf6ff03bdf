/**
 * What the broker says about itself: retained messages under $SYS/broker, under mosquitto's names, so that dashboards
 * made for mosquitto find them. A topic is published when its value has changed.
 *
 * Only subscriptions that begin with $SYS get them, by the general rule for topics that begin with `$` (4.7.2).
 */
import type { Clock } from '../clock.ts';
import type { LifelineCounts } from '../counts.ts';
import { LOAD_WINDOWS, Load } from './load.ts';

/** The root of what the broker says about itself. */
const SYS_ROOT = '$SYS';

export interface SysTopicsParts {
  readonly clock: Clock;
  readonly intervalSeconds: number;
  readonly version: string;
  readonly counts: () => LifelineCounts;
  /** Retains a text. */
  readonly publish: (topicName: string, text: string) => void;
}

type Totals = Readonly<Record<string, number>>;

export class SysTopics {
  readonly #parts: SysTopicsParts;
  readonly #startedAtMs: number;
  readonly #published = new Map<string, string>();
  readonly #loads = new Map<string, Load>();
  #lastMs: number;
  #timer: unknown;

  constructor(parts: SysTopicsParts) {
    this.#parts = parts;
    this.#startedAtMs = parts.clock.nowMs();
    this.#lastMs = this.#startedAtMs;
  }

  /** Publishes now, and from now on at each interval. */
  start(): void {
    const { clock, intervalSeconds } = this.#parts;
    this.#publishAll();
    this.#timer = clock.schedule(intervalSeconds * 1_000, () => this.start());
  }

  stop(): void {
    if (this.#timer !== undefined) this.#parts.clock.cancel(this.#timer);
  }

  #publishAll(): void {
    const { clock, version } = this.#parts;
    const nowMs = clock.nowMs();
    this.#say('version', `lifeline version ${version}`);
    this.#say('uptime', `${Math.floor((nowMs - this.#startedAtMs) / 1_000)} seconds`);
    const counts = this.#parts.counts();
    const totals = totalsOf(counts);
    for (const [name, value] of Object.entries({ ...this.#present(counts), ...totals })) {
      this.#say(name, String(value));
    }
    this.#publishLoads(counts.traffic.connections, totals, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
  }

  /** What there is now. */
  #present(counts: LifelineCounts): Totals {
    const { clients, clientsMaximum, sessions, subscriptions, filters, retained } = counts;
    // A client whose session is about to begin is connected already.
    const away = Math.max(0, sessions - clients);
    return {
      'clients/total': sessions,
      'clients/connected': clients,
      'clients/active': clients,
      'clients/disconnected': away,
      'clients/inactive': away,
      'clients/maximum': clientsMaximum,
      'subscriptions/count': subscriptions,
      'filters/count': filters,
      'retained messages/count': retained,
      'queued messages/count': counts.queuedMessages,
      'queued messages/bytes': counts.queuedBytes,
    };
  }

  #publishLoads(connections: number, totals: Totals, elapsedMs: number): void {
    const rows: readonly (readonly [name: string, total: number | undefined])[] = [
      ['sockets', connections],
      ['bytes/received', totals['bytes/received']],
      ['bytes/sent', totals['bytes/sent']],
      ['messages/received', totals['messages/received']],
      ['messages/sent', totals['messages/sent']],
      ['publish/received', totals['publish/messages/received']],
      ['publish/sent', totals['publish/messages/sent']],
      ['publish/dropped', totals['publish/messages/dropped']],
    ];
    for (const [name, total = 0] of rows) {
      const load = this.#loads.get(name) ?? new Load();
      this.#loads.set(name, load);
      load.update(total, elapsedMs);
      for (const [index, window] of LOAD_WINDOWS.entries()) {
        this.#say(`load/${name}/${window.name}`, (load.averages[index] ?? 0).toFixed(2));
      }
    }
  }

  #say(name: string, text: string): void {
    if (this.#published.get(name) === text) return;
    this.#published.set(name, text);
    this.#parts.publish(`${SYS_ROOT}/broker/${name}`, text);
  }
}

/** What has been since the start. */
function totalsOf({ traffic, dropped, refused, sessionsExpired }: LifelineCounts): Totals {
  const byCause = Object.entries(dropped);
  return {
    'clients/expired': sessionsExpired,
    'clients/refused': refused.connects,
    'sockets/cut': traffic.connectionsCut,
    'bytes/received': traffic.bytesReceived,
    'bytes/sent': traffic.bytesSent,
    'messages/received': traffic.packetsReceived,
    'messages/sent': traffic.packetsSent,
    'publish/messages/received': traffic.publishReceived,
    'publish/messages/sent': traffic.publishSent,
    'publish/messages/refused': refused.publishes,
    'subscriptions/refused': refused.subscriptions,
    'retained messages/refused': refused.retained,
    'publish/messages/dropped': byCause.reduce((sum, [, count]) => sum + count, 0),
    ...Object.fromEntries(
      byCause.map(([cause, count]) => [`publish/messages/dropped/${cause}`, count]),
    ),
  };
}
