/** The simulator's commands in this process, as a shell would run them. */
import { Command, CommanderError } from 'commander';
import { vi } from 'vitest';
import { registerSimulator } from '../../../sim/cli/commands.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function lifeline(...args: readonly string[]): Promise<Ran> {
  const ran = { code: 0, out: '', err: '' };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      ran.out += String(text);
      return true;
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      ran.err += String(text);
      return true;
    }),
  ];
  try {
    const program = new Command('lifeline').exitOverride();
    registerSimulator(program);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    ran.code = codeOf(error);
    if (!(error instanceof CommanderError)) ran.err += (error as Error).message;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return ran;
}

/** As src/cli/main.ts has it. What says no exit code is a bug of ours. */
function codeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Error && 'exitCode' in error) return error.exitCode as number;
  throw error;
}

export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}
