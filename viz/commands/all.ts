/** All commands there are, in the order in which help lists them. */
import type { Command } from './command.ts';
import { EXPLAINING } from './explaining.ts';
import { LOOKING } from './looking.ts';
import { MOVING } from './moving.ts';
import { PLAYING } from './playing.ts';
import { RUNNING } from './running.ts';
import { VIEWING } from './viewing.ts';
import { WATCHING } from './watching.ts';

export const COMMANDS: readonly Command[] = [
  ...MOVING,
  ...RUNNING,
  ...WATCHING,
  ...VIEWING,
  ...LOOKING,
  ...PLAYING,
  ...EXPLAINING,
];

export function commandNamed(id: string): Command {
  const found = COMMANDS.find((command) => command.id === id);
  if (found === undefined) throw new Error(`there is no command ${id}`);
  return found;
}

/**
 * Of several with one key, the one that can be done now.
 * @param pressed as `pressedKey` writes it
 */
export function commandOf(pressed: string): Command | undefined {
  const all = COMMANDS.filter(({ keys }) => keys?.includes(pressed));
  return all.find(({ isEnabled }) => isEnabled?.() ?? true) ?? all[0];
}

export function perform({ isEnabled, run }: Command): void {
  if (isEnabled?.() ?? true) run();
}
