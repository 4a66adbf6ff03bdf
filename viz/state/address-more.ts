/** What the address says of a run that its scenario, its seed and a record do not say: set by who knows it. */
import { signal } from '@preact/signals';

/** For that run, these fields, without `#` and `at`, stand in place of scenario and seed. */
export const more = signal<{ readonly run: number; readonly fields: string } | undefined>(
  undefined,
);
