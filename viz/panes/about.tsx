/** What the open run is about. */
import { run } from '../state/run.ts';

export function About() {
  const open = run.value;
  return (
    <div class="about">
      <h2 id="title">{open?.title ?? 'Loading…'}</h2>
      <p id="about">{open?.about ?? ''}</p>
    </div>
  );
}
