// Messages between clients that keep to the standard, over a network that does not keep anything.
import fc from 'fast-check';
import { describe } from 'vitest';
import type { BrokerOptions } from '../../machines/index.ts';
import { always } from '../support/properties/check.ts';
import { broken } from '../support/properties/rule.ts';
import type { Sightings } from '../support/properties/sightings.ts';
import { ConformingClient } from '../support/world/conforming-client.ts';
import { World } from '../support/world/world.ts';

const DEEDS = [
  'publishes QoS 0',
  'publishes QoS 1',
  'publishes QoS 2',
  'connects',
  'delivers to the broker',
  'delivers to the client',
  'drops',
  'forsakes',
  'is congested',
  'is writable',
] as const;
type Deed = (typeof DEEDS)[number];

type Step = { readonly who: 'publisher' | 'subscriber'; readonly deed: Deed } | 'store' | 'crash';

interface Setting {
  readonly version: 4 | 5;
  readonly receiveMaximum: number | undefined;
  readonly options: Partial<BrokerOptions>;
}

/** What happens, step by step, between one who publishes and one who has subscribed. */
class Schedule {
  readonly setting: Setting;
  readonly steps: readonly Step[];

  constructor(setting: Setting, steps: readonly Step[]) {
    this.setting = setting;
    this.steps = steps;
  }

  [fc.toStringMethod](): string {
    const lines = this.steps.map((step) =>
      typeof step === 'string' ? step : `${step.who} ${step.deed}`,
    );
    return ['', JSON.stringify(this.setting), ...lines, ''].join('\n');
  }
}

const deeds = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Deed>('publishes QoS 0', 'publishes QoS 1') },
  { weight: 3, arbitrary: fc.constantFrom<Deed>('publishes QoS 2') },
  { weight: 3, arbitrary: fc.constantFrom<Deed>('connects') },
  { weight: 14, arbitrary: fc.constantFrom<Deed>('delivers to the broker') },
  { weight: 14, arbitrary: fc.constantFrom<Deed>('delivers to the client') },
  { weight: 1, arbitrary: fc.constantFrom<Deed>('drops', 'forsakes') },
  { weight: 1, arbitrary: fc.constantFrom<Deed>('is congested', 'is writable') },
);

function schedules(durable: boolean): fc.Arbitrary<Schedule> {
  const setting = fc.record({
    version: fc.constantFrom<4 | 5>(4, 5),
    receiveMaximum: fc.constantFrom(undefined, 1, 2, 5),
    options: fc.constantFrom<Partial<BrokerOptions>>(
      { durable },
      { durable, receiveMaximum: 2 },
      { durable, inflightMaximum: 1 },
    ),
  });
  const who = fc.constantFrom<'publisher' | 'subscriber'>('publisher', 'subscriber');
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 40, arbitrary: fc.record({ who, deed: deeds }) },
    { weight: durable ? 20 : 0, arbitrary: fc.constant('store' as const) },
    { weight: durable ? 1 : 0, arbitrary: fc.constant('crash' as const) },
  );
  const steps = fc.array(step, { maxLength: 300, size: 'max' });
  return fc.tuple(setting, steps).map(([each, list]) => new Schedule(each, list));
}

class Play {
  readonly world: World;
  readonly publisher: ConformingClient;
  readonly subscriber: ConformingClient;
  readonly published: string[] = [];
  readonly #sightings: Sightings;

  constructor({ version, receiveMaximum, options }: Setting, sightings: Sightings) {
    this.world = new World(options);
    this.#sightings = sightings;
    this.publisher = new ConformingClient(this.world, {
      clientId: 'publisher',
      version,
      receiveMaximum: undefined,
      topicFilter: undefined,
    });
    this.subscriber = new ConformingClient(this.world, {
      clientId: 'subscriber',
      version,
      receiveMaximum,
      topicFilter: 't/#',
    });
    this.world.watchers.push({
      effect: ({ type, ...effect }) => {
        if (type !== 'transmit' || !('packet' in effect)) return;
        const { packet } = effect;
        if (packet.type === 'PUBLISH' && packet.dup) sightings.saw('PUBLISH sent again');
        if (packet.type === 'DISCONNECT') sightings.saw('takeover');
        const isBlamed = packet.type === 'DISCONNECT' && packet.reasonCode !== 0x8e;
        if (isBlamed) broken(`a conforming client was told ${packet.reasonCode}`);
      },
      input: (input) => {
        if (input.type !== 'received' || input.packet.type !== 'PUBLISH') return;
        if (input.packet.dup) sightings.saw('client sent PUBLISH again');
      },
    });
    // What comes before the subscription need not arrive, so that comes first.
    this.settle();
    this.world.disk.isSlow = options.durable === true;
  }

