/** The branches: which run was forked from which, where, and by what. */
import { signal } from '@preact/signals';
import { Scroll } from '../parts/scroll.tsx';
import { type Branch, NAME_MAXIMUM, type Row, rowsOf } from '../play/branches.ts';
import { branches, remove, rename, switchTo } from '../play/playing.ts';

/** Deeper than that, they all stand in one column. */
const DEPTH_MAXIMUM = 5;

/** Id of the branch that is being given a name; 0 for none. */
const naming = signal(0);

export function Branches() {
  const rows = rowsOf(branches.value);
  return (
    <Scroll id="branches" label="Branches">
      {rows.length < 2 && (
        <p class="quiet">
          There is one run so far. Whatever you do to it under “Steps” makes a branch, and both are
          kept here.
        </p>
      )}
      <ul class="branches">
        {rows.map((row) => (
          <Item key={row.branch.id} row={row} />
        ))}
      </ul>
    </Scroll>
  );
}

function Item({ row: { branch, depth } }: { row: Row }) {
  const isCurrent = branches.value.current === branch.id;
  const { id, parent, name, words, n, opened } = branch;
  return (
    <li class={`depth-${Math.min(depth, DEPTH_MAXIMUM)}${isCurrent ? ' current' : ''}`}>
      {naming.value === id ? (
        <Name branch={branch} />
      ) : (
        <button
          type="button"
          class="branch"
          aria-current={isCurrent ? 'true' : undefined}
          title={words}
          onClick={() => switchTo(branch)}
        >
          <span class="name">{name}</span>{' '}
          <span class="quiet">
            {parent === undefined ? `${opened.count} records` : `from record ${n} on`}
          </span>
        </button>
      )}
      <button
        type="button"
        class="plain"
        aria-label={`Rename ${name}`}
        title="Rename"
        onClick={() => {
          naming.value = naming.peek() === id ? 0 : id;
        }}
      >
        ✎
      </button>
      {branch.parent !== undefined && (
        <button
          type="button"
          class="plain"
          aria-label={`Delete ${name}`}
          title="Delete, with what was forked from it"
          onClick={() => remove(id)}
        >
          ✕
        </button>
      )}
    </li>
  );
}

function Name({ branch: { id, name } }: { branch: Branch }) {
  const take = (text: string) => {
    if (naming.peek() !== id) return;
    naming.value = 0;
    rename(id, text);
  };
  return (
    <input
      type="text"
      aria-label={`Name of ${name}`}
      value={name}
      maxLength={NAME_MAXIMUM}
      ref={begin}
      onBlur={({ currentTarget }) => take(currentTarget.value)}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') take(currentTarget.value);
        if (key === 'Escape') naming.value = 0;
      }}
    />
  );
}

/** Who gives a name writes a new one. */
function begin(input: HTMLInputElement | null): void {
  input?.focus();
  input?.select();
}
