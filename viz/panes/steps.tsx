/** What can happen next and what can be done, beside what would be refused now, and by which guard and clause. */
import { duration } from '../../sim/render/sentences/words.ts';
import { Prospects } from '../parts/prospects.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { interveneOrSay } from '../play/playing.ts';
import type { Steps as Answer, Step } from '../play/protocol.ts';
import { useAsked } from '../play/use-asked.ts';
import { at, clientId, run } from '../state/run.ts';
import { openDialog } from '../state/view.ts';

/** To ask every chart about every event takes as long as several frames. */
const REST_MS = 150;

const COMING: ReadonlySet<Step['kind']> = new Set(['packet', 'timer', 'store', 'script']);

export function Steps() {
  const open = run.value;
  const n = at.value;
  const place = open && { run: open.run, n };
  const { answer, trouble } = useAsked('steps', place);
  const steps = answer?.run === open?.run ? answer?.steps : undefined;
  const coming = steps?.filter(({ kind }) => COMING.has(kind)) ?? [];
  const doings = steps?.filter(({ kind }) => !COMING.has(kind)) ?? [];
  return (
    <Scroll id="steps" label="What can happen next, and what would be refused">
      <button
        type="button"
        class="main wide-button"
        title="What you do makes a branch; this run stays as it is"
        onClick={() => openDialog('inject')}
      >
        Inject…
      </button>
      {answer?.note && <p class="quiet small">{answer.note}</p>}
      {trouble !== '' && <p class="quiet">{trouble}</p>}
      <h2 class="part">Comes next, soonest first</h2>
      {steps !== undefined && coming.length === 0 && (
        <p class="quiet">Nothing: the run is at rest here.</p>
      )}
      <ul class="steps">
        {coming.map((step, i) => (
          <Coming key={i} step={step} />
        ))}
      </ul>
      <h2 class="part">Can be done</h2>
      <ul class="doings">
        {[...new Set(doings.map(({ client }) => client))].map((client) => (
          <Doings
            key={client}
            client={namesOf(answer).get(client) ?? client}
            steps={doings.filter((step) => step.client === client)}
          />
        ))}
      </ul>
      <Refused />
    </Scroll>
  );
}

function Coming({ step }: { step: Step }) {
  const { sentence, inMs = 0, isNext } = step;
  const when = inMs === 0 ? 'now' : `in ${duration(inMs)}`;
  const what = isNext ? 'What the run does next. ' : '';
  return (
    <li class={isNext ? 'next' : ''}>
      <button
        type="button"
        title={`${what}Let it happen first${inMs === 0 ? '' : ', late for all that is due before'}`}
        onClick={() => interveneOrSay(step.action)}
      >
        <span class="what">{sentence}</span>
        <span class="when">{when}</span>
      </button>
    </li>
  );
}

function Doings({ client, steps }: { client: string; steps: readonly Step[] }) {
  return (
    <li>
      <span class="name">{client === '' ? 'broker' : client}</span>
      {steps.map(({ sentence, short, action }) => (
        <button
          key={sentence}
          type="button"
          class="chip"
          aria-label={sentence}
          title={sentence}
          onClick={() => interveneOrSay(action)}
        >
          {short}
        </button>
      ))}
    </li>
  );
}

/** As the ladder calls them: by their Client Identifiers, where they are different. */
function namesOf(answer: Answer | undefined): ReadonlyMap<string, string> {
  const clients = answer?.clients ?? [];
  const isOnly = (clientId: string) => {
    return clientId !== '' && clients.filter((each) => each.clientId === clientId).length === 1;
  };
  return new Map(clients.map(({ name, clientId }) => [name, isOnly(clientId) ? clientId : name]));
}

function Refused() {
  const open = run.value;
  const who = clientId.value;
  const args = open && who !== '' ? { run: open.run, n: at.value, clientId: who } : undefined;
  const { answer, trouble } = useAsked('prospects', args, REST_MS);
  return (
    <>
      {who !== '' && <h2 class="part">{`What the broker makes of “${who}” now`}</h2>}
      {(trouble || answer?.note) && <p class="quiet">{trouble || answer?.note}</p>}
      <Prospects prospects={answer?.prospects ?? []} />
    </>
  );
}
