/**
 * The header that a proxy sends before anything of the client's (PROXY protocol of HAProxy, versions 1 and 2): whom it
 * speaks for. Only reads; proxy-front.ts has the sockets.
 *
 *     PROXY TCP4 203.0.113.7 192.0.2.1 56324 1883\r\n            version 1
 *     ␍␊␍␊␀␍␊QUIT␊ version+command family length addresses TLVs   version 2, in binary
 */
import { isIPv4, isIPv6 } from 'node:net';

/** What comes is no such header. */
export class ProxyProtocolError extends Error {
  override readonly name = 'ProxyProtocolError';
}

export interface ProxyHeader {
  /** Of the header; what is behind it is the client's. */
  readonly bytes: number;
  /** Undefined when the proxy speaks for itself, as in a health check, or does not know. */
  readonly remote: ProxiedAddress | undefined;
}

export interface ProxiedAddress {
  readonly address: string;
  readonly port: number;
}

/** CR LF included. */
const V1_BYTES_MAXIMUM = 107;
/** 65,551 would be allowed. Addresses take at most 216, and what proxies add to them a few hundred. */
export const V2_BYTES_MAXIMUM = 4_096;

const V1_START = Buffer.from('PROXY ', 'latin1');
const V2_START = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const V2_FIXED_BYTES = 16;
const V2_LOCAL = 0x20;
const V2_PROXY = 0x21;
/** Families: bytes of the addresses and ports that stand behind the fixed part. */
const V2_ADDRESS_BYTES: Readonly<Record<number, number>> = { 0: 0, 1: 12, 2: 36, 3: 216 };
const V2_INET = 1;
const V2_INET6 = 2;
const V2_STREAM = 1;
const V1_UNKNOWN = /^PROXY UNKNOWN(?: |$)/;
const V1_KNOWN = /^PROXY TCP([46]) (\S+) (\S+) (\d{1,5}) (\d{1,5})$/;
const PORT = /^(?:0|[1-9]\d*)$/;
const PORT_MAXIMUM = 65_535;

/**
 * Reads the header at the start of `bytes`; undefined when there have to be more of them.
 * @throws ProxyProtocolError as soon as it cannot become one.
 */
export function readProxyHeader(bytes: Buffer): ProxyHeader | undefined {
  if (bytes.length === 0) return undefined;
  if (startsLike(bytes, V2_START)) return readVersion2(bytes);
  if (startsLike(bytes, V1_START)) return readVersion1(bytes);
  throw new ProxyProtocolError('no PROXY protocol header came first');
}

/** As far as they go. */
function startsLike(bytes: Buffer, start: Buffer): boolean {
  const length = Math.min(bytes.length, start.length);
  return bytes.compare(start, 0, length, 0, length) === 0;
}

function readVersion1(bytes: Buffer): ProxyHeader | undefined {
  const end = bytes.subarray(0, V1_BYTES_MAXIMUM).indexOf('\r\n');
  if (end < 0) {
    if (bytes.length < V1_BYTES_MAXIMUM) return undefined;
    throw new ProxyProtocolError(`a PROXY line of more than ${V1_BYTES_MAXIMUM} bytes`);
  }
  const line = bytes.toString('latin1', 0, end);
  const header = { bytes: end + 2 };
  if (V1_UNKNOWN.test(line)) return { ...header, remote: undefined };
  const [, family, source = '', destination = '', ...ports] = V1_KNOWN.exec(line) ?? [];
  const isAddress = family === '4' ? isIPv4 : isIPv6;
  // A zone (fe80::1%eth0) is of no use on another machine, and text of the other side's choice.
  const isGood =
    family !== undefined &&
    [source, destination].every((address) => isAddress(address) && !address.includes('%')) &&
    ports.every((port) => PORT.test(port) && Number(port) <= PORT_MAXIMUM);
  if (!isGood) throw new ProxyProtocolError('a PROXY line that does not say TCP4, TCP6 or UNKNOWN');
  return { ...header, remote: { address: source, port: Number(ports[0]) } };
}

function readVersion2(bytes: Buffer): ProxyHeader | undefined {
  if (bytes.length < V2_FIXED_BYTES) return undefined;
  const command = bytes[V2_START.length] as number;
  if (command !== V2_LOCAL && command !== V2_PROXY) {
    throw new ProxyProtocolError(
      `a PROXY header with version and command 0x${command.toString(16)}`,
    );
  }
  const total = V2_FIXED_BYTES + bytes.readUInt16BE(14);
  if (total > V2_BYTES_MAXIMUM) {
    throw new ProxyProtocolError(`a PROXY header of ${total} bytes; at most ${V2_BYTES_MAXIMUM}`);
  }
  if (bytes.length < total) return undefined;
  const remote = command === V2_LOCAL ? undefined : readAddresses(bytes.subarray(13, total));
  return { bytes: total, remote };
}

/** Family and protocol, length, addresses; what is behind them (TLVs) is not needed here. */
function readAddresses(bytes: Buffer): ProxiedAddress | undefined {
  const family = (bytes[0] as number) >> 4;
  const protocol = (bytes[0] as number) & 0x0f;
  const needed = V2_ADDRESS_BYTES[family];
  const addresses = bytes.subarray(3);
  if (needed === undefined || addresses.length < needed) {
    throw new ProxyProtocolError('a PROXY header without the addresses of its family');
  }
  // Unix sockets have no address that would tell one client from another; datagrams carry no MQTT.
  if (protocol !== V2_STREAM) return undefined;
  if (family === V2_INET) {
    return { address: addresses.subarray(0, 4).join('.'), port: addresses.readUInt16BE(8) };
  }
  if (family === V2_INET6) {
    return { address: showIPv6(addresses), port: addresses.readUInt16BE(32) };
  }
  return undefined;
}

/** In the usual short form. */
function showIPv6(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    bytes.readUInt16BE(2 * index).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
