/**
 * Environment variables that begin like ours and are none: a mistake in writing, which is told and ends nothing. An
 * orchestrator may have set them: Kubernetes gives each container the addresses of all services, and of one that is
 * called `lifeline` these are LIFELINE_SERVICE_HOST, LIFELINE_PORT=tcp://10.0.0.1:1883 and more.
 */
import { FIELDS, variableOf } from './fields.ts';
import { nearest } from './nearest.ts';

const PREFIX = 'LIFELINE_';
/** For the tests and benches of this project. */
const OF_TOOLS = /^LIFELINE_(TEST|BENCH)_/;
const OF_ORCHESTRATORS = /_SERVICE_(HOST|PORT)(_[A-Z0-9_]+)?$|_PORT_\d+_(TCP|UDP|SCTP)(_[A-Z]+)?$/;
const ADDRESS = /^(tcp|udp|sctp):\/\//;

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a variable has the address of a service, and is not meant for a port of ours that is called so too. */
export function isServiceAddress(variable: string, text = ''): boolean {
  return variable.endsWith('_PORT') && ADDRESS.test(text);
}

/** A sentence for each, with what to do. `more` are variables that are no fields. */
export function warningsAbout(environment: Environment, more: readonly string[]): string[] {
  const known = [...FIELDS.map(variableOf), ...more];
  return Object.entries(environment)
    .filter(([name]) => name.toUpperCase().startsWith(PREFIX) && !OF_TOOLS.test(name))
    .flatMap(([name, text]) => warningAbout(name, text, known) ?? []);
}

function warningAbout(
  name: string,
  text: string | undefined,
  known: readonly string[],
): string | undefined {
  if (known.includes(name)) {
    if (!isServiceAddress(name, text)) return undefined;
    return `${name} is passed over: ${text} is the address of a service, as Kubernetes sets it for one of this name. Use the flag or the file instead`;
  }
  if (OF_ORCHESTRATORS.test(name) || isServiceAddress(name, text)) return undefined;
  const like = nearest(name, known);
  const hint = like === undefined ? '`lifeline broker --help` lists all' : `did you mean ${like}?`;
  return `there is no setting ${name}, so it is passed over: ${hint}`;
}
