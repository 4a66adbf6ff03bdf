/** A scenario as text: what `parseScenario` reads as the same scenario. */
import type { Will } from '../../../machines/index.ts';
import type { ClientStep, Scenario, ScenarioClient, WorldStep } from '../scenario.ts';
import { BROKER, CLIENT, ENDS, FAULTS, NETWORK, STORE, WILL } from './settings.ts';
import { type Fields, type Shape, writeShape } from './shape.ts';
import { CLIENT_STEPS, WORLD_STEPS } from './steps.ts';
import { wordText } from './words.ts';

/** @throws RangeError for what the text has no words for: properties of a will */
export function printScenario(scenario: Scenario): string {
  const { name, title, about, options, store, faults, faultsFromSeconds } = scenario;
  const said = (word: string, shape: Shape, fields: Fields | undefined) => {
    const words = fields === undefined ? '' : writeShape(shape, fields);
    return words === '' ? [] : [`  ${word}${words}`];
  };
  const from = faultsFromSeconds !== undefined && { from: faultsFromSeconds };
  const lines = [
    `scenario ${wordText(name)}`,
    ...(title === '' ? [] : [`  title ${restText(title)}`]),
    ...(about === '' ? [] : [`  about ${restText(about)}`]),
    ...said('ends', ENDS, { ...scenario }),
    ...said('network', NETWORK, { ...scenario }),
    ...said('broker', BROKER, options && { ...options }),
    ...said('store', STORE, store),
    ...said('faults', FAULTS, { ...faults, ...from }),
    ...scenario.clients.flatMap(clientLines),
    ...(scenario.world === undefined ? [] : ['', 'world']),
    ...(scenario.world ?? []).map((step) => `  ${worldStepText(step)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function clientLines({ name, is, does }: ScenarioClient): readonly string[] {
  const { will, ...settings } = is;
  return [
    '',
    `client${writeShape(CLIENT, { name, ...settings })}`,
    ...(will === undefined ? [] : [`  will${writeShape(WILL, willFields(will))}`]),
    ...does.map((step) => `  ${clientStepText(step)}`),
  ];
}

function willFields({ message, delayIntervalSeconds }: Will): Fields {
  const { properties, ...fields } = message;
  if (properties !== undefined) throw new RangeError('a will with properties cannot be written');
  return { ...fields, delayIntervalSeconds };
}

export function clientStepText(step: ClientStep): string {
  return `${step.do}${writeShape(CLIENT_STEPS[step.do], { ...step })}`;
}

export function worldStepText(step: WorldStep): string {
  return `${step.do}${writeShape(WORLD_STEPS[step.do], { ...step })}`;
}

/** What goes on to the end of the line, quotation marks and all. */
function restText(text: string): string {
  return /^"|^\s|\s$|[\n\r]/.test(text) ? wordText(text) : text;
}