  do(step: Step): void {
    if (step === 'store') this.world.completeBatch(true);
    else if (step === 'crash') this.#crash();
    else this.#act(step.who === 'publisher' ? this.publisher : this.subscriber, step.deed);
  }

  /** Both reconnect, and everything is delivered. */
  settle(): void {
    this.world.disk.isSlow = false;
    while (this.world.disk.isBusy) this.world.completeBatch(true);
    const clients = [this.publisher, this.subscriber];
    for (const client of clients) client.congest('writable');
    for (let round = 0; round < 3_000; round++) {
      for (const client of clients) {
        client.connect();
        client.deliverToBroker();
        client.deliverToClient();
      }
      const { sessions } = this.world.broker.view();
      const owed = sessions.some(({ queue, outbound }) => queue.length + outbound.length > 0);
      if (!owed && clients.every(({ isIdle }) => isIdle)) return;
    }
    broken('it does not come to rest');
  }

  #crash(): void {
    this.#sightings.saw('crash');
    this.world.crash();
    this.world.disk.isSlow = true;
  }

  #act(client: ConformingClient, deed: Deed): void {
    switch (deed) {
      case 'publishes QoS 0':
      case 'publishes QoS 1':
      case 'publishes QoS 2': {
        const qos = Number(deed.at(-1)) as 0 | 1 | 2;
        const payload = `${qos}-${this.published.length}`;
        this.published.push(payload);
        this.publisher.publish(payload, qos, `t/${qos}`);
        break;
      }
      case 'connects':
        client.connect();
        break;
      case 'delivers to the broker':
        client.deliverToBroker();
        break;
      case 'delivers to the client':
        client.deliverToClient();
        break;
      case 'drops':
        client.drop();
        break;
      case 'forsakes':
        client.forsake();
        break;
      case 'is congested':
        client.congest('congested');
        break;
      case 'is writable':
        client.congest('writable');
        break;
    }
  }

  ofQos(payloads: readonly string[], qos: 0 | 1 | 2): string[] {
    return payloads.filter((payload) => payload.startsWith(`${qos}-`));
  }
}

function deliver({ setting, steps }: Schedule, sightings: Sightings): void {
  const play = new Play(setting, sightings);
  for (const step of steps) play.do(step);
  play.settle();

  const [published, got] = [play.published, play.subscriber.got];
  const exactly = play.ofQos(got, 2);
  if (exactly.join() !== play.ofQos(published, 2).join()) {
    broken(`QoS 2: published ${play.ofQos(published, 2)}, got ${exactly}`);
  }
  if (exactly.length > 0) sightings.saw('QoS 2 delivered');

  // Repeats are allowed; of each message the first copy counts for the order.
  const copies = play.ofQos(got, 1);
  const once = [...new Set(copies)];
  if (once.join() !== play.ofQos(published, 1).join()) {
    broken(`QoS 1: published ${play.ofQos(published, 1)}, got ${copies}`);
  }
  if (copies.length > once.length) sightings.saw('QoS 1 delivered twice');

  const atMost = play.ofQos(got, 0);
  if (new Set(atMost).size < atMost.length) broken(`QoS 0: got ${atMost}`);
  if (atMost.length < play.ofQos(published, 0).length) sightings.saw('QoS 0 lost');
}

const sometimes = [
  'PUBLISH sent again',
  'client sent PUBLISH again',
  'takeover',
  'QoS 2 delivered',
  'QoS 1 delivered twice',
  'QoS 0 lost',
];

describe('between clients that keep to the standard', () => {
  always(
    'QoS 2 is delivered once, QoS 1 at least once, each in order, over any network',
    schedules(false),
    deliver,
    { runs: 300, sometimes },
  );

  always(
    'nothing acknowledged is lost or doubled by a crash of the broker',
    schedules(true),
    deliver,
    { runs: 300, sometimes: ['crash', 'QoS 2 delivered', 'PUBLISH sent again'] },
  );
});
