// What a simulated client does, step by step: each test is one rule of the client's half of the standard.
import { describe, expect, test } from 'vitest';
import { ChartError } from '../../machines/engine/chart.ts';
import type { Packet } from '../../machines/packets.ts';
import { connack, Puppet, sent } from './client-puppet.ts';

const KEPT = { sessionExpiryIntervalSeconds: 3_600 };

describe('the way to a connection', () => {
  test('CONNECT is the first packet, and a client without CONNACK sends nothing of its own', () => {
    const puppet = new Puppet();
    puppet.publish(1, 1);
    expect(puppet.command({ type: 'connect' })).toEqual([
      '= opening',
      'open',
      'set openTimeout 10000',
    ]);
    expect(puppet.network('opened')).toEqual([
      '= awaitingConnack',
      'clear openTimeout',
      'send CONNECT',
      'set connackTimeout 10000',
    ]);
    expect(puppet.publish(2, 1)).toEqual([]);
    expect(sent(puppet.receive(connack()))).toEqual(['PUBLISH 1 q1', 'PUBLISH 2 q1']);
  });

  test('a client that gets no CONNACK in time closes and tries again, longer each time', () => {
    const puppet = new Puppet({ backoffMs: [10, 20] });
    for (const delayMs of [10, 20, 20]) {
      if (puppet.phase === 'disconnected') puppet.command({ type: 'connect' });
      puppet.network('opened');
      const gaveUp = puppet.timer('connackTimeout');
      expect(gaveUp).toContain('abort');
      expect(gaveUp).toContain(`set backoff ${delayMs}`);
      puppet.timer('backoff');
    }
    puppet.network('opened');
    puppet.receive(connack());
    expect(puppet.network('failed')).toContain('set backoff 10');
  });

  test('a refused client closes', () => {
    const puppet = new Puppet({ reconnect: 'never' });
    expect(puppet.connect({ reasonCode: 0x87 })).toContain('close');
    expect(puppet.client.view()).toMatchObject({
      phase: 'disconnected',
      end: { cause: 'refused', reasonCode: 0x87 },
    });
  });

  test('an Assigned Client Identifier is taken over, and used from then on', () => {
    const puppet = new Puppet({ clientId: '', ...KEPT });
    puppet.connect({ properties: { assignedClientIdentifier: 'x' } });
    puppet.network('closed');
    puppet.timer('backoff');
    const [connect] = puppet.client.step({ type: 'opened', connection: 2 }).flatMap((output) => {
      return output.type === 'send' && output.packet.type === 'CONNECT' ? [output.packet] : [];
    });
    expect(connect?.clientId).toBe('x');
  });

  test('each AUTH of the broker is answered, and CONNACK has to name the same method', () => {
    const puppet = new Puppet({ authenticationMethod: 'm' });
    puppet.command({ type: 'connect' });
    puppet.network('opened');
    const auth: Packet = {
      type: 'AUTH',
      reasonCode: 0x18,
      properties: { authenticationMethod: 'm' },
    };
    expect(sent(puppet.receive(auth))).toEqual(['AUTH 0x18']);
    expect(sent(puppet.receive(connack()))).toEqual(['DISCONNECT 0x82']);
    puppet.network('closed');
    expect(puppet.client.view().end.cause).toBe('protocolViolation');
  });

  test('the network closes what was given up, and nobody minds', () => {
    const puppet = new Puppet();
    puppet.connect();
    puppet.command({ type: 'drop' });
    expect(puppet.step({ type: 'closed', connection: 1 })).toEqual([]);
    const packet: Packet = { type: 'PINGRESP' };
    expect(puppet.step({ type: 'received', connection: 1, packet })).toEqual([]);
    expect(puppet.phase).toBe('waiting');
  });
});

