/**
 * Random stories: lines as transcripts have them, made of templates. In a template `$new` is a connection that has not
 * been there, and `$3` one of those that are open; some name a deed, like `$3 acknowledges`, that becomes the line that
 * fits. Which line a template becomes depends on nothing but the templates before it, so what fails can be replayed as
 * a transcript.
 */
import fc from 'fast-check';
import type { BrokerOptions, Engine } from '../../../machines/index.ts';
import { World } from '../world/world.ts';
import { Player } from './player.ts';

export class Story {
  readonly options: Partial<BrokerOptions>;
  readonly templates: readonly string[];

  constructor(options: Partial<BrokerOptions>, templates: readonly string[]) {
    this.options = options;
    this.templates = templates;
  }

  world(engine: Engine = 'compiled'): World {
    const world = new World(this.options, engine);
    // A store that is slow shows what is said too early.
    world.disk.isSlow = this.options.durable === true;
    return world;
  }

  /** The lines that it comes to, up to the one that fails. */
  lines(): readonly string[] {
    const player = new Player(this.world());
    try {
      for (const template of this.templates) player.play(template);
    } catch {
      // The line that failed is the last.
    }
    return player.lines;
  }

  [fc.toStringMethod](): string {
    const options = Object.entries(this.options).map(([name, value]) => `${name}=${value}`);
    const setting = options.length === 0 ? [] : [`options ${options.join(' ')}`, ''];
    const slow = this.options.durable === true ? ['store waits', ''] : [];
    return ['', ...setting, ...slow, ...this.lines(), ''].join('\n');
  }
}

function line(...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  const arbitraries = parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part));
  return fc.tuple(...arbitraries).map((words) => words.filter((word) => word !== '').join(' '));
}

function one(...choices: string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...choices);
}

const anyone = fc.nat(5).map((n) => `$${n}`);
const client = one('clientId=a', 'clientId=a', 'clientId=b', 'clientId=c');
const qos = one('qos=0', 'qos=1', 'qos=2');
const id = one('id=1', 'id=2', 'id=3');
const topic = one('a/b', 'a/c', 'a', 'b/c');
const filter = one('a/#', 'a/+', 'a/b', '#', 'gone/#', '+/c');

const cleanStart = one('cleanStart=0', 'cleanStart=0', 'cleanStart=1');
const keepAlive = one('', '', 'keepAlive=10');
const will = one('will=gone/$new', 'will=gone/$new willQos=1', 'will=gone/$new willRetain=1');

const connect3 = line(
  'connect $new',
  one('v=4', 'v=4', 'v=3'),
  client,
  cleanStart,
  keepAlive,
  fc.oneof(fc.constant(''), will),
);
const connect5 = line(
  'connect $new v=5',
  client,
  cleanStart,
  one('', 'expiry=1', 'expiry=60', 'expiry=60', 'expiry=4294967295'),
  keepAlive,
  one('', 'receiveMaximum=1', 'receiveMaximum=2'),
  fc.oneof(fc.constant(''), line(will, one('', 'willDelay=10', 'willDelay=60'))),
);
const subscribe = line(
  anyone,
  'SUBSCRIBE',
  filter,
  one('qos=0', 'qos=1', 'qos=2', 'qos=2'),
  one('', '', 'noLocal', 'retainHandling=1', 'retainAsPublished', 'identifier=7'),
);
const publish = line(
  anyone,
  'PUBLISH',
  topic,
  one('"x"', '"x"', '"x"', '""'),
  qos,
  id,
  one('', '', 'retain', 'dup', 'expiry=5'),
);

/** The templates by how often they should come. */
function templates(options: Partial<BrokerOptions>): fc.Arbitrary<string> {
  const { authentication = false, authorization = false, durable = false } = options;
  return fc.oneof(
    { weight: 4, arbitrary: connect3 },
    { weight: 5, arbitrary: connect5 },
    { weight: 4, arbitrary: subscribe },
    { weight: 1, arbitrary: line(anyone, 'UNSUBSCRIBE', filter) },
    { weight: 8, arbitrary: publish },
    { weight: 4, arbitrary: line('publish', topic, '"y"', qos, one('', 'retain')) },
    { weight: durable ? 15 : 7, arbitrary: acknowledge },
    { weight: 2, arbitrary: line(anyone, 'acknowledges what came before') },
    { weight: 3, arbitrary: line(anyone, 'releases') },
    { weight: 1, arbitrary: line(anyone, one('PUBACK', 'PUBREC', 'PUBREL', 'PUBCOMP'), id) },
    { weight: 2, arbitrary: line(anyone, one('PINGREQ', 'congested', 'writable', 'writable')) },
    { weight: 3, arbitrary: line(anyone, one('drop', 'drop', 'fail ECONNRESET', 'hang')) },
    {
      weight: 2,
      arbitrary: line(
        anyone,
        'DISCONNECT',
        one('', 'code=0x04', 'code=0x80'),
        one('', 'expiry=0', 'expiry=60'),
      ),
    },
    { weight: 1, arbitrary: line(anyone, one('malformed', 'CONNECT', 'AUTH', 'SUBACK')) },
    { weight: 5, arbitrary: line('advance', one('1ms', '1s', '10s', '15s', '60s', '1h')) },
    { weight: 1, arbitrary: line(one('kick', 'discard'), one('a', 'b')) },
    { weight: authentication ? 12 : 0, arbitrary: authenticate },
    { weight: authorization ? 15 : 0, arbitrary: authorize },
    { weight: durable ? 35 : 0, arbitrary: one('store completes') },
    { weight: durable ? 1 : 0, arbitrary: one('store fails') },
  );
}
const acknowledge = line(anyone, one('acknowledges', 'acknowledges late'));
const authenticate = one('authenticator accepts', 'authenticator accepts', 'authenticator refuses');
const authorize = one('authorizer yes', 'authorizer yes', 'authorizer no');

const settings: readonly Partial<BrokerOptions>[] = [
  {},
  {},
  { queueLengthMaximum: 2, receiveMaximum: 2, inflightMaximum: 2 },
  { qos0Queued: true, sessionExpiryMaximumSeconds: 60, keepAliveMaximumSeconds: 10 },
  { authentication: true, heldPacketsMaximum: 3 },
  { authorization: true, heldPacketsMaximum: 3 },
];

interface StoryOptions {
  /** With a store that answers when the story says so. */
  readonly durable?: boolean;
}

export function stories({ durable = false }: StoryOptions = {}) {
  // With a store everything takes an answer more.
  const linesMax = durable ? 150 : 60;

  return fc
    .constantFrom(...settings)
    .map((each) => (durable ? { ...each, durable } : each))
    .chain((options) =>
      fc
        .array(templates(options), { maxLength: linesMax, size: 'max' })
        .map((each) => new Story(options, each)),
    );
}
