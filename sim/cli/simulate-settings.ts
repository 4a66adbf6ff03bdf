/** All that a run depends on, as it is told before the run begins: to people, and to programs. */

import { count } from '../render/sentences/words.ts';
import { settingsOf, storeOf } from '../scenario/header.ts';
import { DEFAULT_LATENCY_MS, type FaultBudget, type Scenario } from '../scenario/scenario.ts';

/** @param scenario as its seed has settled it; without a seed, with its limits */
export function settingsText(scenario: Scenario, seed?: string): string[] {
  const { name, title, clients, endsAfterSeconds } = scenario;
  return [
    `scenario  ${name}: ${title}`,
    ...(seed === undefined ? [] : [`seed      ${seed}`]),
    `clients   ${clients.map(clientInWords).join(', ')}`,
    `network   ${networkInWords(scenario)}`,
    `store     ${storeInWords(scenario)}`,
    `faults    ${faultsInWords(scenario)}`,
    `ends      at rest, or after ${endsAfterSeconds} s`,
  ];
}

/** What differs from seed to seed, on one line. */
export function dealtText(scenario: Scenario): string {
  const parts = [faultsInWords(scenario), `network ${networkInWords(scenario)}`];
  if (scenario.options?.durable) parts.push(`store ${storeInWords(scenario)}`);
  return parts.join('; ');
}

export function settingsJson(scenario: Scenario): object {
  const clients = scenario.clients.map(({ name, is }) => ({ name, clientId: is.clientId ?? name }));
  return { clients, ...settingsOf(scenario) };
}

/** `2 cuts, 1 crash`; empty for none. */
export function faultCounts({ cut = 0, halfOpen = 0, crash = 0 }: FaultBudget): string {
  const all = [
    cut > 0 ? count(cut, 'cut') : '',
    halfOpen > 0 ? count(halfOpen, 'half-open connection') : '',
    crash > 0 ? count(crash, 'crash', 'crashes') : '',
  ];
  return all.filter((text) => text !== '').join(', ');
}

function clientInWords({ name, is }: Scenario['clients'][number]): string {
  return is.clientId === undefined || is.clientId === name ? name : `${name} (${is.clientId})`;
}

function networkInWords({ latencyMs = DEFAULT_LATENCY_MS }: Scenario): string {
  return `${latencyMs.min} to ${latencyMs.max} ms each way`;
}

function faultsInWords({ faults = {}, faultsFromSeconds }: Scenario): string {
  const most = faultCounts(faults);
  if (most === '') return 'no faults by chance';
  const from = faultsFromSeconds === undefined ? '' : `, from ${faultsFromSeconds} s on`;
  return `up to ${most}${from}`;
}

function storeInWords(scenario: Scenario): string {
  if (!scenario.options?.durable) return 'none';
  const { latencyMs, failurePercent } = storeOf(scenario);
  const fail = failurePercent === 0 ? 'no writes fail' : `${failurePercent} percent of writes fail`;
  return `${latencyMs.min} to ${latencyMs.max} ms, ${fail}`;
}
