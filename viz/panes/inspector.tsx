/** The record at the cursor: what happened, what came of it, which chart steps did it, and by which clauses. */
import { signal } from '@preact/signals';
import { Scroll } from '../parts/scroll.tsx';
import type { ChartLink, ClauseText, Told } from '../protocol.ts';
import { moment } from '../state/look.ts';

/** Whether details of effects are unfolded; so they stay from record to record. */
const isUnfolded = signal(false);

export function Inspector() {
  const now = moment.value;
  if (now === undefined) return <p class="quiet">…</p>;
  const { n, time, told, links, linksNote } = now;
  const [first, ...effects] = told;
  const text = n === 0 ? 'Nothing has happened yet.' : (first?.text ?? 'Nothing is told of it.');
  return (
    <Scroll id="details" label="Effects, chart steps, clauses">
      <p class="now" id="now">
        <span class="number">{n === 0 ? 'Before everything' : `Record ${n} · ${time}`}</span>
        {text}
      </p>
      <Clauses own={first?.clauses ?? []} />
      <Effects effects={effects} />
      {links.length > 0 && <h3>Chart steps</h3>}
      {links.length > 0 && (
        <ol class="links">
          {links.map((link, i) => (
            <Link key={i} {...link} />
          ))}
        </ol>
      )}
      {linksNote !== '' && <p class="quiet">{linksNote}</p>}
    </Scroll>
  );
}

function Effects({ effects }: { readonly effects: readonly Told[] }) {
  const telling = effects.filter(({ isDetail }) => !isDetail);
  const details = effects.filter(({ isDetail }) => isDetail);
  const unfolded = (event: { readonly currentTarget: HTMLDetailsElement }) => {
    isUnfolded.value = event.currentTarget.open;
  };
  return (
    <>
      {effects.length > 0 && <h3>Effects</h3>}
      <EffectList effects={telling} />
      {details.length > 0 && (
        <details open={isUnfolded.value} onToggle={unfolded}>
          <summary class="quiet">{details.length} in detail: timers, closes, announcements</summary>
          <EffectList effects={details} />
        </details>
      )}
    </>
  );
}

function EffectList({ effects }: { readonly effects: readonly Told[] }) {
  if (effects.length === 0) return null;
  return (
    <ul class="effects">
      {effects.map(({ id, text, clauses }) => (
        <li key={id} title={clauses.map(inFull).join('\n')}>
          <span class="number">{id.includes('.') ? id.slice(id.indexOf('.')) : id}</span>
          {text}
          {clauses.length > 0 && ' '}
          {clauses.length > 0 && (
            <span class="clause-names">
              {clauses.map((each, at) => [at > 0 && ', ', <span key={each.id}>{each.id}</span>])}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Link({ part, from, to, event, guards, clauses }: ChartLink) {
  const states = from === to || from === '' ? short(to) : `${short(from)} → ${short(to)}`;
  const as = guards.length === 0 ? '' : `, as ${guards.join(' and ')}`;
  return (
    <li>
      <p title={from === to ? to : `${from} → ${to}`}>
        <span class="name">{part}</span> <span class="state-name">{states}</span>
      </p>
      <p class="quiet">{event === '' ? 'begins here' : `on ${event}${as}`}</p>
      <Clauses own={clauses} />
    </li>
  );
}

export function Clauses({ own }: { readonly own: readonly ClauseText[] }) {
  if (own.length === 0) return null;
  return (
    <ul class="clauses">
      {own.map(({ id, summary }) => (
        <li key={id}>
          <span class="clause">{id}</span>
          {summary}
        </li>
      ))}
    </ul>
  );
}

/** `connected (traffic.open, …)`: the regions are for who asks. */
function short(state: string): string {
  return state.replace(/ \(.*\)$/, '');
}

function inFull({ id, summary }: ClauseText): string {
  return `${id}: ${summary}`;
}
