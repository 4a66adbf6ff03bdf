/** `lifeline simulate`: a scenario under a seed, or under many. */
import type { Command } from 'commander';
export declare function registerSimulate(program: Command): void;
//# sourceMappingURL=simulate-command.d.ts.map