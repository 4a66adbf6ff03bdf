// PROXY protocol, versions 1 and 2: the header by itself, and before MQTT, TLS and WebSocket.
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createBroker, type LifelineOptions } from '../../src/index.ts';
import { trustedSources } from '../../src/transport/proxy-front.ts';
import { readProxyHeader, V2_BYTES_MAXIMUM } from '../../src/transport/proxy-protocol.ts';
import { nextEvent, startBroker, TRANSPORTS } from './support.ts';

const SIGNATURE = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');
const CONNECT = Buffer.from('100e00044d5154540402000000026331', 'hex');
const CONNACK = Buffer.from([0x20, 2, 0, 0]);

function version1(line: string): Buffer {
  return Buffer.from(`${line}\r\n`, 'latin1');
}

function version2(command: number, family: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const fixed = Buffer.from([command, family, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([SIGNATURE, fixed, body]);
}

function ports(source: number, destination: number): Buffer {
  return Buffer.from([source >> 8, source & 0xff, destination >> 8, destination & 0xff]);
}

const IPV4 = Buffer.from([203, 0, 113, 7, 192, 0, 2, 1]);
const IPV6 = Buffer.from('20010db8000000000000000000000007'.repeat(2), 'hex');
/** A TLV of type PP2_TYPE_AUTHORITY, and one of type PP2_TYPE_NOOP. */
const TLVS = Buffer.from([0x02, 0, 3, 0x61, 0x62, 0x63, 0x04, 0, 2, 0, 0]);

const TCP4 = version1('PROXY TCP4 203.0.113.7 192.0.2.1 56324 1883');
const V2_TCP4 = version2(0x21, 0x11, IPV4, ports(56_324, 1_883), TLVS);
const V2_LOCAL = version2(0x20, 0x00, TLVS);

const GOOD: readonly (readonly [string, Buffer, string | undefined])[] = [
  ['TCP4', TCP4, '203.0.113.7:56324'],
  ['TCP6', version1('PROXY TCP6 2001:db8::7 2001:db8::1 1 1883'), '2001:db8::7:1'],
  ['UNKNOWN', version1('PROXY UNKNOWN'), undefined],
  ['UNKNOWN with addresses', version1('PROXY UNKNOWN ffff:f::1 ::1 65535 65535'), undefined],
  ['version 2, IPv4', version2(0x21, 0x11, IPV4, ports(56_324, 1_883)), '203.0.113.7:56324'],
  ['version 2, IPv4 and TLVs', V2_TCP4, '203.0.113.7:56324'],
  ['version 2, IPv6', version2(0x21, 0x21, IPV6, ports(1, 1_883)), '2001:db8::7:1'],
  ['version 2, Unix socket', version2(0x21, 0x31, Buffer.alloc(216)), undefined],
  ['version 2, unspecified', version2(0x21, 0x00), undefined],
  ['version 2, LOCAL', V2_LOCAL, undefined],
  ['version 2, LOCAL with addresses', version2(0x20, 0x11, IPV4, ports(1, 2)), undefined],
];

const BAD: readonly (readonly [string, Buffer])[] = [
  ['MQTT', CONNECT],
  ['a line that goes on', Buffer.alloc(107, 'PROXY TCP4 ')],
  ['a line without a family', version1('PROXY 1.2.3.4 1.2.3.4 1 2')],
  ['a family that does not fit', version1('PROXY TCP4 ::1 ::1 1 2')],
  ['a zone', version1('PROXY TCP6 fe80::1%eth0 ::1 1 2')],
  ['an address that is none', version1('PROXY TCP4 1.2.3.256 1.2.3.4 1 2')],
  ['a port that is none', version1('PROXY TCP4 1.2.3.4 1.2.3.4 65536 2')],
  ['a port with zeros', version1('PROXY TCP4 1.2.3.4 1.2.3.4 01 2')],
  ['a port too few', version1('PROXY TCP4 1.2.3.4 1.2.3.4 1')],
  ['two spaces', version1('PROXY  TCP4 1.2.3.4 1.2.3.4 1 2')],
  ['small letters', version1('proxy TCP4 1.2.3.4 1.2.3.4 1 2')],
  ['version 3', version2(0x31, 0x11, IPV4, ports(1, 2))],
  ['a command of the future', version2(0x22, 0x11, IPV4, ports(1, 2))],
  ['a family of the future', version2(0x21, 0x41, IPV4, ports(1, 2))],
  ['addresses cut off', version2(0x21, 0x11, IPV4)],
  ['too much', version2(0x21, 0x11, IPV4, ports(1, 2), Buffer.alloc(V2_BYTES_MAXIMUM))],
];

describe('a PROXY header', () => {
  it.each(GOOD)('%s is read, to its end and no further', (_, header, expected) => {
    const read = readProxyHeader(Buffer.concat([header, CONNECT]));
    expect(read?.bytes).toBe(header.length);
    const remote = read?.remote && `${read.remote.address}:${read.remote.port}`;
    expect(remote).toBe(expected);
  });

  it.each(GOOD)('%s is waited for until it is complete', (_, header) => {
    for (let length = 0; length < header.length; length++) {
      expect(readProxyHeader(header.subarray(0, length)), `${length} bytes`).toBeUndefined();
    }
  });

  it.each(BAD)('is not: %s', (_, bytes) => {
    expect(() => readProxyHeader(bytes)).toThrow(
      expect.objectContaining({ name: 'ProxyProtocolError' }),
    );
  });

  it('is read, waited for or refused, whatever comes, and never waited for without end', () => {
    const starts = [Buffer.alloc(0), Buffer.from('PROXY '), SIGNATURE, SIGNATURE.subarray(0, 5)];
    const bytes = fc.tuple(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }));
    fc.assert(
      fc.property(bytes, ([start, rest]) => {
        const all = Buffer.concat([start, rest]);
        try {
          const header = readProxyHeader(all);
          if (header !== undefined) expect(header.bytes).toBeLessThanOrEqual(all.length);
        } catch (error) {
          expect((error as Error).name).toBe('ProxyProtocolError');
        }
        // With the most that a header may have, it is decided.
        const most = Buffer.concat([all, Buffer.alloc(V2_BYTES_MAXIMUM)]);
        let isDecided = true;
        try {
          isDecided = readProxyHeader(most) !== undefined;
        } catch {}
        expect(isDecided).toBe(true);
      }),
    );
  });
});

