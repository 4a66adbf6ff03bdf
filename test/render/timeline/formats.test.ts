// What other programs ask of the formats that they read.
import { describe, expect, test } from 'vitest';
import { renderItf } from '../../../sim/render/itf.ts';
import { renderMermaid } from '../../../sim/render/mermaid.ts';
import { renderPerfetto, type TraceEvent } from '../../../sim/render/perfetto.ts';
import { renderShiviz } from '../../../sim/render/shiviz.ts';
import { DARK, LIGHT, type Palette } from '../../../sim/render/svg/palette.ts';
import { renderSvg } from '../../../sim/render/svg/svg.ts';
import { renderText } from '../../../sim/render/text/text.ts';
import { contrast } from '../../support/contrast.ts';
import { lostPubrec, stories, takeover } from './stories.ts';
import { connect, PINGREQ, publish, Story } from './story.ts';

const timelines = Object.values(stories).map((tell) => tell().timeline);

describe('Perfetto', () => {
  const traces = timelines.map(
    (timeline) =>
      JSON.parse(renderPerfetto(timeline)) as {
        displayTimeUnit: string;
        traceEvents: TraceEvent[];
      },
  );

  test('the document is what the importer looks for', () => {
    for (const { displayTimeUnit, traceEvents } of traces) {
      expect(displayTimeUnit).toBe('ms');
      expect(traceEvents.length).toBeGreaterThan(10);
      for (const { ph, ts, dur, args } of traceEvents) {
        if (ph !== 'M') expect(Number.isInteger(ts)).toBe(true);
        if (ph === 'X') expect(dur).toBeGreaterThanOrEqual(1);
        if (ph === 'M') expect(args).toHaveProperty('name');
      }
    }
  });

  test('slices of one track do not overlap', () => {
    for (const { traceEvents } of traces) {
      const endOf = new Map<string, number>();
      for (const { ph, pid, tid, ts = 0, dur = 0 } of traceEvents) {
        if (ph !== 'X') continue;
        expect(ts).toBeGreaterThanOrEqual(endOf.get(`${pid} ${tid}`) ?? 0);
        endOf.set(`${pid} ${tid}`, ts + dur);
      }
    }
  });

  test('every asynchronous span begins and ends, with category, id and process', () => {
    for (const { traceEvents } of traces) {
      const open = new Map<string, number>();
      for (const { ph, cat, id, pid, ts = 0 } of traceEvents) {
        if (ph !== 'b' && ph !== 'e') continue;
        expect(id).toMatch(/^0x[0-9a-f]+$/);
        const key = `${cat} ${id} ${pid}`;
        if (ph === 'b') open.set(key, ts);
        else {
          expect(open.get(key)).toBeLessThanOrEqual(ts);
          open.delete(key);
        }
      }
      expect([...open.keys()]).toEqual([]);
    }
  });

  test('an arrow begins and ends at a slice, and does not go back in time', () => {
    for (const { traceEvents } of traces) {
      const slices = new Set(
        traceEvents.filter(({ ph }) => ph === 'X').map(({ pid, tid, ts }) => `${pid} ${tid} ${ts}`),
      );
      const begun = new Map<string, number>();
      for (const { ph, id = '', pid, tid, ts = 0, bp } of traceEvents) {
        if (ph !== 's' && ph !== 'f') continue;
        expect(slices).toContain(`${pid} ${tid} ${ts}`);
        if (ph === 's') begun.set(id, ts);
        else {
          expect(bp).toBe('e');
          expect(begun.get(id)).toBeLessThanOrEqual(ts);
          begun.delete(id);
        }
      }
      expect(begun.size).toBe(0);
    }
  });
});

