/** The effective configuration, and where each value came from, for --print-config. */
import { FIELDS } from './fields.ts';
import type { Configuration } from './resolve.ts';
import { showValue } from './values.ts';

/** One line per setting: name, value, source. */
export function printConfiguration({ origins }: Configuration): string {
  const rows = FIELDS.map((field) => {
    const setting = origins.get(field.name);
    return [field.name, showValue(field, setting?.value), setting?.source];
  });
  const width = (column: number) => Math.max(...rows.map((row) => (row[column] ?? '').length));
  const [names, values] = [width(0), width(1)];
  return rows
    .map(([name = '', value = '', source]) => {
      return `${name.padEnd(names)}  ${value.padEnd(values)}  ${source}`;
    })
    .join('\n');
}

/** `{"port": {"value": 1883, "source": "default"}, …}`. */
export function printConfigurationJson({ origins }: Configuration): string {
  return JSON.stringify(Object.fromEntries(origins), undefined, 2);
}
