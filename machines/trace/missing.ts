/**
 * What a part of a record lacks, by the trace's schema. A file that was edited by hand may have a packet without the
 * members that its type asks for, and who says what it means would stumble over that somewhere else, or later.
 *
 * Only absence is looked for: what is there may be more than we know of.
 */
import { TRACE_SCHEMA } from './schema.ts';

type Schema = Readonly<Record<string, unknown>>;

/** @returns the path of the first member that is not there: `will.message` */
type Search = (value: unknown) => string | undefined;

const DEFINITIONS = TRACE_SCHEMA['$defs'] as Readonly<Record<string, Schema>>;
const REFERENCE = '#/$defs/';

const searches = new Map<Schema, Search>();
const nothing: Search = () => undefined;

/** @param kind what of the schema's definitions it is */
export function missingIn(kind: 'input' | 'effect' | 'note', value: unknown): string | undefined {
  return searchIn(DEFINITIONS[kind] as Schema)(value);
}

/** Definitions may hold each other, so each is made when it is first needed. */
function searchIn(schema: Schema): Search {
  let search = searches.get(schema);
  if (search === undefined) {
    search = searchFor(schema);
    searches.set(schema, search);
  }
  return search;
}

function searchFor({ $ref, oneOf, properties, required, items }: Schema): Search {
  if (typeof $ref === 'string') {
    return searchIn(DEFINITIONS[$ref.slice(REFERENCE.length)] as Schema);
  }
  if (Array.isArray(oneOf)) return inOneOf(oneOf);
  if (Array.isArray(required)) return inMembers(required, properties as Schema | undefined);
  return typeof items === 'object' ? inItems(items as Schema) : nothing;
}

function inMembers(required: readonly string[], properties: Schema = {}): Search {
  const deeper = Object.entries(properties).flatMap(([name, schema]) => {
    const search = searchIn(schema as Schema);
    return search === nothing ? [] : [{ name, search }];
  });
  return (value) => {
    if (!isObject(value)) return undefined;
    for (const name of required) if (isMissing(value[name])) return name;
    for (const { name, search } of deeper) {
      const found = search(value[name]);
      if (found !== undefined) return `${name}.${found}`;
    }
    return undefined;
  };
}

function inItems(items: Schema): Search {
  const search = searchIn(items);
  if (search === nothing) return nothing;
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    for (const [at, item] of value.entries()) {
      const found = search(item);
      if (found !== undefined) return `${at}.${found}`;
    }
    return undefined;
  };
}

/** Variants are told apart by a name; those without one, messages and bytes, by what they have. */
function inOneOf(variants: readonly Schema[]): Search {
  const names = ['type', 'kind'].filter((name) => variants.every((each) => constOf(each, name)));
  const [name] = names;
  const all = variants.map(searchIn);
  if (name !== undefined) {
    const byName = new Map(variants.map((each, at) => [constOf(each, name), all[at] as Search]));
    return (value) => (isObject(value) ? byName.get(value[name])?.(value) : undefined);
  }
  return (value) => {
    const found = all.map((search) => search(value));
    return found.includes(undefined) ? undefined : found.at(-1);
  };
}

function constOf({ properties }: Schema, name: string): unknown {
  const members = properties as Readonly<Record<string, Schema>> | undefined;
  return members?.[name]?.['const'];
}

/** None of the members that have to be there can be null. */
export function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** What has been read already has bytes where there was something that stood for them. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}
