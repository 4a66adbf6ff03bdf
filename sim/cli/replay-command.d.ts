/** `lifeline replay`: a trace through the core again, every effect held against what was recorded. */
import { type Command } from 'commander';
export declare function registerReplay(program: Command): void;
//# sourceMappingURL=replay-command.d.ts.map