describe('the addresses of proxies', () => {
  it('are single ones and networks', () => {
    const isProxy = trustedSources('10.0.0.7, 192.168.0.0/16,2001:db8::/32');
    expect(['10.0.0.7', '192.168.3.4', '::ffff:10.0.0.7', '2001:db8::1'].every(isProxy)).toBe(true);
    expect(['10.0.0.8', '192.169.0.1', '::1', '', '2001:db9::1'].some(isProxy)).toBe(false);
    expect(trustedSources('')('203.0.113.7')).toBe(true);
  });

  it.each(['localhost', '10.0.0.0/33', '10.0.0.0/', '::/129', '1.2.3.4/8/8', ',', '10.0.0/8'])(
    'are not %j',
    async (text) => {
      const broker = createBroker({ port: 0, proxyProtocol: ['tcp'], proxyProtocolFrom: text });
      await expect(broker.listen()).rejects.toThrow(/^--proxy-protocol-from has ".*", and has to/);
    },
  );
});

function dial(port: number): Socket {
  const socket = connectTcp({ port, host: '127.0.0.1', noDelay: true });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  return socket;
}

/** Orderly or by a reset, which comes when something was not read. */
function closed(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => socket.once('close', resolve));
}

/** Lines of the log that say that a connection was not accepted. */
function refusals() {
  const lines: string[] = [];
  let wake = () => {};
  const logger = pino(
    { level: 'warn' },
    {
      write: (line) => {
        lines.push(JSON.parse(line).reason);
        wake();
      },
    },
  );
  const next = () =>
    new Promise<string>((resolve) => {
      wake = () => resolve(lines.at(-1) ?? '');
      if (lines.length > 0) wake();
    });
  return { logger, next, told: () => lines };
}

function startBehindProxy(options: LifelineOptions = {}) {
  return startBroker({ proxyProtocol: TRANSPORTS, ...options });
}

