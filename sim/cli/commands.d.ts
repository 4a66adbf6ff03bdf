/** The commands of `lifeline` that work on traces and simulated worlds. */
import type { Command } from 'commander';
export declare function registerSimulator(program: Command): void;
//# sourceMappingURL=commands.d.ts.map