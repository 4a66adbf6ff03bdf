/** The commands of `lifeline` that work on traces and simulated worlds. */
import type { Command } from 'commander';
import { registerChart } from './chart-command.ts';
import { registerCompare } from './compare-command.ts';
import { registerInspect } from './inspect-command.ts';
import { registerRender } from './render-command.ts';
import { registerReplay } from './replay-command.ts';
import { registerSimulate } from './simulate-command.ts';

export function registerSimulator(program: Command): void {
  registerSimulate(program);
  registerReplay(program);
  registerInspect(program);
  registerRender(program);
  registerChart(program);
  registerCompare(program);
}
