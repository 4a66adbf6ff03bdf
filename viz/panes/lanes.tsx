/** Which clients have a lane on the ladder, and which come first. */
import { useSignal } from '@preact/signals';
import { columns } from '../state/ladder.ts';
import { hidden, pinned, showAllLanes, toggleHidden, togglePinned } from '../state/lanes.ts';

/** More than that are found by their name. */
const LISTED_MAXIMUM = 100;

export function Lanes() {
  const wanted = useSignal('');
  const labels = (columns.value?.clients ?? []).map(({ label }) => label);
  const found = labels.filter((label) => label.includes(wanted.value));
  const more = found.length - LISTED_MAXIMUM;
  return (
    <>
      <p class="quiet">
        What is pinned stands on the left, first pinned first. What is hidden has no lane and no
        rows, in the tables neither.
      </p>
      {labels.length > LISTED_MAXIMUM / 10 && (
        <input
          type="text"
          class="search"
          data-first
          aria-label="Find a client"
          placeholder="Find a client"
          onInput={({ currentTarget }) => {
            wanted.value = currentTarget.value;
          }}
        />
      )}
      <ul class="lanes">
        {found.slice(0, LISTED_MAXIMUM).map((label) => (
          <Lane key={label} label={label} />
        ))}
      </ul>
      {labels.length === 0 && <p>No client has come yet.</p>}
      {more > 0 && <p class="quiet">{`… and ${more} more.`}</p>}
      <button type="button" onClick={showAllLanes}>
        All as they come
      </button>
    </>
  );
}

function Lane({ label }: { label: string }) {
  return (
    <li>
      <span class="name lane-name">{label}</span>
      <button
        type="button"
        class="chip"
        aria-label={`Pin ${label}`}
        aria-pressed={pinned.value.includes(label)}
        onClick={() => togglePinned(label)}
      >
        pin
      </button>
      <button
        type="button"
        class="chip"
        aria-label={`Hide ${label}`}
        aria-pressed={hidden.value.has(label)}
        onClick={() => toggleHidden(label)}
      >
        hide
      </button>
    </li>
  );
}
