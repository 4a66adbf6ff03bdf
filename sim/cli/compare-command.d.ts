import type { Command } from 'commander';
export declare function registerCompare(program: Command): void;
//# sourceMappingURL=compare-command.d.ts.map