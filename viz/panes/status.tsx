/** What is said aloud: the record at the cursor, and not while playing, nor faster than it can be heard. */
import { effect, signal } from '@preact/signals';
import { moment } from '../state/look.ts';
import { count, isPlaying } from '../state/run.ts';

const SAID_AFTER_MS = 500;
/** Of a broker that is never still something is said all the same. */
const SAID_EVERY_MS = 3_000;

interface Said {
  /** The sentence is seen by who sees where the cursor is. */
  readonly where: string;
  readonly text: string;
}

const said = signal<Said>({ where: '', text: '' });

/** Since when there is something new that has not been said. */
let waitingSinceMs: number | undefined;

effect(() => {
  const now = moment.value;
  const all = count.value;
  if (now === undefined || isPlaying.value) return;
  const text = now.n === 0 ? 'before everything' : (now.told[0]?.text ?? '');
  waitingSinceMs ??= performance.now();
  const leftMs = waitingSinceMs + SAID_EVERY_MS - performance.now();
  const timer = setTimeout(
    () => {
      waitingSinceMs = undefined;
      said.value = { where: `${now.time}, record ${now.n} of ${all}: `, text };
    },
    Math.min(SAID_AFTER_MS, leftMs),
  );
  return () => clearTimeout(timer);
});

export function Status() {
  const { where, text } = said.value;
  return (
    <p id="status" role="status" aria-live="polite" title={text}>
      <span class="unseen">{where}</span>
      {text}
    </p>
  );
}
