/** The configuration from all its sources, each value with where it came from: flag, environment, file, default. */
import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../errors.ts';
import {
  FIELDS,
  type Field,
  flagOf,
  type SettingName,
  type Settings,
  type SettingValue,
  variableOf,
} from './fields.ts';
import { nearest } from './nearest.ts';
import { isServiceAddress, warningsAbout } from './stray-variables.ts';
import { checkValue, parseText } from './values.ts';

export interface Sources {
  /** By setting name, as commander has them: text, or a boolean where a flag has no value. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Path of a JSON file. */
  readonly file: string | undefined;
}

export interface Setting {
  readonly value: SettingValue;
  /** `flag --port`, `environment LIFELINE_PORT`, `file lifeline.json`, `default`. */
  readonly source: string;
}

export interface Configuration {
  readonly settings: Settings;
  readonly origins: ReadonlyMap<SettingName, Setting>;
  /** Sentences about what was passed over, and is probably a mistake. */
  readonly warnings: readonly string[];
}

/** Where the path of the file is looked for when there is no --config. */
export const FILE_VARIABLE = 'LIFELINE_CONFIG';

/** Throws ConfigurationError. */
export function resolveConfiguration(sources: Sources): Configuration {
  const path = sources.file ?? (sources.environment[FILE_VARIABLE] || undefined);
  const file = path === undefined ? {} : readFile(path);
  const origins = new Map(
    FIELDS.map((field) => [field.name, resolveField(field, sources, file, path)] as const),
  );
  const values = [...origins].map(([name, { value }]) => [name, value]);
  const warnings = warningsAbout(sources.environment, [FILE_VARIABLE]);
  return { settings: Object.fromEntries(values), origins, warnings };
}

function resolveField(
  field: Field,
  { flags, environment }: Sources,
  file: Readonly<Record<string, unknown>>,
  path: string | undefined,
): Setting {
  const flag = flags[field.name];
  if (flag !== undefined) {
    const name = flagOf(field);
    if (typeof flag === 'string') {
      return { value: parseText(field, flag, name), source: `flag ${name}` };
    }
    const source = flag === false ? name.replace('--', '--no-') : name;
    return { value: flag === true, source: `flag ${source}` };
  }
  const variable = variableOf(field);
  const text = environment[variable];
  // Set and empty is how a shell and a compose file say "not set".
  if (text !== undefined && text !== '' && !isServiceAddress(variable, text)) {
    return { value: parseText(field, text, variable), source: `environment ${variable}` };
  }
  if (Object.hasOwn(file, field.name)) {
    const value = checkValue(field, file[field.name], `"${field.name}" in ${path}`);
    return { value, source: `file ${path}` };
  }
  return { value: field.default, source: 'default' };
}

function readFile(path: string): Readonly<Record<string, unknown>> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const problem = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new ConfigurationError(`${path} ${problem}: ${(error as Error).message}`);
  }
  if (content === null || typeof content !== 'object' || Array.isArray(content)) {
    throw new ConfigurationError(`${path} has to hold one JSON object, such as {"port": 1883}`);
  }
  for (const key of Object.keys(content)) checkKnown(key, path);
  return content as Record<string, unknown>;
}

function checkKnown(key: string, path: string): void {
  if (FIELDS.some((field) => field.name === key)) return;
  const like = nearest(
    key,
    FIELDS.map(({ name }) => name),
  );
  const hint = like ? `did you mean "${like}"?` : 'lifeline broker --print-config lists all';
  throw new ConfigurationError(`${path} has the unknown key ${JSON.stringify(key)}: ${hint}`);
}