describe('the session', () => {
  test('of 5.0 without an interval ends with the connection', () => {
    const puppet = new Puppet();
    puppet.connect();
    puppet.publish(1, 1);
    expect(puppet.network('closed')).toContain('abandoned PUBLISH 1');
    expect(puppet.client.view().session).toBeUndefined();
  });

  test('goes on with what was not acknowledged, in order and with DUP', () => {
    const puppet = new Puppet(KEPT);
    puppet.connect();
    for (const [number, qos] of [
      [1, 2],
      [2, 1],
      [3, 2],
    ] as const)
      puppet.publish(number, qos);
    expect(sent(puppet.ack('PUBREC', 1))).toEqual(['PUBREL 1']);
    expect(puppet.network('failed')).not.toContain('abandoned PUBLISH 1');
    puppet.timer('backoff');
    puppet.network('opened');
    expect(sent(puppet.receive(connack({ sessionPresent: true })))).toEqual([
      'PUBLISH 2 q1 dup',
      'PUBLISH 3 q2 dup',
      'PUBREL 1',
    ]);
  });

  test('that the broker has lost is given up', () => {
    const puppet = new Puppet(KEPT);
    puppet.connect();
    puppet.publish(1, 2);
    puppet.network('failed');
    const connected = puppet.connect({ sessionPresent: false });
    expect(connected).toContain('abandoned PUBLISH 1');
    expect(sent(connected)).toEqual([]);
    expect(puppet.client.view().session).toEqual({ unacknowledged: [], inbound: [] });
  });

  test('that only the broker has makes the client close, and ask for a clean start', () => {
    const puppet = new Puppet(KEPT);
    expect(puppet.connect({ sessionPresent: true })).toContain('close');
    puppet.timer('backoff');
    expect(sent(puppet.network('opened'))).toEqual(['CONNECT clean']);
    puppet.receive(connack());
    puppet.network('failed');
    puppet.timer('backoff');
    expect(sent(puppet.network('opened'))).toEqual(['CONNECT']);
  });

  test('of 3.1.1 that only the broker has takes a connection of its own to get rid of', () => {
    const puppet = new Puppet({ version: 4 });
    puppet.connect({ sessionPresent: true, properties: undefined });
    puppet.timer('backoff');
    expect(sent(puppet.network('opened'))).toEqual(['CONNECT clean']);
    expect(puppet.receive(connack({ properties: undefined }))).toContain('send DISCONNECT');
    expect(puppet.network('closed')).toContain('open');
    expect(sent(puppet.network('opened'))).toEqual(['CONNECT']);
  });

  test('is forgotten when a CONNECT with Clean Start is sent, whatever becomes of that', () => {
    const puppet = new Puppet(KEPT);
    puppet.connect();
    puppet.publish(1, 2);
    puppet.command({ type: 'drop' });
    puppet.command({ type: 'connect', cleanStart: true });
    expect(puppet.network('opened')).toContain('abandoned PUBLISH 1');
    puppet.command({ type: 'drop' });
    expect(puppet.connect({ sessionPresent: true })).toContain('close');
  });

  test('has an interval that DISCONNECT may change, but not raise from 0', () => {
    const puppet = new Puppet(KEPT);
    puppet.connect();
    puppet.publish(1, 1);
    puppet.command({ type: 'disconnect', sessionExpiryIntervalSeconds: 0 });
    expect(puppet.client.view().session).toBeDefined();
    expect(puppet.network('closed')).toContain('abandoned PUBLISH 1');
    const short = new Puppet();
    short.connect();
    const raise = { type: 'disconnect', sessionExpiryIntervalSeconds: 1 } as const;
    expect(short.command(raise)).toEqual(['refused disconnect']);
  });
});

