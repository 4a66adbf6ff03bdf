/** The open run against another: another seed, a branch, another scenario, a trace from the disk. */
import { signal } from '@preact/signals';
import type { PlainDifference } from '../../sim/compare/comparison-json.ts';
import type { Beside } from '../beside/protocol.ts';
import { BesideGrid } from '../parts/beside-grid.tsx';
import { branches } from '../play/playing.ts';
import type { Opened } from '../protocol.ts';
import {
  chooseRow,
  compareWithFile,
  compareWithMade,
  compareWithOpen,
  comparison,
  isWorking,
  row,
} from '../state/beside.ts';
import { scenarios } from '../state/open.ts';
import { run } from '../state/run.ts';

export function Compare() {
  const both = comparison.value;
  return (
    <div class="table-pane">
      <Choice />
      {both === undefined && (
        <p class="table-note quiet">
          Two runs are laid side by side, record by record: what is the same, what differs, and
          where first. Another seed deals the same scenario other delays and other orders.
        </p>
      )}
      {both !== undefined && (
        <>
          <Summary both={both} />
          <BesideGrid both={both} nameA={nameOf(both.a, both.b)} nameB={nameOf(both.b, both.a)} />
        </>
      )}
    </div>
  );
}

/** What tells it from the other. */
function nameOf({ source, name }: Opened, other: Opened): string {
  if (source.kind !== 'scenario') return name;
  const { scenario, seed, doings } = source;
  const edited = doings === undefined ? '' : ', edited';
  const isSame = other.source.kind === 'scenario' && other.source.scenario === scenario;
  return isSame ? `Seed ${seed}${edited}` : `${scenario}, seed ${seed}${edited}`;
}

const seed = signal('2');
const scenario = signal('');

function Choice() {
  const open = run.value;
  const source = open?.source;
  const others = branches.value.all.filter(({ opened }) => opened.run !== open?.run);
  const own = source?.kind === 'scenario' ? source.scenario : '';
  return (
    <form
      class="beside-offer"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = scenario.value || own || 'takeover';
        compareWithMade({ scenario: wanted, seed: seed.value || '1' });
      }}
    >
      <p>{`Compare ${open?.name ?? 'the open run'} with`}</p>
      <label>
        scenario
        <select
          value={scenario.value || own}
          onChange={({ currentTarget }) => {
            scenario.value = currentTarget.value;
          }}
        >
          {scenarios.value.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        seed
        <input
          type="text"
          size={4}
          maxLength={64}
          value={seed.value}
          onInput={({ currentTarget }) => {
            seed.value = currentTarget.value;
          }}
        />
      </label>
      <button type="submit" disabled={isWorking.value}>
        {isWorking.value ? 'Comparing…' : 'Compare'}
      </button>
      <label class="button">
        with a trace…
        <input
          type="file"
          class="unseen"
          accept=".jsonl,.gz,.txt"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file !== undefined) compareWithFile(file);
            currentTarget.value = '';
          }}
        />
      </label>
      {others.map(({ id, name, opened }) => (
        <button key={id} type="button" onClick={() => compareWithOpen(opened)}>
          {`with ${name}`}
        </button>
      ))}
    </form>
  );
}

function Summary({ both }: { readonly both: Beside }) {
  const { counts, differences, differencesInAll, shifts, lagMaximumMs } = both;
  const first = differences[0];
  return (
    <div class="beside-differences">
      <p>
        {differencesInAll === 0
          ? `The same things happen in both: ${counts.same} records.`
          : `${counts.same} records are the same, ${counts.different} differ, ${counts.onlyA} are only on the left, ${counts.onlyB} only on the right.`}
        {counts.overtaken > 0 && ` ${counts.overtaken} stand in another order among clients.`}
        {shifts.length === 0 && lagMaximumMs > 0 && ` Times differ by up to ${lagMaximumMs} ms.`}{' '}
        {first !== undefined && (
          <button type="button" onClick={() => chooseRow(both, first.row)}>
            To the first difference
          </button>
        )}
      </p>
      {differencesInAll > 0 && (
        <details>
          <summary>{`${differencesInAll} differences that no other explains`}</summary>
          <ul>
            {differences.map((each, i) => (
              <li key={i}>
                <button
                  type="button"
                  class="plain difference"
                  aria-current={each.row === row.value ? 'true' : undefined}
                  onClick={() => chooseRow(both, each.row)}
                >
                  {inWords(each)}
                </button>
              </li>
            ))}
          </ul>
          {differencesInAll > differences.length && (
            <p class="quiet">{`… and ${differencesInAll - differences.length} more.`}</p>
          )}
        </details>
      )}
      {shifts.length > 0 && (
        <details>
          <summary>Shifts in time</summary>
          <ul>
            {shifts.map((shift) => (
              <li key={shift}>{shift}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

const KINDS: Readonly<Record<PlainDifference['kind'], string>> = {
  onlyA: 'Only on the left',
  onlyB: 'Only on the right',
  content: 'Not the same',
  moved: 'Elsewhere',
};

function inWords({ kind, a, b, fields }: PlainDifference): string {
  const what = (a ?? b)?.sentence ?? '';
  const values = fields.map((each) => `${each.field} ${each.a ?? 'none'} / ${each.b ?? 'none'}`);
  return `${KINDS[kind]}: ${what}${values.length === 0 ? '' : ` (${values.join(', ')})`}`;
}
