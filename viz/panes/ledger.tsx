/** What the broker holds after the record at the cursor. */

import { Scroll } from '../parts/scroll.tsx';
import type { LedgerEntry } from '../protocol.ts';
import { moment } from '../state/look.ts';
import { isEveryone } from '../state/run.ts';

export function Ledger() {
  const now = moment.value;
  return (
    <section class="pane" aria-labelledby="ledger-title">
      <div class="pane-head">
        <h2 id="ledger-title">The broker holds</h2>
        <label class="check">
          <input
            type="checkbox"
            checked={isEveryone.value}
            onChange={({ currentTarget }) => {
              isEveryone.value = currentTarget.checked;
            }}
          />
          all clients
        </label>
      </div>
      <Scroll id="ledger" label="What the broker holds">
        {now !== undefined && now.ledgerNote !== '' && <p class="quiet">{now.ledgerNote}</p>}
        {now?.ledger.length === 0 && now.ledgerNote === '' && <p class="quiet">Nothing yet.</p>}
        {now?.ledger.map(({ name, entries }) => (
          <div key={name} class="ledger-section">
            <h3>{name}</h3>
            <ul>
              {entries.map((entry) => (
                <Line key={`${entry.name} ${entry.mark === 'gone'}`} {...entry} />
              ))}
            </ul>
          </div>
        ))}
      </Scroll>
    </section>
  );
}

function Line({ name, state, stateInFull, rest, mark }: LedgerEntry) {
  const title = [stateInFull, rest].filter((text) => text !== '').join('\n');
  return (
    <li class={`ledger-line ${mark}`} title={title}>
      <span class="name">{name}</span>
      {state !== '' && <span class="state-name">{state}</span>}
      {mark !== '' && <span class="mark">{mark}</span>}
      {rest !== '' && <span class="rest">{rest}</span>}
    </li>
  );
}