describe('messages', () => {
  test('keep to the Receive Maximum of the broker; requests do not wait for it', () => {
    const puppet = new Puppet();
    puppet.connect({ properties: { receiveMaximum: 1 } });
    expect(sent(puppet.publish(1, 2))).toEqual(['PUBLISH 1 q2']);
    expect(sent(puppet.publish(2, 1))).toEqual([]);
    expect(sent(puppet.command({ type: 'unsubscribe', topicFilters: ['a'] }))).toEqual([
      'UNSUBSCRIBE 2',
    ]);
    puppet.ack('PUBREC', 1);
    expect(sent(puppet.ack('PUBCOMP', 1))).toEqual(['PUBLISH 3 q1']);
  });

  test('that the broker cannot take are refused', () => {
    const puppet = new Puppet();
    puppet.connect({ properties: { maximumQos: 1, retainAvailable: false } });
    expect(puppet.publish(1, 2)).toEqual(['refused publish']);
    expect(puppet.publish(1, 0, { retain: true })).toEqual(['refused publish']);
    expect(puppet.publish(1, 0, { topicName: 'a/#' })).toEqual(['refused publish']);
    expect(sent(puppet.publish(1, 1))).toEqual(['PUBLISH 1 q1']);
  });

  test('of QoS 2 reach the program once, until PUBREL makes the identifier new', () => {
    const puppet = new Puppet();
    puppet.connect();
    expect(puppet.receivePublish(2, 7)).toEqual(['received 7', 'send PUBREC 7']);
    expect(puppet.receivePublish(2, 7, true)).toEqual(['send PUBREC 7']);
    expect(puppet.client.view().session?.inbound).toEqual([7]);
    expect(puppet.ack('PUBREL', 7)).toEqual(['send PUBCOMP 7']);
    expect(puppet.ack('PUBREL', 7)).toEqual(['send PUBCOMP 7 0x92']);
    expect(puppet.receivePublish(2, 7)).toContain('received 7');
  });

  test('are acknowledged in the order of arrival when the script says so', () => {
    const puppet = new Puppet({ autoAcknowledge: false });
    puppet.connect();
    expect(puppet.receivePublish(1, 5)).toEqual(['received 5']);
    puppet.receivePublish(2, 6);
    puppet.receivePublish(1, 7);
    expect(puppet.command({ type: 'acknowledge' })).toEqual(['send PUBACK 5']);
    const rest = puppet.command({ type: 'acknowledge', count: 9 });
    expect(rest).toEqual(['send PUBREC 6', 'send PUBACK 7']);
  });

  test('beyond our Receive Maximum are a violation', () => {
    const puppet = new Puppet({ receiveMaximum: 1, reconnect: 'never' });
    puppet.connect();
    puppet.receivePublish(2, 1);
    expect(sent(puppet.receivePublish(2, 2))).toEqual(['DISCONNECT 0x93']);
  });

  test('requests without an answer are given up with their connection, and their identifiers are free', () => {
    const puppet = new Puppet(KEPT);
    puppet.connect();
    puppet.command({ type: 'unsubscribe', topicFilters: ['a'] });
    expect(puppet.network('closed')).toContain('abandoned UNSUBSCRIBE 1');
    expect(puppet.client.view().unanswered).toEqual([]);
    puppet.connect({ sessionPresent: true });
    const packet: Packet = { type: 'UNSUBACK', packetId: 1, reasonCodes: [0] };
    expect(sent(puppet.receive(packet))).toEqual(['DISCONNECT 0x82']);
  });
});

describe('the end of a connection', () => {
  test('DISCONNECT is the last packet, and the network is closed after it', () => {
    const puppet = new Puppet();
    puppet.connect();
    expect(puppet.command({ type: 'disconnect' })).toEqual([
      '= disconnecting',
      'send DISCONNECT',
      'close',
      'set closeTimeout 5000',
    ]);
    expect(puppet.receivePublish(1, 1)).toEqual([]);
    expect(puppet.publish(1, 1)).toEqual([]);
    expect(puppet.command({ type: 'send', packet: { type: 'PINGREQ' } })).toEqual([]);
    expect(puppet.network('closed')).toEqual(['= disconnected', 'clear closeTimeout']);
  });

  test('a client need not wait for the old connection to close before it connects again', () => {
    const puppet = new Puppet(KEPT);
    puppet.connect();
    puppet.command({ type: 'disconnect' });
    const again = puppet.command({ type: 'connect' });
    expect(again).toEqual(['= opening', 'clear closeTimeout', 'open', 'set openTimeout 10000']);
    expect(puppet.step({ type: 'closed', connection: 1 })).toEqual([]);
    expect(puppet.step({ type: 'opened', connection: 2 })).toContain('send CONNECT');
  });

  test.each([
    ['always', 'waiting'],
    ['never', 'disconnected'],
    ['unlessTakenOver', 'disconnected'],
  ] as const)('a client that is taken over, with policy %s, is %s', (reconnect, phase) => {
    const puppet = new Puppet({ reconnect });
    puppet.connect();
    expect(puppet.receive({ type: 'DISCONNECT', reasonCode: 0x8e })).toContain('close');
    expect(puppet.phase).toBe(phase);
  });

  test('in 3.1.1 the broker has no DISCONNECT, and the client no words for what is wrong', () => {
    const puppet = new Puppet({ version: 4 });
    puppet.connect({ properties: undefined });
    const left = puppet.receive({ type: 'DISCONNECT', reasonCode: 0 });
    expect(left).toContain('close');
    expect(sent(left)).toEqual([]);
  });

  test('a stopped client is no more', () => {
    const puppet = new Puppet();
    puppet.connect();
    expect(puppet.command({ type: 'stop' })).toContain('send DISCONNECT');
    expect(puppet.network('closed')).toContain('= ended');
    expect(puppet.command({ type: 'connect' })).toEqual([]);
  });
});

