/** The stories, as cards: one click, and it is told in their place. */
import { useEffect } from 'preact/hooks';
import { Scroll } from '../parts/scroll.tsx';

import { moment } from '../state/look.ts';
import { cards, fetchCards, openStory } from '../state/story.ts';
import { story } from '../state/story-place.ts';
import { Story } from './story.tsx';

export function Stories() {
  return story.value === undefined ? <Gallery /> : <Story />;
}

function Gallery() {
  // The cards come from the worker, which has the run itself to make first.
  const hasMoment = moment.value !== undefined;
  useEffect(() => {
    if (hasMoment) fetchCards();
  }, [hasMoment]);
  return (
    <Scroll id="stories" label="Stories">
      <p class="quiet">Pick one: captions lead you through it.</p>
      <ul class="cards">
        {cards.value.map(({ id, title, promise, versions }) => (
          <li key={id}>
            <button type="button" class="card" onClick={() => openStory(id)}>
              <span class="card-head">
                <span class="name">{title}</span>
                <span class="versions">{versions}</span>
              </span>
              <span class="promise">{promise}</span>
            </button>
          </li>
        ))}
      </ul>
    </Scroll>
  );
}
