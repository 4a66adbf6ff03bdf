/** What the broker holds after the record at the cursor, and what of it the loss of a connection would leave. */
import { timerName } from '../../sim/render/sentences/timers.ts';
import { Scroll } from '../parts/scroll.tsx';
import type { Fate, FateLine, LedgerEntry } from '../protocol.ts';
import { fate } from '../state/fate.ts';
import { moment } from '../state/look.ts';
import { isEveryone } from '../state/run.ts';

export function Ledger() {
  const now = moment.value;
  const told = fate.value;
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
      {told?.isConnected && <Loss {...told} />}
      <Scroll id="ledger" label="What the broker holds">
        {now !== undefined && now.ledgerNote !== '' && <p class="quiet">{now.ledgerNote}</p>}
        {now?.ledger.length === 0 && now.ledgerNote === '' && <p class="quiet">Nothing yet.</p>}
        {now?.ledger.map(({ name, entries }) => (
          <div key={name} class="ledger-section">
            <h3>{name}</h3>
            <Lines told={told} section={name} entries={entries.filter((each) => !isOwn(each))} />
            <Own told={told} section={name} entries={entries.filter(isOwn)} />
          </div>
        ))}
      </Scroll>
    </section>
  );
}

interface LinesProps {
  readonly told: Fate | undefined;
  readonly section: string;
  readonly entries: readonly LedgerEntry[];
}

function Lines({ told, section, entries }: LinesProps) {
  return (
    <ul>
      {entries.map((entry) => (
        <Line
          key={`${entry.name} ${entry.mark === 'gone'}`}
          entry={section === 'timers' ? { ...entry, name: timerInWords(entry.name) } : entry}
          end={endOf(told, section, entry)}
        />
      ))}
    </ul>
  );
}

/** What the broker publishes of itself changes all the time, and is seldom what one looks for. */
function Own(props: LinesProps) {
  if (props.entries.length === 0) return null;
  return (
    <details>
      <summary class="quiet">{`${props.entries.length} of the broker itself ($SYS)`}</summary>
      <Lines {...props} />
    </details>
  );
}

function isOwn({ name }: LedgerEntry): boolean {
  return name.startsWith('$SYS/');
}

/** In one line; which they are, the lines below say. */
function Loss({ clientId, keeps, loses, starts }: Fate) {
  return (
    <p class="loss" id="loss">
      If the connection of <b>{clientId}</b> is lost now, {counted(keeps)} {verb(keeps, 'stay')};{' '}
      {counted(loses)} {verb(loses, 'go')}
      {starts.length > 0 && `; ${counted(starts)} ${verb(starts, 'begin')}`}.
    </p>
  );
}

/** Of one thing, and of none, it ends with an s. */
function verb({ length }: readonly FateLine[], plain: 'stay' | 'go' | 'begin'): string {
  if (length > 1) return plain;
  return plain === 'go' ? 'goes' : `${plain}s`;
}

/** `keepAlive of connection 1`, by the name that the standard and the rest of the page have for it. */
function timerInWords(name: string): string {
  const end = name.indexOf(' of ');
  return end < 0 ? name : `${timerName({ name: name.slice(0, end) })}${name.slice(end)}`;
}

type End = 'stays' | 'goes' | '';

function endOf(told: Fate | undefined, section: string, { name, mark }: LedgerEntry): End {
  if (told === undefined || !told.isConnected || mark === 'gone') return '';
  const isThis = (line: FateLine) => line.section === section && line.name === name;
  if (told.loses.some(isThis)) return 'goes';
  return told.keeps.some(isThis) ? 'stays' : '';
}

interface LineProps {
  readonly entry: LedgerEntry;
  readonly end: End;
}

function Line({ entry: { name, state, stateInFull, rest, mark }, end }: LineProps) {
  const title = [stateInFull, rest].filter((text) => text !== '').join('\n');
  return (
    <li class={`ledger-line ${mark}`} title={title}>
      <span class="name">{name}</span>
      {state !== '' && <span class="state-name">{state}</span>}
      {mark !== '' && <span class="mark">{mark}</span>}
      {end !== '' && <span class={`end ${end}`}>{end}</span>}
      {rest !== '' && <span class="rest">{rest}</span>}
    </li>
  );
}

/** `1 session and 2 subscriptions`. */
function counted(lines: readonly FateLine[]): string {
  const counts = new Map<string, number>();
  for (const { section } of lines) counts.set(section, (counts.get(section) ?? 0) + 1);
  const all = [...counts].map(([section, count]) => `${count} ${worded(section, count)}`);
  const last = all.pop();
  if (last === undefined) return 'nothing';
  return all.length === 0 ? last : `${all.join(', ')} and ${last}`;
}

/** Sections are named in the plural. */
function worded(section: string, count: number): string {
  if (count !== 1) return section;
  return section === 'retained messages' ? 'retained message' : section.replace(/s$/, '');
}
