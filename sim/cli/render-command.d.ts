import { type Command } from 'commander';
export declare function registerRender(program: Command): void;
//# sourceMappingURL=render-command.d.ts.map