describe('ITF', () => {
  test('every state has every variable, and integers without a size', () => {
    for (const timeline of timelines) {
      const trace = JSON.parse(renderItf(timeline));
      expect(trace['#meta'].format).toBe('ITF');
      expect(trace.states.length).toBeGreaterThan(10);
      trace.states.forEach((state: Record<string, unknown>, at: number) => {
        expect(Object.keys(state)).toEqual(['#meta', ...trace.vars]);
        expect(state['#meta']).toEqual({ index: at });
        expect(JSON.stringify({ ...state, '#meta': {} })).not.toMatch(/[:[,]-?\d/);
      });
    }
  });

  test('a session is online, offline and gone', () => {
    const { states } = JSON.parse(renderItf(takeover().timeline));
    const sensor = states.map(
      (state: { sessions: { '#map': [string, { state: string }][] } }) =>
        state.sessions['#map'].find(([client]) => client === 'sensor')?.[1].state,
    );
    const steps = sensor.filter((state: string, at: number) => state !== sensor[at - 1]);
    expect(steps).toEqual(
      [undefined, 'online', 'offline', 'online', 'offline', undefined].slice(1),
    );
  });
});

describe('ShiViz', () => {
  test('its own regular expression reads the log, and clocks only grow', () => {
    for (const timeline of timelines) {
      const [parser = '', delimiter = '', ...rest] = renderShiviz(timeline).split('\n');
      expect(rest.join('\n')).toMatch(new RegExp(delimiter, 'm'));
      const clocks = new Map<string, Record<string, number>>();
      let events = 0;
      for (const { groups = {} } of rest.join('\n').matchAll(new RegExp(parser, 'g'))) {
        const { host = '', clock = '' } = groups;
        const now = JSON.parse(clock) as Record<string, number>;
        const before = clocks.get(host) ?? {};
        expect(now[host]).toBe((before[host] ?? 0) + 1);
        for (const [other, count] of Object.entries(before))
          expect(now[other]).toBeGreaterThanOrEqual(count);
        clocks.set(host, now);
        events++;
      }
      expect(events).toBeGreaterThan(10);
    }
  });
});

describe('Mermaid', () => {
  test('what would end a statement is escaped', () => {
    const story = new Story().open(1).send(1, connect('a;b#c')).send(1, publish('x#y;z', 0));
    const diagram = renderMermaid(story.timeline);
    expect(diagram).toContain('a#59;b#35;c');
    expect(diagram.replaceAll(/#\w+;/g, '')).not.toMatch(/[;#]/);
  });

  test('a long trace is cut, and says so', () => {
    const story = new Story().open(1).send(1, connect('busy'));
    for (let at = 1; at <= 400; at++) story.until(at).send(1, PINGREQ);
    const lines = renderMermaid(story.timeline).split('\n');
    expect(lines.filter((line) => line.includes('->>'))).toHaveLength(299);
    expect(lines.at(-2)).toContain('more left out');
  });
});

describe('SVG', () => {
  test('has a title, a description, and a sentence for each event', () => {
    const svg = renderSvg(takeover().timeline, { title: 'One & two <three>' });
    expect(svg).toContain('<title id="timeline-title">One &amp; two &lt;three&gt;</title>');
    expect(svg).toContain('aria-describedby="timeline-desc"');
    expect(svg).toContain(
      'The broker disconnects the existing client of &quot;sensor&quot; because another connection has claimed its session (v5 MQTT-3.1.4-3).',
    );
    const events = svg.match(/class="event/g)?.length ?? 0;
    expect(svg.match(/<g class="event[^>]*><title>/g)).toHaveLength(events);
  });

  test.each([
    ['light', LIGHT],
    ['dark', DARK],
  ])('words are legible in %s', (_, palette: Palette) => {
    for (const text of [palette.ink, palette.quiet, palette.accent]) {
      expect(contrast(text, palette.paper)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(text, palette.session)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(palette.sessionEdge, palette.paper)).toBeGreaterThanOrEqual(3);
  });
});

describe('text', () => {
  test('fits into 120 columns, whoever takes part', () => {
    const story = new Story();
    for (let client = 1; client <= 12; client++) {
      story
        .until(client)
        .open(client)
        .send(client, connect(`client-with-a-long-name-${client}`));
    }
    const lines = renderText(story.timeline).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(lines.join(' ')).toContain('Choose with --client');
    const two = renderText(story.timeline, { clients: ['c3', 'client-with-a-long-name-7'] });
    expect(two).not.toContain('Choose with --client');
    expect(two).not.toContain('client-with-a-long-name-1"');
  });

  test('a lost packet ends in a cross', () => {
    expect(renderText(lostPubrec().timeline)).toMatch(/✕─+PUBREC/);
  });
});
