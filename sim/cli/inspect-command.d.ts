/** `lifeline inspect`: what a broker held at a place in its trace, what changed, and why. */
import type { Command } from 'commander';
export declare function registerInspect(program: Command): void;
//# sourceMappingURL=inspect-command.d.ts.map