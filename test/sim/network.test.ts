import { describe, expect, test } from 'vitest';
import { type Chooser, first } from '../../sim/choose/chooser.ts';
import { encodeChoices } from '../../sim/choose/encode.ts';
import { Odometer } from '../../sim/choose/odometer.ts';
import { Recorder } from '../../sim/choose/recorder.ts';
import { Seeded } from '../../sim/choose/seeded.ts';
import type { Side } from '../../sim/network/link.ts';
import { Network } from '../../sim/network/network.ts';
import type { NetworkOutput } from '../../sim/network/outputs.ts';

const settings = { latencyMs: { min: 10, max: 10 }, congestedAtPackets: 64 };
const at = (nowMs: number, chooser: Chooser = first) => ({ nowMs, chooser });

/** What is told, in words: `broker: a`, `client closed ECONNRESET`. */
function say(output: NetworkOutput<string>): string {
  if (output.type === 'deliver') return `${output.to}: ${output.packet}`;
  if (output.type !== 'closed') return `${output.to} ${output.type}`;
  return output.error === undefined ? `${output.to} closed` : `${output.to} closed ${output.error}`;
}

/** Delivers all that is due until a time, in the order of its deadlines. */
function drain(network: Network<string>, untilMs = 1_000_000, chooser: Chooser = first): string[] {
  const said: string[] = [];
  let nowMs = 0;
  for (;;) {
    const nextMs = network.nextDeadlineMs();
    if (nextMs === undefined || nextMs > untilMs) return said;
    nowMs = Math.max(nowMs, nextMs);
    const due = network.due(nowMs);
    const names = due.map((key) => ({ label: `${key}` }));
    const key = due[chooser.choose('deliver', 'next', names)] as number;
    for (const output of network.deliver(key, at(nowMs, chooser))) {
      said.push(`${nowMs} ${say(output)}`);
    }
  }
}

function opened(overrides: Partial<typeof settings> = {}): Network<string> {
  const network = new Network<string>();
  network.open(1, { ...settings, ...overrides });
  return network;
}

function sendAll(network: Network<string>, from: Side, packets: string, nowMs = 0): string[] {
  return [...packets].flatMap((packet) => network.send(1, from, packet, at(nowMs)).map(say));
}

