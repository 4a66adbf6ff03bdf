/** The timers that run at the cursor, next first, each with what is left of it. */
import { clock, duration } from '../../sim/render/sentences/words.ts';
import { TimerBar } from '../parts/timer-bar.tsx';
import { expireTimer } from '../play/playing.ts';
import type { PendingTimer } from '../protocol.ts';
import { moment } from '../state/look.ts';
import { dispatch } from '../state/run.ts';

const SHOWN = 12;
/** Less than that share of a timer is left. */
const SOON = 0.15;

export function Timers() {
  const now = moment.value;
  const timers = now?.timers ?? [];
  const more = (now?.timersInAll ?? 0) - Math.min(timers.length, SHOWN);
  return (
    <section id="timers" class="timers" aria-labelledby="timers-title">
      <h2 id="timers-title" title="What a client waits for stands among the steps that come next">
        Broker’s timers
      </h2>
      {timers.length === 0 && now !== undefined && (
        <p class="quiet" title={now.ledgerNote}>
          {now.ledgerNote === '' ? 'None is running.' : 'Which are running is not known here.'}
        </p>
      )}
      <ul>
        {timers.slice(0, SHOWN).map((timer) => (
          <Timer key={timer.id} timer={timer} />
        ))}
        {more > 0 && <li class="quiet">{`and ${more} more`}</li>}
      </ul>
    </section>
  );
}

function Timer({ timer }: { timer: PendingTimer }) {
  const { name, client, part, setMs, dueMs, leftMs, setBy } = timer;
  const share = dueMs === setMs ? 0 : Math.max(0, leftMs / (dueMs - setMs));
  const whose = client === '' ? part : client;
  const title = `${name} of ${part}${client === '' ? '' : ` of "${client}"`}: set at ${clock(setMs)} by record ${setBy}, runs out at ${clock(dueMs)}`;
  return (
    <li class={share < SOON ? 'soon' : ''} title={title}>
      <button type="button" class="link timer" onClick={() => dispatch({ do: 'seek', at: setBy })}>
        {`${name} · ${whose}`}
      </button>
      <span class="left">{duration(Math.max(0, leftMs))}</span>
      <button
        type="button"
        class="plain run-out"
        aria-label={`Let ${name} of ${part} run out first`}
        title="What if it ran out first? In a branch, the time moves to its deadline"
        onClick={() => expireTimer(timer.id)}
      >
        ⇥
      </button>
      <TimerBar left={share} name={name} onDeadline={() => expireTimer(timer.id)} />
    </li>
  );
}
