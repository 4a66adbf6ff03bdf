/** What the shapes of the ladder mean, and how it is shown. */
import type { ComponentChildren } from 'preact';
import { commandNamed, perform } from '../commands/all.ts';
import { choice } from '../state/ladder.ts';
import { hidden } from '../state/lanes.ts';
import { CommandButton, keysInWords } from './command-button.tsx';

export function LadderFoot() {
  return (
    <div class="ladder-foot">
      <ul aria-label="Legend">
        <Entry words="online">
          <rect
            x="0"
            y="1"
            width="24"
            height="12"
            rx="2"
            fill="var(--session)"
            stroke="var(--edge)"
          />
        </Entry>
        <Entry words="offline">
          <rect x="0.5" y="1" width="23" height="12" rx="2" fill="var(--session)" />
          <path
            d="M0.5 12 11 1M6 13 17.5 1M13 13 23.5 2"
            stroke="var(--edge)"
            stroke-width="1.2"
            fill="none"
          />
        </Entry>
        <Entry words="in flight">
          <rect x="10" y="0" width="4" height="14" rx="2" fill="none" stroke="currentColor" />
        </Entry>
        <Entry words="half-open">
          <path d="M0 7H24" stroke="currentColor" stroke-width="2.5" stroke-dasharray="5 4" />
        </Entry>
        <Entry words="lost" name="of-bad">
          <path
            d="M0 4 15 8M14 3 22 11M22 3 14 11"
            stroke="currentColor"
            stroke-width="1.7"
            fill="none"
          />
        </Entry>
        <Entry words="will" name="of-will">
          <path d="M12 1 18 7 12 13 6 7Z" fill="currentColor" />
        </Entry>
        <Entry words="takeover" name="of-takeover">
          <path d="M0 7H16" stroke="currentColor" stroke-width="2" />
          <path d="M24 7 15 3V11Z" fill="currentColor" />
        </Entry>
      </ul>
      <span class="ladder-buttons">
        <CommandButton id="lanes" label={`${lanesInWords()}. Pin and hide clients`}>
          {lanesInWords()}
        </CommandButton>
        <Toggle id="details" words="Details" isOn={choice.value.hasDetails === true} />
        <Toggle id="to-scale" words="To scale" isOn={choice.value.isToScale === true} />
        <CommandButton id="fit-cursor" label="Zoom to cursor">
          Zoom to cursor
        </CommandButton>
        <CommandButton id="fit-all" label="Show all">
          Show all
        </CommandButton>
      </span>
    </div>
  );
}

/** Who looks at a ladder without all lanes should know. */
function lanesInWords(): string {
  const { size } = hidden.value;
  return size === 0 ? 'Lanes' : `Lanes: ${size} hidden`;
}

interface EntryProps {
  readonly words: string;
  readonly name?: string;
  readonly children: ComponentChildren;
}

function Entry({ words, name = '', children }: EntryProps) {
  return (
    <li class={name}>
      <svg viewBox="0 0 24 14" aria-hidden="true">
        {children}
      </svg>
      {words}
    </li>
  );
}

function Toggle({ id, words, isOn }: { id: string; words: string; isOn: boolean }) {
  const command = commandNamed(id);
  const title = `${command.title} (${keysInWords(command.keys ?? [])})`;
  return (
    <button type="button" aria-pressed={isOn} title={title} onClick={() => perform(command)}>
      {words}
    </button>
  );
}
