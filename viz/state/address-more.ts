/** What the address says of runs that their scenario, their seed and a record do not say: set by who knows it. */
import { signal } from '@preact/signals';

/** By number of the run: fields, without `#` and `at`, that stand in place of scenario and seed. */
export const more = signal<ReadonlyMap<number, string>>(new Map());
