/** What the broker holds after the record at the cursor. */
import { byId, make } from '../dom.ts';
import type { LedgerEntry, LedgerSection, Moment } from '../protocol.ts';

export class LedgerPane {
  readonly #box = byId('ledger');

  show({ ledger, ledgerNote }: Moment): void {
    if (ledgerNote !== '') this.#box.replaceChildren(make('p', 'quiet', ledgerNote));
    else if (ledger.length === 0) this.#box.replaceChildren(make('p', 'quiet', 'Nothing yet.'));
    else this.#box.replaceChildren(...ledger.map(section));
  }
}

function section({ name, entries }: LedgerSection): HTMLElement {
  const heading = make('h3', '', name);
  return make('div', 'ledger-section', heading, make('ul', '', ...entries.map(line)));
}

function line({ name, state, stateInFull, rest, mark }: LedgerEntry): HTMLElement {
  const item = make(
    'li',
    `ledger-line ${mark}`,
    make('span', 'name', name),
    ...(state === '' ? [] : [make('span', 'state-name', state)]),
    ...(mark === '' ? [] : [make('span', 'mark', mark)]),
    ...(rest === '' ? [] : [make('span', 'rest', rest)]),
  );
  item.title = [stateInFull, rest].filter((text) => text !== '').join('\n');
  return item;
}
