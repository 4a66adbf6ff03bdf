/** A value of a field: from text (flags and environment), from JSON (file and programs), and checked either way. */
import { ConfigurationError } from '../errors.ts';
import type { Field, SettingValue } from './fields.ts';

/** From a flag or an environment variable. `where` names it in errors. Throws ConfigurationError. */
export function parseText(field: Field, text: string, where: string): SettingValue {
  switch (field.kind) {
    case 'number':
      return checkValue(field, toNumber(text), where);
    case 'port':
      return checkValue(field, text === 'off' ? false : toNumber(text), where);
    case 'flag':
      return checkValue(field, text === 'true' ? true : text === 'false' ? false : text, where);
    case 'versions':
      return checkValue(field, text.split(',').map(toNumber), where);
    case 'set':
      return checkValue(field, text === 'off' ? [] : text.split(','), where);
    default:
      return checkValue(field, text, where);
  }
}

/** Returns the value when it is one that the field may have; else throws ConfigurationError. */
export function checkValue(field: Field, value: unknown, where: string): SettingValue {
  if (isAllowed(field, value)) return value as SettingValue;
  throw new ConfigurationError(
    `${where} is ${showValue(field, value)}, and has to be ${describeAllowed(field)}`,
  );
}

function isAllowed(field: Field, value: unknown): boolean {
  switch (field.kind) {
    case 'number':
      return isWithin(value, field.min, field.max);
    case 'port':
      return value === false || isWithin(value, 0, 65_535);
    case 'flag':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string';
    case 'choice':
      return field.choices.includes(value as string);
    case 'versions':
      return (
        Array.isArray(value) &&
        value.length > 0 &&
        value.every((one) => field.choices.includes(one))
      );
    case 'set':
      return Array.isArray(value) && value.every((one) => field.choices.includes(one));
  }
}

/** `a whole number from 1 to 65535`. */
function describeAllowed(field: Field): string {
  switch (field.kind) {
    case 'number':
      return `a whole number from ${field.min} to ${field.max}`;
    case 'port':
      return 'a port from 0 (any that is free) to 65535, or off';
    case 'flag':
      return 'true or false';
    case 'text':
      return 'text';
    case 'choice':
      return `one of ${field.choices.join(', ')}`;
    case 'versions':
      return `a list of some of ${field.choices.join(', ')}`;
    case 'set':
      return `off, or some of ${field.choices.join(', ')} with commas between`;
  }
}

/** As a person would write it in a flag; text in quotes. */
export function showValue({ kind }: Pick<Field, 'kind'>, value: unknown): string {
  if (kind === 'port' && value === false) return 'off';
  if (Array.isArray(value)) return value.join(',') || 'off';
  return typeof value === 'object' || typeof value === 'string'
    ? JSON.stringify(value)
    : String(value);
}

function isWithin(value: unknown, min: number, max: number): boolean {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}

/** What is no number in decimal digits stays text, for the error to show. */
function toNumber(text: string): number | string {
  return /^\d{1,15}$/.test(text.trim()) ? Number(text) : text;
}
