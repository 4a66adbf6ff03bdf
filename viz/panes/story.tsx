/** The captions of the story that is told, and the one at the cursor. */
import type { CaptionWords } from '../beside/protocol.ts';
import { CommandButton } from '../parts/command-button.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { close, goTo, isTelling, tell } from '../state/story.ts';
import { caption, story } from '../state/story-place.ts';

export function Story() {
  const told = story.value;
  if (told === undefined) return null;
  const { title, promise } = told.card;
  const place = caption.value + 1;
  return (
    <div class="story">
      <div class="pane-head">
        <h2 title={promise}>{title}</h2>
        <button type="button" class="plain" onClick={close}>
          All stories
        </button>
      </div>
      <div class="story-bar">
        <CommandButton id="caption-back" label="Back to the caption before">
          Back
        </CommandButton>
        <CommandButton id="caption-next" label="Next caption">
          Next
        </CommandButton>
        <button
          type="button"
          aria-pressed={isTelling.value}
          onClick={() => {
            if (isTelling.peek()) isTelling.value = false;
            else tell();
          }}
        >
          {isTelling.value ? 'Pause' : 'Play'}
        </button>
        <span class="quiet">{`${place} of ${told.captions.length}`}</span>
      </div>
      <Scroll id="captions" label="Captions">
        <ol class="captions">
          {told.captions.map((each, index) => (
            <Caption key={index} index={index} words={each} hasTwo={told.beside !== undefined} />
          ))}
        </ol>
      </Scroll>
    </div>
  );
}

/** Of the one before, so much stays in sight. */
const TOP = 26;

interface CaptionProps {
  readonly index: number;
  readonly words: CaptionWords;
  readonly hasTwo: boolean;
}

function Caption({ index, words, hasTwo }: CaptionProps) {
  const isCurrent = caption.value === index;
  const { text, clauses, n, isSo } = words;
  return (
    <li
      class={`caption ${isCurrent ? 'current' : ''}`}
      ref={(item) => {
        const box = item?.closest('.scroll');
        // The others around it would move too with scrollIntoView.
        if (isCurrent && item && box) box.scrollTop = item.offsetTop - TOP;
      }}
    >
      <button
        type="button"
        class="plain"
        aria-current={isCurrent ? 'step' : undefined}
        disabled={n === 0}
        onClick={() => {
          isTelling.value = false;
          goTo(index);
        }}
      >
        <span class="caption-text">{text}</span>
        <span class="quiet caption-where">
          {n === 0 ? 'This does not happen in this run.' : `Record ${n}${sideText(words, hasTwo)}`}
          {n > 0 && !isSo && ' · not all of it is so in this run'}
        </span>
      </button>
      {isCurrent && clauses.length > 0 && (
        <ul class="clauses">
          {clauses.map(({ id, summary }) => (
            <li key={id}>
              <b>{id}</b> {summary}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function sideText({ of }: CaptionWords, hasTwo: boolean): string {
  const both = story.value?.beside;
  if (!hasTwo || both === undefined) return '';
  if (both.versions !== undefined) return of === 'a' ? ' of 3.1.1' : ' of 5.0';
  const { source } = of === 'a' ? both.a : both.b;
  return source.kind === 'scenario' ? ` under seed ${source.seed}` : '';
}
