/** One scenario told by clients of 3.1.1 and by clients of 5.0, in step, and what differs because the versions do. */
import { useEffect } from 'preact/hooks';
import type { Beside, TwinWords } from '../beside/protocol.ts';
import { BesideGrid } from '../parts/beside-grid.tsx';
import { ClauseIds } from '../parts/event-table.tsx';
import { beside, chooseRow, isWorking, openTwin, row, twin } from '../state/beside.ts';
import { run } from '../state/run.ts';

export function Twin() {
  const both = twin.value;
  const isOfThis = both !== undefined && beside.value?.id === both.id;
  return (
    <div class="table-pane">
      {!isOfThis && <Offer isNone={both === undefined} />}
      {both?.versions !== undefined && (
        <>
          <Differences both={both} words={both.versions} />
          <BesideGrid both={both} nameA="MQTT 3.1.1" nameB="MQTT 5.0" />
        </>
      )}
    </div>
  );
}

function Offer({ isNone }: { readonly isNone: boolean }) {
  const source = run.value?.source;
  const isScenario = source?.kind === 'scenario';
  useEffect(() => {
    // Who comes here wants to see them; only what has been run already stays until it is asked for anew.
    if (isScenario && isNone && !isWorking.peek()) openTwin();
  }, [isScenario, isNone]);
  return (
    <div class="beside-offer">
      <p>
        {isScenario
          ? 'The scenario of the open run, told by clients of 3.1.1 and by clients of 5.0, side by side.'
          : 'A scenario can be told by clients of 3.1.1 and by clients of 5.0, side by side. What is open is a recording; choose a scenario above.'}
      </p>
      {isScenario && (
        <button type="button" disabled={isWorking.value} onClick={openTwin}>
          {isWorking.value ? 'Running both…' : 'Run both'}
        </button>
      )}
    </div>
  );
}

function Differences({ both, words }: { readonly both: Beside; readonly words: TwinWords }) {
  const { counterparts, differences } = words;
  return (
    <div class="beside-differences">
      {counterparts.length > 0 && (
        <details>
          <summary>{`How the scenario was translated (${counterparts.length})`}</summary>
          <ul>
            {counterparts.map(({ client, text, clauses }) => (
              <li key={`${client} ${text}`}>
                <b>{client}</b> {text} <ClauseIds clauses={clauses} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <h3>{differences.length === 0 ? 'Nothing differs' : 'What differs'}</h3>
      <ul>
        {differences.map(({ id, text, clauses, rows }) => (
          <li key={id}>
            <button
              type="button"
              class="plain difference"
              aria-current={rows.includes(row.value) ? 'true' : undefined}
              onClick={() => chooseRow(both, nextOf(rows))}
            >
              {text}
            </button>
            <ClauseIds clauses={clauses} />
            {rows.length > 1 && <span class="quiet">{` ${rows.length} times`}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The next after the cursor, and from the last on the first again: who clicks again sees them all. */
function nextOf(rows: readonly number[]): number {
  return rows.find((each) => each > row.peek()) ?? rows[0] ?? 0;
}
