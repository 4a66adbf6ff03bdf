/** A scenario of one's own, as text: what is wrong with it stands at its line, and it runs. */
import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Problem } from '../../sim/scenario/text/problem.ts';
import { FIRST_PLACE } from '../hash.ts';
import { checkSoon, draft, problems, runDraft, takeScenarioOf } from '../play/drafting.ts';
import { run } from '../state/run.ts';

/** How far the text is scrolled, so that the numbers go along. */
const scrolled = signal(0);

export function Editor() {
  const area = useRef<HTMLTextAreaElement>(null);
  const source = run.value?.source;
  // What is written stays, whatever is opened meanwhile.
  useEffect(() => {
    if (draft.peek() === '') takeScenarioOf(source?.kind === 'scenario' ? source : FIRST_PLACE);
  }, [source]);
  const go = ({ line, column, length }: Problem) => {
    const { current } = area;
    if (current === null) return;
    const begin = offsetOf(draft.peek(), line, column);
    current.focus();
    current.setSelectionRange(begin, begin + length);
  };
  const wrong = new Set(problems.value.map(({ line }) => line));
  return (
    <div class="editor">
      <div class="bar">
        <button
          type="button"
          class="main"
          aria-disabled={problems.value.length > 0}
          onClick={runDraft}
        >
          Run it
        </button>
        {source?.kind === 'scenario' && (
          <button type="button" onClick={() => takeScenarioOf(source)}>
            Take the open scenario
          </button>
        )}
        <span class="quiet">{summary(problems.value)}</span>
      </div>
      <div class="sheet">
        <Numbers wrong={wrong} />
        <textarea
          ref={area}
          id="scenario-text"
          class="text"
          aria-label="Scenario"
          aria-describedby="scenario-problems"
          spellcheck={false}
          autocomplete="off"
          wrap="off"
          value={draft.value}
          onInput={({ currentTarget }) => {
            draft.value = currentTarget.value;
            checkSoon();
          }}
          onScroll={({ currentTarget }) => {
            scrolled.value = currentTarget.scrollTop;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            runDraft();
          }}
        />
      </div>
      <ul id="scenario-problems" class="problems" aria-live="polite">
        {problems.value.map((problem, i) => (
          <li key={i}>
            <button type="button" class="link" onClick={() => go(problem)}>
              {`Line ${problem.line}, column ${problem.column}`}
            </button>
            {` ${problem.message}`}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Numbers({ wrong }: { readonly wrong: ReadonlySet<number> }) {
  const ref = useRef<HTMLOListElement>(null);
  const offset = scrolled.value;
  useEffect(() => {
    ref.current?.style.setProperty('transform', `translateY(${-offset}px)`);
  }, [offset]);
  const count = draft.value.split('\n').length;
  return (
    <div class="gutter" aria-hidden="true">
      <ol ref={ref}>
        {Array.from({ length: count }, (_, i) => (
          <li key={i} class={wrong.has(i + 1) ? 'wrong' : ''}>
            {i + 1}
          </li>
        ))}
      </ol>
    </div>
  );
}

function summary({ length }: readonly Problem[]): string {
  if (length === 0) return 'Ctrl+Enter runs it under the seed above.';
  return length === 1 ? 'One line cannot be read.' : `${length} things cannot be read.`;
}

function offsetOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
}
