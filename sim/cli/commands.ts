/** The commands of `lifeline` that work on traces and simulated worlds. */
import type { Command } from 'commander';
import { registerSimulate } from './simulate-command.ts';

export function registerSimulator(program: Command): void {
  registerSimulate(program);
}
