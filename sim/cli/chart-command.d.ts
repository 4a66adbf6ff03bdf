import { type Command } from 'commander';
export declare function registerChart(program: Command): void;
//# sourceMappingURL=chart-command.d.ts.map