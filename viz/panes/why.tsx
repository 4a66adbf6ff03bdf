/** Why it happened, back to where it begins; and why something else would not. */
import { signal } from '@preact/signals';
import { Prospects } from '../parts/prospects.tsx';
import { Scroll } from '../parts/scroll.tsx';
import type { CauseView } from '../play/protocol.ts';
import { useAsked } from '../play/use-asked.ts';
import type { ChartLink } from '../protocol.ts';
import { moment } from '../state/look.ts';
import { at, clientId, dispatch, run } from '../state/run.ts';
import { Clauses } from './inspector.tsx';

/** Of the record at the cursor: the number of the effect that is asked about; 0 for the record itself. */
const effect = signal(0);
/** What is asked about that has not happened: `PUBLISH topic=a/# qos=1`. */
const question = signal('');

export function Why() {
  return (
    <Scroll id="why" label="Why, and why not">
      <Causes />
      <WhyNot />
    </Scroll>
  );
}

function Causes() {
  const open = run.value;
  const now = moment.value;
  const n = at.value;
  const told = now?.n === n ? now.told : [];
  const effects = told.filter(({ id }) => id.includes('.'));
  const isThere = effects.some(({ id }) => id === `${n}.${effect.value}`);
  const id = isThere ? `${n}.${effect.value}` : `${n}`;
  const { answer = [], trouble } = useAsked(
    'causes',
    open && n > 0 ? { run: open.run, id } : undefined,
  );
  if (n === 0) return <p class="quiet">Before everything there is nothing to explain.</p>;
  return (
    <>
      {effects.length > 0 && (
        <label class="field">
          Why
          <select
            value={isThere ? `${effect.value}` : '0'}
            onChange={({ currentTarget }) => {
              effect.value = Number(currentTarget.value);
            }}
          >
            <option value="0">{`record ${n} happened`}</option>
            {effects.map(({ id: own, text }) => (
              <option key={own} value={own.slice(own.indexOf('.') + 1)}>
                {`${own} ${text}`}
              </option>
            ))}
          </select>
        </label>
      )}
      {trouble !== '' && <p class="quiet">{trouble}</p>}
      <ol class="causes">
        {answer.map((cause) => (
          <Cause key={cause.id} cause={cause} />
        ))}
      </ol>
    </>
  );
}

function Cause({ cause: { id, n, time, what, links, remarks } }: { cause: CauseView }) {
  return (
    <li>
      <button type="button" class="link" onClick={() => dispatch({ do: 'seek', at: n })}>
        <span class="number">{`${id} · ${time}`}</span>
      </button>
      <p>{what}</p>
      {links.map((link, i) => (
        <Link key={i} link={link} />
      ))}
      {remarks.map((remark) => (
        <p key={remark} class="quiet">
          {remark}
        </p>
      ))}
    </li>
  );
}

function Link({ link: { part, from, to, event, guards, clauses } }: { link: ChartLink }) {
  const states = from === to || from === '' ? to : `${from} → ${to}`;
  const as = guards.length === 0 ? '' : `, as ${guards.join(' and ')}`;
  return (
    <div class="link-of">
      <p class="quiet">
        {`by ${part}: ${event === '' ? 'it begins' : event}${as} `}
        <span class="state-name">{states.replace(/ \([^)]*\)/g, '')}</span>
      </p>
      <Clauses own={clauses} />
    </div>
  );
}

function WhyNot() {
  const open = run.value;
  const who = clientId.value;
  const event = question.value.trim();
  const args =
    open && who !== '' && event !== ''
      ? { run: open.run, n: at.value, clientId: who, event }
      : undefined;
  const { answer, trouble } = useAsked('whyNot', args);
  const note = event === '' ? '' : trouble || answer?.note || '';
  return (
    <section class="why-not" aria-labelledby="why-not-title">
      <h2
        class="part"
        id="why-not-title"
      >{`Why not something else${who === '' ? '' : `, for “${who}”`}`}</h2>
      <div class="field">
        <label htmlFor="why-not-event">What would come of</label>
        <input
          id="why-not-event"
          type="text"
          placeholder="PUBLISH topic=a/# qos=1"
          autocomplete="off"
          spellcheck={false}
          defaultValue={question.peek()}
          onChange={({ currentTarget }) => {
            question.value = currentTarget.value;
          }}
        />
      </div>
      <p class="quiet small">
        An event and its facts: CONNECT cleanStart=true, DISCONNECT expiry=5, keepAlive,
        session.resumed. Enter asks.
      </p>
      {note !== '' && <p class="quiet">{note}</p>}
      {event !== '' && answer?.prospects !== undefined && (
        <Prospects prospects={answer.prospects} isOpen />
      )}
    </section>
  );
}