describe('a listener behind a proxy', () => {
  it.each([
    ['version 1', TCP4, '203.0.113.7:56324'],
    ['version 2', V2_TCP4, '203.0.113.7:56324'],
    ['version 2 with IPv6', version2(0x21, 0x21, IPV6, ports(1, 2)), '[2001:db8::7]:1'],
  ])('knows the client by its own address, %s', async (_, header, remote) => {
    const { broker, ports: of } = await startBehindProxy();
    const opened = nextEvent(broker, 'connection.opened');
    const socket = dial(of.tcp);
    socket.write(Buffer.concat([header, CONNECT]));
    expect(await once(socket, 'data')).toEqual([CONNACK]);
    expect((await opened).origin).toEqual({ transport: 'tcp', remote });
  });

  it.each([
    ['version 1', TCP4],
    ['version 2', V2_TCP4],
  ])('reads a header that comes byte by byte, %s', async (_, header) => {
    const { ports: of } = await startBehindProxy();
    const socket = dial(of.tcp);
    for (const byte of Buffer.concat([header, CONNECT])) {
      await new Promise((resolve) => socket.write(Buffer.from([byte]), resolve));
    }
    expect(await once(socket, 'data')).toEqual([CONNACK]);
  });

  it('knows a proxy that speaks for itself by the address of the proxy', async () => {
    const { broker, ports: of } = await startBehindProxy();
    const opened = nextEvent(broker, 'connection.opened');
    const socket = dial(of.tcp);
    socket.write(Buffer.concat([V2_LOCAL, CONNECT]));
    expect(await once(socket, 'data')).toEqual([CONNACK]);
    expect((await opened).origin.remote).toBe(`127.0.0.1:${socket.localPort}`);
  });

  it('takes the header off before TLS', async () => {
    const { broker, ports: of } = await startBehindProxy();
    const opened = nextEvent(broker, 'connection.opened');
    const socket = dial(of.tls);
    socket.write(TCP4);
    const secure = connectTls({ socket, rejectUnauthorized: false });
    secure.write(CONNECT);
    expect(await once(secure, 'data')).toEqual([CONNACK]);
    expect((await opened).origin).toEqual({ transport: 'tls', remote: '203.0.113.7:56324' });
  });

  it.each(['ws', 'wss'] as const)('takes the header off before %s', async (transport) => {
    const { broker, ports: of } = await startBehindProxy();
    const opened = nextEvent(broker, 'connection.opened');
    const socket = dial(of[transport]);
    socket.write(V2_TCP4);
    const webSocket = new WebSocket(`${transport}://localhost:${of[transport]}`, 'mqtt', {
      createConnection: () =>
        transport === 'ws' ? socket : connectTls({ socket, rejectUnauthorized: false }),
    });
    onTestFinished(() => webSocket.terminate());
    await once(webSocket, 'open');
    webSocket.send(CONNECT);
    expect((await once(webSocket, 'message'))[0]).toEqual(CONNACK);
    expect((await opened).origin).toEqual({ transport, remote: '203.0.113.7:56324' });
  });

  it.each(BAD)('closes on %s, and says so', async (_, bytes) => {
    const { logger, next } = refusals();
    const { ports: of, broker } = await startBehindProxy({ logger });
    const socket = dial(of.tcp);
    socket.write(bytes);
    await closed(socket);
    expect(await next()).toMatch(/PROXY/);
    expect(broker.connectionCount).toBe(0);
  });

  it('closes on a header that does not come, and on one that ends half way', async () => {
    const { logger, next } = refusals();
    const { ports: of } = await startBehindProxy({ logger, connectTimeoutSeconds: 1 });
    const half = dial(of.tcp);
    half.end(V2_TCP4.subarray(0, 20));
    await closed(half);
    const silent = dial(of.tcp);
    await closed(silent);
    expect(await next()).toMatch(/^no PROXY protocol header in time, from 127\.0\.0\.1:\d+$/);
  });

  it('takes nobody but its proxies', async () => {
    const { logger, next } = refusals();
    const { ports: of } = await startBehindProxy({ logger, proxyProtocolFrom: '192.0.2.1' });
    const socket = dial(of.tcp);
    socket.write(Buffer.concat([TCP4, CONNECT]));
    await closed(socket);
    expect(await next()).toMatch(/^127\.0\.0\.1:\d+ is no proxy of ours$/);
  });

  it('tells of the same again and again once', async () => {
    const { logger, told } = refusals();
    const { ports: of, broker } = await startBehindProxy({
      logger,
      proxyProtocolFrom: '192.0.2.1',
    });
    for (let time = 0; time < 3; time++) await closed(dial(of.tcp));
    await broker.close();
    expect(told()).toEqual([
      expect.stringMatching(/is no proxy of ours$/),
      '127.0.0.1 is no proxy of ours',
    ]);
  });

  it('does not hold up the end of the broker', async () => {
    const { ports: of, broker } = await startBehindProxy();
    const socket = dial(of.tcp);
    await new Promise((resolve) => socket.write(TCP4.subarray(0, 9), resolve));
    const gone = closed(socket);
    await broker.close();
    await gone;
  });
});

describe('a listener that is not behind a proxy', () => {
  it('takes a PROXY header for what it is there: no MQTT', async () => {
    const { ports: of } = await startBroker({ proxyProtocol: ['tls'] });
    const socket = dial(of.tcp);
    socket.write(Buffer.concat([TCP4, CONNECT]));
    socket.resume();
    await closed(socket);
  });
});
