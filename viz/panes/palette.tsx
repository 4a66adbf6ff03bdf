/** All commands and scenarios, found by typing. */
import { signal } from '@preact/signals';
import { COMMANDS, perform } from '../commands/all.ts';
import type { Command } from '../commands/command.ts';
import { scenarioCommands } from '../commands/running.ts';
import { keysInWords } from '../parts/command-button.tsx';
import { closeDialog, Dialog } from '../parts/dialog.tsx';

const SHOWN_MAXIMUM = 40;

const typed = signal('');
const chosen = signal(0);

export function Palette() {
  return (
    <Dialog id="palette" title="Commands" isWide>
      <Search />
    </Dialog>
  );
}

function Search() {
  const found = matching(typed.value, [...COMMANDS, ...scenarioCommands()]);
  const shown = found.slice(0, SHOWN_MAXIMUM);
  const index = Math.min(chosen.value, Math.max(shown.length - 1, 0));
  const keyed = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0) chosen.value = (index + by + shown.length) % Math.max(shown.length, 1);
    else if (event.key === 'Enter' && shown[index] !== undefined) take(shown[index]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        type="text"
        class="search"
        placeholder="What to do, or which scenario to open"
        role="combobox"
        aria-label="Find a command or a scenario"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={shown[index] && `palette-${shown[index].id}`}
        autocomplete="off"
        spellcheck={false}
        value={typed.value}
        data-first
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          chosen.value = 0;
        }}
        onKeyDown={keyed}
      />
      <div id="palette-list" role="listbox" aria-label="Commands">
        {shown.map((command, i) => (
          <Item key={command.id} command={command} isChosen={i === index} />
        ))}
      </div>
      {found.length === 0 && <p class="quiet">No command has all of these words.</p>}
    </>
  );
}

function Item({ command, isChosen }: { readonly command: Command; readonly isChosen: boolean }) {
  const { id, title, keys, isEnabled } = command;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
    <div
      id={`palette-${id}`}
      role="option"
      aria-selected={isChosen}
      aria-disabled={!(isEnabled?.() ?? true)}
      tabIndex={-1}
      ref={(item) => {
        if (isChosen) item?.scrollIntoView({ block: 'nearest' });
      }}
      onClick={() => take(command)}
    >
      <span>{title}</span>
      {keys !== undefined && <kbd>{keysInWords(keys)}</kbd>}
    </div>
  );
}

function take(command: Command): void {
  closeDialog();
  typed.value = '';
  perform(command);
}

/** Every word is somewhere in it; what begins with the first word comes first. */
function matching(text: string, commands: readonly Command[]): readonly Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter(({ title, group }) => {
    const all = `${group} ${title}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const isFirst = ({ title }: Command) => title.toLowerCase().startsWith(words[0] ?? '');
  return words.length === 0
    ? found
    : [...found.filter(isFirst), ...found.filter((command) => !isFirst(command))];
}
