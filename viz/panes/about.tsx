/** What the open run is about. */
import { run } from '../state/run.ts';
import { tab } from '../state/view.ts';

export function About() {
  const open = run.value;
  return (
    <div class="about">
      <h2 id="title">{open?.title ?? 'Loading…'}</h2>
      {open?.source.kind === 'live' && open.clientIds.length === 0 ? (
        <Waiting />
      ) : (
        <p id="about">{open?.about ?? ''}</p>
      )}
    </div>
  );
}

/** Nobody has come yet: who has just started the broker wants to know what to do. */
function Waiting() {
  return (
    <>
      <p id="about">
        No client has come yet. Connect two with one Client Identifier to the address that{' '}
        <code>npm start</code> printed, and watch the takeover. Or see first how one goes:
      </p>
      <p>
        <button
          type="button"
          class="main"
          onClick={() => {
            tab.value = 'stories';
          }}
        >
          Stories
        </button>
      </p>
    </>
  );
}
