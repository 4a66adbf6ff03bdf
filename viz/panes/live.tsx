/** The broker that is being watched: whether it can be heard, how much there is, and whether the cursor goes along. */
import { followTitle } from '../commands/watching.ts';
import { isFollowing, live } from '../live.ts';
import { CommandButton } from '../parts/command-button.tsx';
import type { LiveStatus } from '../protocol.ts';
import { run } from '../state/run.ts';

export function Live() {
  const state = live.value;
  if (state.kind === 'off') return null;
  const isShown = run.value?.source.kind === 'live';
  return (
    <section id="live" class={`live ${state.kind}`} aria-label="Live">
      <span class="live-sign" aria-hidden="true" />
      <p id="live-says">{said()}</p>
      <span class="spring" />
      {isShown && (
        <CommandButton id="follow" label={followTitle()} class="follow">
          {isFollowing.value ? 'Following' : 'Follow'}
        </CommandButton>
      )}
      {state.kind === 'paused' ? (
        <CommandButton id="live">Watch again</CommandButton>
      ) : (
        <CommandButton id="live-pause">Stop</CommandButton>
      )}
    </section>
  );
}

function said(): string {
  const state = live.value;
  switch (state.kind) {
    case 'off':
      return '';
    case 'paused':
      return 'Not watching any more. What had come until then is shown.';
    case 'connecting':
      return state.because === ''
        ? 'Asking the broker…'
        : `No word from the broker (${state.because}); asking again…`;
    case 'open':
      return state.status === undefined ? 'Connected.' : counted(state.status);
  }
}

function counted({ connections, sessions, inputsPerSecond, isWhole }: LiveStatus): string {
  const counts = `Live: ${many(connections, 'connection')}, ${many(sessions, 'session')}, ${many(inputsPerSecond, 'input')} a second.`;
  if (isWhole) return counts;
  return `${counts} More than a page can follow: only connections, sessions, wills and subscriptions are told.`;
}

function many(number: number, what: string): string {
  return `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`;
}
