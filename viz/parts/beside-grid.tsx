/** Two runs, row by row: what both have stands beside each other. One cursor is in both. */
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { type Beside, type BesideCell, type BesideRow, FOLLOWS, MARK } from '../beside/protocol.ts';
import { ask } from '../rpc.ts';
import { beside, chooseRow, lookAt, row, type Side, side } from '../state/beside.ts';
import { sayTrouble } from '../state/run.ts';
import { Grid, type GridColumn } from './grid.tsx';

interface BesideProps {
  readonly both: Beside;
  readonly nameA: string;
  readonly nameB: string;
}

interface Marked extends BesideRow {
  readonly mark: number;
}

export function BesideGrid({ both, nameA, nameB }: BesideProps) {
  const { id, marks } = both;
  const fetch = useMemo(
    () => async (from: number, to: number) => {
      const rows = await ask('besideRows', { id, from, to });
      return rows.map((each, i): Marked => ({ ...each, mark: marks[from + i] as number }));
    },
    [id],
  );
  const columns: readonly GridColumn[] = [
    { title: nameA, class: 'cell-side' },
    { title: 'Differs', class: 'cell-mark' },
    { title: nameB, class: 'cell-side' },
  ];
  const chosen = beside.value?.id === id ? row.value : -1;
  return (
    <>
      <fieldset class="beside-bar">
        <legend class="quiet">In the other panes</legend>
        <SideButton both={both} own="a" name={nameA} />
        <SideButton both={both} own="b" name={nameB} />
      </fieldset>
      <Grid<Marked>
        id="beside"
        label={`${nameA} and ${nameB}, side by side`}
        columns={columns}
        count={marks.length}
        fetch={fetch}
        cells={({ a, b, mark }) => [cell(a), signOf(mark), cell(b)]}
        rowClass={(index) => classOf(marks[index] as number)}
        chosen={chosen}
        onChoose={(index) => chooseRow(both, index)}
      />
      {chosen >= 0 && <Chosen both={both} index={chosen} nameA={nameA} nameB={nameB} />}
    </>
  );
}

function SideButton({ both, own, name }: { both: Beside; own: Side; name: string }) {
  const isShown = beside.value?.id === both.id && side.value === own;
  return (
    <button type="button" class="chip" aria-pressed={isShown} onClick={() => lookAt(both, own)}>
      {name}
    </button>
  );
}

function cell(of: BesideCell | undefined) {
  if (of === undefined) return '';
  const [came = '', ...effects] = of.words;
  return (
    <>
      <span class="quiet cell-n">{of.n}</span>
      {came}
      {effects.length > 0 && <span class="cell-effects">{` → ${effects.join(', ')}`}</span>}
    </>
  );
}

const SIGNS: Readonly<Record<number, string>> = {
  [MARK.same]: '',
  [MARK.different]: '≠',
  [MARK.onlyA]: '◂',
  [MARK.onlyB]: '▸',
  [MARK.overtaken]: '⇅',
};

const WORDS: Readonly<Record<number, string>> = {
  [MARK.different]: 'in both, and not the same',
  [MARK.onlyA]: 'only on the left',
  [MARK.onlyB]: 'only on the right',
  [MARK.overtaken]: 'in another order among clients',
};

function signOf(mark: number) {
  const kind = mark & ~FOLLOWS;
  const words = WORDS[kind];
  if (words === undefined) return '';
  const follows = mark & FOLLOWS ? ', and follows from another difference' : '';
  return (
    <>
      <span aria-hidden="true" title={`${words}${follows}`}>
        {SIGNS[kind]}
      </span>
      <span class="unseen">{`${words}${follows}`}</span>
    </>
  );
}

function classOf(mark: number): string {
  const kind = mark & ~FOLLOWS;
  if (kind === MARK.same || kind === MARK.overtaken) return '';
  return mark & FOLLOWS ? 'differs follows' : 'differs';
}

/** All that stands in the chosen row, and in what it differs. */
function Chosen({ both, index, nameA, nameB }: BesideProps & { readonly index: number }) {
  const shown = useSignal<BesideRow | undefined>(undefined);
  useEffect(() => {
    let isWanted = true;
    ask('besideRows', { id: both.id, from: index, to: index + 1 }).then(
      ([only]) => {
        if (isWanted) shown.value = only;
      },
      (error) => sayTrouble('', error),
    );
    return () => {
      isWanted = false;
    };
  }, [both.id, index]);
  const fields = both.differences.flatMap((each) => (each.row === index ? each.fields : []));
  if (shown.value === undefined) return null;
  const { a, b } = shown.value;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with the keyboard
    <section class="beside-chosen" tabIndex={0} aria-label="The chosen row, on both sides">
      <Whole name={nameA} of={a} />
      <Whole name={nameB} of={b} />
      {fields.length > 0 && (
        <dl class="beside-fields">
          {fields.map(({ field, a: ofA, b: ofB }) => (
            <div key={field}>
              <dt>{field}</dt>
              <dd>{ofA ?? 'none'}</dd>
              <dd>{ofB ?? 'none'}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function Whole({ name, of }: { readonly name: string; readonly of: BesideCell | undefined }) {
  if (of === undefined) return <p class="quiet">{`Nothing of this in ${name}.`}</p>;
  return (
    <div>
      <p>
        <span class="quiet">{`${name}, record ${of.n}, ${of.time}: `}</span>
        {of.text}
      </p>
      <ul class="effects">
        {of.effects.map((effect, i) => (
          <li key={i}>{effect}</li>
        ))}
      </ul>
    </div>
  );
}
