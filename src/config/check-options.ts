/** Options that a program gives, held against the same table as those of the command line. */
import { ConfigurationError } from '../errors.ts';
import { FIELDS, type Field } from './fields.ts';
import { checkValue } from './values.ts';

/** What only a program can give. */
const FOR_PROGRAMS: ReadonlySet<string> = new Set([
  'authenticate',
  'authenticationMethods',
  'authorize',
  'logger',
  'record',
  'tls',
]);
const BY_NAME: ReadonlyMap<string, Field> = new Map(FIELDS.map((field) => [field.name, field]));

/** Throws ConfigurationError for an unknown option and for a value that it may not have. */
export function checkOptions(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || FOR_PROGRAMS.has(name)) continue;
    const field = BY_NAME.get(name);
    if (field === undefined) throw new ConfigurationError(`there is no option "${name}"`);
    checkValue(field, value, `the option ${name}`);
  }
}
