/** All that a run depends on, as it is told before the run begins: to people, and to programs. */
import { type FaultBudget, type Scenario } from '../scenario/scenario.ts';
/** @param scenario as its seed has settled it; without a seed, with its limits */
export declare function settingsText(scenario: Scenario, seed?: string): string[];
/** What differs from seed to seed, on one line. */
export declare function dealtText(scenario: Scenario): string;
export declare function settingsJson(scenario: Scenario): object;
/** `2 cuts, 1 crash`; empty for none. */
export declare function faultCounts({ cut, halfOpen, crash }: FaultBudget): string;
//# sourceMappingURL=simulate-settings.d.ts.map