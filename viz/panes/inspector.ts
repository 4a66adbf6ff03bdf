/** The record at the cursor: what happened, what came of it, which chart steps did it, and by which clauses. */
import { byId, make } from '../dom.ts';
import type { ChartLink, ClauseText, Moment, Told } from '../protocol.ts';

export class InspectorPane {
  readonly #now = byId('now');
  readonly #details = byId('details');
  /** Whether details of effects are unfolded; so they stay from record to record. */
  #isUnfolded = false;

  show({ n, time, told, links, linksNote }: Moment): void {
    const [first, ...effects] = told;
    const text = n === 0 ? 'Nothing has happened yet.' : (first?.text ?? 'Nothing is told of it.');
    const head = n === 0 ? 'Before everything' : `Record ${n} · ${time}`;
    this.#now.replaceChildren(make('span', 'number', head), text);
    const telling = effects.filter(({ isDetail }) => !isDetail);
    const details = effects.filter(({ isDetail }) => isDetail);
    this.#details.replaceChildren(
      ...clauses(first?.clauses ?? []),
      ...(effects.length === 0 ? [] : [make('h3', '', 'Effects')]),
      ...(telling.length === 0 ? [] : [make('ul', 'effects', ...telling.map(effect))]),
      ...(details.length === 0 ? [] : [this.#folded(details)]),
      ...(links.length === 0 ? [] : [make('h3', '', 'Chart steps')]),
      ...(links.length === 0 ? [] : [make('ol', 'links', ...links.map(link))]),
      ...(linksNote === '' ? [] : [make('p', 'quiet', linksNote)]),
    );
    this.#details.scrollTop = 0;
  }

  #folded(details: readonly Told[]): HTMLElement {
    const words = `${details.length} in detail: timers, closes, announcements`;
    const list = make('ul', 'effects', ...details.map(effect));
    const folded = make('details', '', make('summary', 'quiet', words), list) as HTMLDetailsElement;
    folded.open = this.#isUnfolded;
    folded.addEventListener('toggle', () => {
      this.#isUnfolded = folded.open;
    });
    return folded;
  }
}

function effect({ id, text, clauses: own }: Told): HTMLElement {
  const number = make('span', 'number', id.includes('.') ? id.slice(id.indexOf('.')) : id);
  const names = own.map((each) => each.id).join(', ');
  const item = make('li', '', number, text);
  if (names !== '') item.append(make('span', 'clause-names', names));
  item.title = own.map(({ id: clause, summary }) => `${clause}: ${summary}`).join('\n');
  return item;
}

function link({ part, from, to, event, guards, clauses: own }: ChartLink): HTMLElement {
  const states = from === to || from === '' ? short(to) : `${short(from)} → ${short(to)}`;
  const as = guards.length === 0 ? '' : `, as ${guards.join(' and ')}`;
  const head = make('p', '', make('span', 'name', part), ' ', make('span', 'state-name', states));
  head.title = from === to ? to : `${from} → ${to}`;
  const why = event === '' ? 'begins here' : `on ${event}${as}`;
  return make('li', '', head, make('p', 'quiet', why), ...clauses(own));
}

/** `connected (traffic.open, …)`: the regions are for who asks. */
function short(state: string): string {
  return state.replace(/ \(.*\)$/, '');
}

function clauses(own: readonly ClauseText[]): readonly HTMLElement[] {
  if (own.length === 0) return [];
  const items = own.map(({ id, summary }) => make('li', '', make('span', 'clause', id), summary));
  return [make('ul', 'clauses', ...items)];
}