describe('keep alive', () => {
  test('PINGREQ breaks the silence; what the broker sends does not count', () => {
    const puppet = new Puppet({ keepAliveSeconds: 10 });
    expect(puppet.connect()).toContain('set keepAlive 10000');
    expect(puppet.publish(1, 0)).toContain('set keepAlive 10000');
    expect(puppet.receivePublish(0, 0)).toEqual(['received 0']);
    const pinged = ['send PINGREQ', 'set keepAlive 10000', 'set pingrespTimeout 5000'];
    expect(puppet.timer('keepAlive')).toEqual(pinged);
    expect(puppet.receive({ type: 'PINGRESP' })).toEqual(['clear pingrespTimeout']);
    puppet.timer('keepAlive');
    expect(puppet.timer('pingrespTimeout')).toContain('abort');
    expect(puppet.client.view().end.cause).toBe('pingrespTimeout');
  });

  test('a Server Keep Alive stands in the place of ours', () => {
    const puppet = new Puppet({ keepAliveSeconds: 10 });
    const connected = puppet.connect({ properties: { serverKeepAlive: 3 } });
    expect(connected).toContain('set keepAlive 3000');
  });
});

describe('a fork', () => {
  test('goes its own way, and neither twin sees what the other does', () => {
    const puppet = new Puppet(KEPT);
    puppet.connect();
    puppet.publish(1, 2);
    const before = puppet.client.view();
    const twin = new Puppet({}, puppet.client.fork());
    expect(twin.client.view()).toEqual(before);
    twin.ack('PUBREC', 1);
    twin.receivePublish(2, 9);
    expect(puppet.client.view()).toEqual(before);
    puppet.publish(2, 1);
    expect(twin.client.view().session).toMatchObject({
      unacknowledged: [{ packetId: 1, stage: 'awaitingPubcomp' }],
      inbound: [9],
    });
  });
});

describe('a client that does not conform', () => {
  test('sends what its script says, whether it has a connection that allows it or not', () => {
    const puppet = new Puppet({ raw: true });
    const send = { type: 'send', packet: { type: 'PINGREQ' } } as const;
    expect(puppet.command(send)).toEqual([]);
    expect(puppet.command({ type: 'connect' })).toEqual(['= opening', 'open']);
    expect(puppet.network('opened')).toEqual(['= open']);
    expect(puppet.command(send)).toEqual(['send PINGREQ']);
    expect(puppet.receivePublish(1, 1)).toEqual([]);
    expect(puppet.command({ type: 'acknowledge' })).toEqual(['refused acknowledge']);
    expect(puppet.command({ type: 'drop' })).toEqual(['= disconnected', 'abort']);
  });

  test('may also be one that conforms but for a packet in between', () => {
    const puppet = new Puppet();
    puppet.connect();
    const packet: Packet = { type: 'PUBREL', packetId: 3, reasonCode: 0 };
    expect(puppet.command({ type: 'send', packet })).toEqual(['send PUBREL 3']);
  });

  test('a world that opens a connection twice is told so', () => {
    const puppet = new Puppet();
    puppet.connect();
    expect(() => puppet.network('opened')).toThrow(ChartError);
  });
});
