/** The keys, from the commands themselves. */
import { COMMANDS } from '../commands/all.ts';
import { keysInWords } from '../parts/command-button.tsx';
import { Dialog } from '../parts/dialog.tsx';

export function Help() {
  const groups = [...new Set(COMMANDS.map(({ group }) => group))];
  return (
    <Dialog id="help" title="Keys" isWide>
      <div class="help-groups">
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <dl class="keys">
              {COMMANDS.filter((command) => command.group === group && command.keys).map(
                ({ id, title, keys = [] }) => (
                  <div key={id}>
                    <dt>
                      <kbd>{keysInWords(keys)}</kbd>
                    </dt>
                    <dd>{title}</dd>
                  </div>
                ),
              )}
            </dl>
          </section>
        ))}
      </div>
      <p class="quiet">
        Everything else is in the list of commands (Ctrl+K). A trace that is dropped on the page is
        opened; it does not leave this machine.
      </p>
    </Dialog>
  );
}
