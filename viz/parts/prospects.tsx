/** What parts of a client would do with events: refuse them, end the connection, ignore them, or do as asked. */
import type { CandidateView, ProspectView } from '../play/protocol.ts';

const GROUPS: readonly (readonly [verdict: ProspectView['verdict'], title: string])[] = [
  ['refused', 'Refused'],
  ['ends', 'Ends the connection'],
  ['ignored', 'Ignored on purpose'],
  ['done', 'Done'],
];

/** @param isOpen whether every group is unfolded */
export function Prospects({
  prospects,
  isOpen = false,
}: {
  readonly prospects: readonly ProspectView[];
  readonly isOpen?: boolean;
}) {
  return (
    <>
      {GROUPS.map(([verdict, title]) => {
        const own = prospects.filter((each) => each.verdict === verdict);
        if (own.length === 0) return null;
        return (
          <details key={verdict} class={`prospects ${verdict}`} open={isOpen}>
            <summary>{`${title}: ${own.length}`}</summary>
            <ul>
              {own.map((prospect, i) => (
                <Prospect key={i} prospect={prospect} isOpen={isOpen} />
              ))}
            </ul>
          </details>
        );
      })}
    </>
  );
}

interface ProspectProps {
  readonly prospect: ProspectView;
  readonly isOpen: boolean;
}

function Prospect({ prospect, isOpen }: ProspectProps) {
  const { event, part, state, next, candidates } = prospect;
  const asked = candidates.filter(({ outcome }) => outcome !== 'notAsked');
  const to = next === state ? '' : ` → ${short(next)}`;
  return (
    <li>
      <details open={isOpen}>
        <summary title={state}>
          <span class="name">{event}</span>
          <span class="quiet">{` ${part}, ${short(state)}${to}`}</span>
        </summary>
        <ol class="candidates">
          {asked.map((candidate, i) => (
            <Candidate key={i} candidate={candidate} />
          ))}
        </ol>
      </details>
    </li>
  );
}

const OUTCOMES: { readonly [Outcome in CandidateView['outcome']]: string } = {
  taken: 'taken',
  refused: 'refused',
  overruled: 'overruled by a region that stands before',
  notAsked: 'not asked',
};

function Candidate({ candidate }: { readonly candidate: CandidateView }) {
  const { guard, outcome, asked, targets, actions, clauses } = candidate;
  const to = targets.length === 0 ? '' : `→ ${targets.join(', ')}`;
  return (
    <li class={outcome}>
      <p>
        <span class="outcome">{OUTCOMES[outcome]}</span>
        {` ${guard === undefined ? 'without a guard' : `if ${guard}`} `}
        <span class="state-name">{to}</span>
      </p>
      {asked.map((answer) => (
        <p key={answer} class="asked">
          {answer}
        </p>
      ))}
      {actions.length > 0 && <p class="quiet">{actions.join(', ')}</p>}
      {clauses.map(({ id, summary }) => (
        <p key={id} class="clauses">
          <span class="clause">{id}</span>
          {summary}
        </p>
      ))}
    </li>
  );
}

/** `connected (traffic.open, …)`: the regions are for who asks. */
function short(state: string): string {
  return state.replace(/ \(.*\)$/, '');
}