describe('a link', () => {
  test('delivers in order, each way, after its latency', () => {
    const network = opened();
    sendAll(network, 'client', 'ab');
    sendAll(network, 'broker', 'x', 5);
    expect(network.due(9)).toEqual([]);
    expect(network.due(10).map((key) => network.peek(key).packet)).toEqual(['a']);
    expect(network.due(15).length).toBe(2);
    expect(drain(network)).toEqual(['10 broker: a', '10 broker: b', '15 client: x']);
    expect(network.counts).toEqual({ sent: 3, delivered: 3, lost: 0 });
  });

  test('chooses its latencies, and never lets a packet overtake', () => {
    const arrivals = new Set<string>();
    const odometer = new Odometer();
    do {
      const network = opened({ latencyMs: { min: 1, max: 3 } });
      network.send(1, 'client', 'a', at(0, odometer));
      network.send(1, 'client', 'b', at(0, odometer));
      arrivals.add(drain(network).join(', '));
    } while (odometer.next());
    expect([...arrivals].toSorted()).toEqual([
      '1 broker: a, 1 broker: b',
      '1 broker: a, 2 broker: b',
      '1 broker: a, 3 broker: b',
      '2 broker: a, 2 broker: b',
      '2 broker: a, 3 broker: b',
      '3 broker: a, 3 broker: b',
    ]);
  });

  test('that is closed in order delivers what was sent both ways, and tells each side once', () => {
    const network = opened();
    sendAll(network, 'client', 'ab');
    network.close(1, 'broker', at(5));
    expect(sendAll(network, 'broker', 'late', 6)).toEqual([]);
    sendAll(network, 'client', 'c', 6);
    expect(drain(network)).toEqual([
      '10 broker: a',
      '10 broker: b',
      '15 client closed',
      '16 broker: c',
      '25 broker closed',
    ]);
    expect(network.links()).toEqual([]);
    expect(network.counts).toEqual({ sent: 7, delivered: 3, lost: 4 });
  });

  test('may be closed by both sides at once', () => {
    const network = opened();
    network.close(1, 'broker', at(0));
    network.close(1, 'client', at(0));
    network.close(1, 'client', at(1));
    expect(drain(network)).toEqual(['10 client closed', '10 broker closed']);
  });

  test('that is aborted ends at once for the side that asks, as an error for the other', () => {
    const network = opened();
    sendAll(network, 'client', 'a');
    sendAll(network, 'broker', 'x');
    const lossy = network.fork();
    network.abort(1, 'broker', at(5));
    expect(drain(network)).toEqual([
      '5 broker closed',
      '10 client: x',
      '15 client closed ECONNRESET',
    ]);
    lossy.abort(1, 'broker', at(5), 'lost');
    expect(drain(lossy)).toEqual(['5 broker closed', '15 client closed ECONNRESET']);
    expect(lossy.counts).toEqual({ sent: 2, delivered: 0, lost: 2 });
  });

  test('that is cut tells both at once, and what has arrived may still be read', () => {
    const network = opened();
    sendAll(network, 'client', 'a', 0);
    sendAll(network, 'client', 'b', 5);
    sendAll(network, 'broker', 'x', 5);
    const lossy = network.fork();
    network.cut(1, 10);
    expect(drain(network)).toEqual([
      '10 broker: a',
      '10 client closed ECONNRESET',
      '10 broker closed ECONNRESET',
    ]);
    lossy.cut(1, 10, 'lost');
    expect(drain(lossy).toSorted()).toEqual([
      '10 broker closed ECONNRESET',
      '10 client closed ECONNRESET',
    ]);
    expect(network.counts).toEqual({ sent: 3, delivered: 1, lost: 2 });
  });

  test('that is half-open loses all, and only an abort brings it to an end', () => {
    const network = opened({ congestedAtPackets: 4 });
    sendAll(network, 'client', 'a');
    network.halfOpen(1);
    expect(sendAll(network, 'client', 'bcd', 20)).toEqual(['client congested']);
    network.close(1, 'broker', at(30));
    expect(drain(network)).toEqual([]);
    network.abort(1, 'broker', at(40));
    expect(drain(network)).toEqual(['40 broker closed']);
    network.abort(1, 'client', at(50));
    expect(drain(network)).toEqual(['50 client closed']);
    expect(network.has(1)).toBe(false);
    expect(network.counts).toEqual({ sent: 4, delivered: 0, lost: 4 });
  });

  test('that is partitioned holds all back until it is healed', () => {
    const network = opened();
    sendAll(network, 'client', 'a');
    network.partition(1);
    sendAll(network, 'client', 'b', 5);
    network.close(1, 'client', at(6));
    expect(network.nextDeadlineMs()).toBeUndefined();
    network.heal(1, 100);
    expect(drain(network)).toEqual([
      '100 broker: a',
      '100 broker: b',
      '100 broker closed',
      '110 client closed',
    ]);
  });

  test('makes the sender wait for a reader that has stalled', () => {
    const network = opened({ congestedAtPackets: 4 });
    network.stall(1, 'client');
    expect(sendAll(network, 'broker', 'abc')).toEqual([]);
    expect(sendAll(network, 'broker', 'de')).toEqual(['broker congested']);
    sendAll(network, 'client', 'x');
    expect(drain(network)).toEqual(['10 broker: x']);
    network.unstall(1, 'client', 50);
    expect(drain(network)).toEqual([
      '50 client: a',
      '50 client: b',
      '50 client: c',
      '50 broker writable',
      '50 client: d',
      '50 client: e',
    ]);
  });

  test('that is cut while its reader has stalled is read first', () => {
    const network = opened();
    sendAll(network, 'broker', 'a');
    network.stall(1, 'client');
    network.cut(1, 20);
    expect(drain(network)).toEqual(['20 broker closed ECONNRESET']);
    network.unstall(1, 'client', 30);
    expect(drain(network)).toEqual(['30 client: a', '30 client closed ECONNRESET']);
  });

  test('refuses what is a mistake, and passes over links that are gone', () => {
    const network = opened();
    expect(() => network.open(1)).toThrow('link 1 is open');
    expect(() => network.open(2 ** 30)).toThrow(RangeError);
    expect(() => network.peek(3)).toThrow('link 1: nothing arrives at broker');
    sendAll(network, 'client', 'a');
    expect(() => network.deliver(3, at(9))).toThrow('not due at 9 ms');
    expect(() => network.snapshot(9, 0)).toThrow('no link 9');
    network.close(9, 'broker', at(0));
    network.cut(9, 0);
    expect(network.send(9, 'broker', 'x', at(0))).toEqual([]);
    expect(network.counts.lost).toBe(1);
  });

  test('looks the same at another time when it is the same relative to now', () => {
    const [early, late] = [opened(), opened()];
    sendAll(early, 'client', 'a', 0);
    sendAll(late, 'client', 'a', 500);
    expect(late.snapshot(1, 505)).toEqual(early.snapshot(1, 5));
    expect(late.snapshot(1, 506)).not.toEqual(early.snapshot(1, 5));
  });
});

test('a seed gives the same run of the network twice', () => {
  const run = () => {
    const recorder = new Recorder(new Seeded('network'));
    const network = opened({ latencyMs: { min: 0, max: 40 } });
    for (const nowMs of [0, 3, 8, 20]) {
      network.send(1, 'client', `c${nowMs}`, at(nowMs, recorder));
      network.send(1, 'broker', `b${nowMs}`, at(nowMs, recorder));
    }
    return [drain(network, 1_000, recorder), recorder.choices];
  };
  expect(run()).toEqual(run());
});

// As the numbers of a seed, what they come to may not change: links that people have kept would mean another run.
test('a seed gives the run that it has always given', () => {
  const recorder = new Recorder(new Seeded('golden'));
  const network = opened({ latencyMs: { min: 0, max: 40 } });
  for (const nowMs of [0, 5]) {
    network.send(1, 'client', `c${nowMs}`, at(nowMs, recorder));
    network.send(1, 'broker', `b${nowMs}`, at(nowMs, recorder));
  }
  expect(drain(network, 1_000, recorder)).toEqual([
    '5 client: b0',
    '10 client: b5',
    '21 broker: c0',
    '21 broker: c5',
  ]);
  expect(encodeChoices(recorder.indices)).toBe('8222');
});
