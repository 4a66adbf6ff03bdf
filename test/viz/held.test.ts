/** A trace that begins while its broker is running: whom it already has stands on the ladder from the beginning. */
import { expect, test } from 'vitest';
import {
  Broker,
  type Connect,
  DEFAULT_OPTIONS,
  type Input,
  TraceWriter,
  traceHeader,
} from '../../machines/index.ts';
import { WireEncoder } from '../../sim/wire/encode.ts';
import { lanesOf } from '../../viz/ladder/lanes.ts';
import { rowsOf } from '../../viz/ladder/rows.ts';
import { OpenTrace } from '../../viz/worker/trace.ts';

const ROOM = { left: 92, right: 900 };
const options = DEFAULT_OPTIONS;

function connect(clientId: string): Connect {
  return {
    type: 'CONNECT',
    protocolVersion: 5,
    cleanStart: true,
    clientId,
    keepAliveSeconds: 0,
    userName: undefined,
    password: undefined,
    will: undefined,
    properties: { sessionExpiryInterval: 60 },
  };
}

/** A trace that begins when those clients are there; the last of them has left its session behind. */
function traceWith(clientIds: readonly string[]): OpenTrace {
  const broker = new Broker(options);
  const step = (input: Input) => broker.step(input);
  clientIds.forEach((clientId, at) => {
    const connection = at + 1;
    const origin = { transport: 'tcp', remote: '127.0.0.1:1' } as const;
    step({ type: 'opened', nowMs: 0, connection, origin, nonce: '' });
    step({ type: 'received', nowMs: 0, connection, packet: connect(clientId) });
  });
  step({ type: 'closed', nowMs: 0, connection: clientIds.length });
  const writer = new TraceWriter({ options, wireOf: new WireEncoder().wireOf });
  const header = traceHeader({
    source: 'broker',
    options,
    payloads: 'whole',
    messages: 'whole',
    clockMs: 0,
  });
  const begins: Input = { type: 'restored', nowMs: 0, image: broker.image(0), timers: [] };
  return new OpenTrace([JSON.stringify(header), writer.step(0, begins, [])]);
}

function headsOf(trace: OpenTrace, only?: Uint8Array): readonly string[] {
  const columns = trace.columns();
  return lanesOf(columns, rowsOf(columns, { only }), ROOM).heads.map(({ label }) => label);
}

test('connections and sessions that were there have lanes before anything happens to them', () => {
  expect(headsOf(traceWith(['sensor', 'heater', 'gone']))).toEqual([
    'sensor',
    'heater',
    'broker',
    'gone',
  ]);
});

test('a filter that leaves nothing of them leaves no lane either', () => {
  expect(headsOf(traceWith(['sensor', 'heater']), new Uint8Array(1))).toEqual(['broker']);
});

test('lanes are not given to more than can be told apart', () => {
  const many = Array.from({ length: 25 }, (_, at) => `device-${at}`);
  expect(headsOf(traceWith(many))).toEqual(['broker']);
  expect(headsOf(traceWith(many.slice(1)))).toHaveLength(25);
});
