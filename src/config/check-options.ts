/** Options that a program gives, held against the same table as those of the command line. */
import { ConfigurationError } from '../errors.ts';
import { FIELDS, type Field } from './fields.ts';
import { nearest } from './nearest.ts';
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

function unknown(name: string): ConfigurationError {
  const like = nearest(name, [...BY_NAME.keys(), ...FOR_PROGRAMS]);
  const hint = like === undefined ? '' : `: did you mean "${like}"?`;
  return new ConfigurationError(`there is no option "${name}"${hint}`);
}

/** Throws ConfigurationError for an unknown option and for a value that it may not have. */
export function checkOptions(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || FOR_PROGRAMS.has(name)) continue;
    const field = BY_NAME.get(name);
    if (field === undefined) throw unknown(name);
    checkValue(field, value, `the option ${name}`);
  }
}
