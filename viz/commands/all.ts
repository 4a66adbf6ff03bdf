/** All commands there are, in the order in which help lists them. */
import type { Command } from './command.ts';
import { LOOKING } from './looking.ts';
import { MOVING } from './moving.ts';
import { RUNNING } from './running.ts';
import { VIEWING } from './viewing.ts';
import { WATCHING } from './watching.ts';

export const COMMANDS: readonly Command[] = [
  ...MOVING,
  ...RUNNING,
  ...WATCHING,
  ...VIEWING,
  ...LOOKING,
];

export function commandNamed(id: string): Command {
  const found = COMMANDS.find((command) => command.id === id);
  if (found === undefined) throw new Error(`there is no command ${id}`);
  return found;
}

/** @param pressed as `pressedKey` writes it */
export function commandOf(pressed: string): Command | undefined {
  return COMMANDS.find(({ keys }) => keys?.includes(pressed));
}

export function perform({ isEnabled, run }: Command): void {
  if (isEnabled?.() ?? true) run();
}
