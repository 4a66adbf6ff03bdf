// The event model: who is who, which ends belong to one packet, and what lasts how long.
import { describe, expect, test } from 'vitest';
import { DEFAULT_OPTIONS, type Input } from '../../../machines/index.ts';
import type { Note, TraceRecord } from '../../../machines/trace/format.ts';
import { TraceWriter, traceHeader } from '../../../machines/trace/trace-writer.ts';
import { renderSvg } from '../../../sim/render/svg/svg.ts';
import { renderText } from '../../../sim/render/text/text.ts';
import { RecordReader } from '../../../sim/render/timeline/record-reader.ts';
import { timeline } from '../../../sim/render/timeline/timeline.ts';
import { WireEncoder } from '../../../sim/wire/encode.ts';
import { firstConnect, lostPubrec, takeover } from './stories.ts';
import { connect, publish, Story, subscribe } from './story.ts';

describe('lifelines', () => {
  test('a connection without CONNECT goes by its number', () => {
    const { lifelines, connections } = new Story().open(7).until(10_000).timeline;
    expect(lifelines.map(({ label }) => label)).toEqual(['broker', 'connection 7']);
    expect(connections.map(({ name }) => name)).toEqual(['connection 7']);
  });

  test('a client has one lifeline, however often it connects, and what came before CONNECT is on it', () => {
    const { lifelines, events } = takeover().timeline;
    expect(lifelines.map(({ label }) => label)).toEqual(['broker', 'watcher', 'sensor']);
    const sensor = lifelines[2];
    expect(sensor?.connections.map(({ name, lane }) => [name, lane])).toEqual([
      ['c2.1', 0],
      ['c2.2', 1],
    ]);
    for (const { client } of events) expect([undefined, ...lifelines]).toContain(client);
  });

  test('a client without a Client Identifier is known by the one that the broker gives it', () => {
    const { lifelines } = new Story().open(1).send(1, connect('', { cleanStart: true })).timeline;
    expect(lifelines).toHaveLength(2);
    expect(lifelines[1]?.id).toMatch(/^client .+/);
  });

  test('simulated clients that share a Client Identifier lend their names to their connections', () => {
    const story = new Story(5).open(1).send(1, connect('twin'), 'a').until(20);
    const { lifelines } = story.open(2).send(2, connect('twin'), 'b').until(40).timeline;
    expect(lifelines.map(({ label }) => label)).toEqual(['broker', 'twin']);
    expect(lifelines[1]?.connections.map(({ name }) => name)).toEqual(['a.1', 'b.1']);
  });
});

describe('packets', () => {
  test('both ends of a packet are one flight, with its latency', () => {
    const { events } = lostPubrec().timeline;
    const ends = events.flatMap(({ what }) => (what.kind === 'packet' ? [what] : []));
    const arrived = ends.filter(({ end }) => end === 'received');
    expect(arrived.length).toBeGreaterThan(8);
    for (const { flight } of arrived) {
      expect((flight.received?.timeMs ?? 0) - flight.sent.timeMs).toBe(20);
    }
    const lost = ends.filter(({ flight }) => flight.lost !== undefined);
    expect(lost.map(({ flight }) => flight.packet.type)).toEqual(['PUBREC']);
  });

  test('a client that acts on a packet has it, although nobody noted its arrival', () => {
    const { header, records } = new Story().open(1).send(1, connect('quiet'));
    const step = records.at(-1) as Extract<TraceRecord, { in: unknown }>;
    const at = step.out.findIndex(({ type }) => type === 'transmit');
    const note: Note = { actor: 'client c1', kind: 'state', connection: 1, state: 'connected' };
    const acts = { n: records.length + 1, t: 9, by: `${step.n}.${at + 1}`, note };
    const { events } = timeline([...records, acts], { ...header, source: 'simulator' });
    const connack = events.flatMap(({ what }) =>
      what.kind === 'packet' && what.flight.packet.type === 'CONNACK' ? [what.flight] : [],
    )[0];
    expect(connack?.received?.timeMs).toBe(9);
  });
});

describe('spans', () => {
  test('a session is online and offline in turn, until it expires', () => {
    const { sessions } = takeover().timeline;
    const sensor = sessions.find(({ lifeline }) => lifeline.label === 'sensor');
    expect(sensor?.phases.map(({ state }) => state)).toEqual([
      'online',
      'offline',
      'online',
      'offline',
    ]);
    expect(sensor?.endCause).toBe('expired');
    expect(sensor?.to?.timeMs).toBe(132_000);
  });

  test('a QoS 2 exchange lasts from the first PUBLISH to PUBCOMP, across connections', () => {
    const { exchanges } = lostPubrec().timeline;
    expect(exchanges).toHaveLength(1);
    const [{ from, to, repeated } = {}] = exchanges;
    expect([from?.timeMs, to?.timeMs, repeated]).toEqual([60, 2_225, true]);
  });

  test('a QoS 1 exchange of either side ends with PUBACK', () => {
    const { exchanges } = firstConnect().timeline;
    expect(exchanges.map(({ sender, to }) => [sender, to?.timeMs])).toEqual([
      ['client', 47],
      ['broker', 52],
    ]);
  });

  test('a delayed will is waited for', () => {
    const { wills } = takeover().timeline;
    expect(wills.map(({ from, to, outcome }) => [from.timeMs, to?.timeMs, outcome])).toEqual([
      [12_000, 42_000, 'published'],
    ]);
  });

  test('Keep Alive that is set anew with every packet is one span', () => {
    const { timers } = firstConnect().timeline;
    const keepAlive = timers.filter(({ timer }) => timer.name === 'keepAlive');
    expect(keepAlive).toHaveLength(2);
    for (const { timesSet, outcome } of keepAlive) {
      expect(timesSet).toBeGreaterThan(2);
      expect(outcome).toBe('cleared');
    }
  });
});

describe('a trace from a file', () => {
  test('is drawn like the one in memory, messages that stand as numbers included', () => {
    const { records, header } = firstConnect();
    const { wireOf } = new WireEncoder();
    const writer = new TraceWriter({ options: DEFAULT_OPTIONS, wireOf });
    const reader = new RecordReader();
    reader.read(JSON.stringify({ ...traceHeader(header), charts: header.charts }));
    const back: TraceRecord[] = [];
    for (const record of records) {
      if (!('in' in record)) throw new Error('the story has no notes');
      const line = writer.step(
        record.t,
        { ...record.in, nowMs: record.t } as Input,
        record.out,
        record.by,
      );
      const read = reader.read(line);
      if (read !== undefined) back.push(read);
    }
    expect(renderText(timeline(back, header))).toBe(renderText(timeline(records, header)));
  });
});

test('100,000 records are no trouble', { timeout: 60_000 }, () => {
  const story = new Story();
  for (let client = 1; client <= 20; client++) {
    story.open(client).send(client, connect(`client-${client}`));
    story.send(client, subscribe(1, `topic/${client}`, 1));
  }
  for (let at = 0; story.records.length < 100_000; at++) {
    const client = (at % 20) + 1;
    story.nowMs = at;
    story.send(client, publish('topic/none', 1, (at % 65_535) + 1));
  }
  const { timeline: whole } = story;
  expect(whole.events.length).toBeGreaterThan(200_000);
  expect(whole.exchanges.length).toBeGreaterThan(99_000);
  expect(renderText(whole).length).toBeGreaterThan(1_000_000);
  expect(renderSvg(whole)).toContain('later events left out');
});
