import { test } from 'vitest';
import { renderText } from '../../../sim/render/text/text.ts';
import { renderSvg } from '../../../sim/render/svg/svg.ts';
import { renderPerfetto } from '../../../sim/render/perfetto.ts';
import { renderItf } from '../../../sim/render/itf.ts';
import { renderShiviz } from '../../../sim/render/shiviz.ts';
import { renderPcap } from '../../../sim/render/pcap.ts';
import { connect, publish, acknowledge, subscribe, Story } from './story.ts';
test('perf', () => {
  for (const [clients, rounds] of [[10, 10000],[1000,100]]) {
  const s = new Story();
  for (let c = 1; c <= clients; c++) s.open(c).send(c, connect(`c${c}x`)).send(c, subscribe(1, `t/${c}`, 1));
  const raw = s as unknown as { nowMs: number };
  for (let r = 0; r < rounds; r++) { for (let c = 1; c <= clients; c++) { raw.nowMs = s.nowMs + 1; s.send(c, publish('t/none', 1, (r % 60000) + 1)); } }
  const say = (n: string, f: () => unknown) => { const t = performance.now(); const x = f(); console.log(clients, n, (performance.now() - t).toFixed(0), 'ms', (x as {length?: number}).length ?? ''); return x; };
  console.log(s.records.length);
  const t = say('timeline', () => s.timeline) as typeof s.timeline;
  console.log(t.events.length);
  for (const [n, f] of Object.entries({ renderText, renderSvg, renderPerfetto, renderShiviz, renderPcap })) say(n, () => f(t));
  if (clients < 100) say('itf', () => renderItf(t));
  }
}, 300000);
