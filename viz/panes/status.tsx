/** What is said aloud: the record at the cursor, and not while playing, nor faster than it can be heard. */
import { effect, signal } from '@preact/signals';
import { moment } from '../state/look.ts';
import { count, isPlaying } from '../state/run.ts';

const SAID_AFTER_MS = 500;

const said = signal('');

effect(() => {
  const now = moment.value;
  const all = count.value;
  if (now === undefined || isPlaying.value) return;
  const text = now.n === 0 ? 'before everything' : (now.told[0]?.text ?? '');
  const timer = setTimeout(() => {
    said.value = `${now.time}, record ${now.n} of ${all}: ${text}`;
  }, SAID_AFTER_MS);
  return () => clearTimeout(timer);
});

export function Status() {
  return (
    <p id="status" role="status" aria-live="polite">
      {said.value}
    </p>
  );
}
