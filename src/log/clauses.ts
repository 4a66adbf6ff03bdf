/** Which clauses a client has violated, for the line that says so. */
import { type Clause, clausesOfEnd, type LifecycleEvent } from '../../machines/index.ts';

/** What the decoder finds is told by its words: the law only hears that bytes were malformed. */
const BY_WORDS: readonly (readonly [words: RegExp, clauses: readonly Clause[]])[] = [
  [/^ill-formed UTF-8/, ['v3 MQTT-1.5.3-1', 'v5 MQTT-1.5.4-1']],
  [/^U\+0000/, ['v3 MQTT-1.5.3-2', 'v5 MQTT-1.5.4-2']],
  [/^variable byte integer|^remaining length/, ['v5 MQTT-1.5.5-1']],
  [/^flags \d+ in packet type/, ['v3 MQTT-2.2.2-2', 'v5 MQTT-2.1.3-1']],
  [/^packet identifier 0/, ['v3 MQTT-2.3.1-1', 'v5 MQTT-2.2.1-3']],
  [/^PUBLISH with QoS 3/, ['v3 MQTT-3.3.1-4', 'v5 MQTT-3.3.1-4']],
  [/^PUBLISH with DUP/, ['v3 MQTT-3.3.1-2', 'v5 MQTT-3.3.1-2']],
  [/^protocol name/, ['v3 MQTT-3.1.2-1', 'v5 MQTT-3.1.2-1']],
  [/^reserved flag of CONNECT/, ['v3 MQTT-3.1.2-3', 'v5 MQTT-3.1.2-3']],
];
const VIOLATIONS: ReadonlySet<string> = new Set([
  'protocolViolation',
  'connectRefused',
  'connectTimeout',
]);
const ANY: readonly Clause[] = ['v3 MQTT-4.8.0-1', 'v5 MQTT-4.13.1-1'];

/** Undefined where nobody has violated anything. The event does not know the version, so those of all stand there. */
export function violatedClauses(event: LifecycleEvent): string | undefined {
  if (event.type !== 'client.refused' && event.type !== 'client.disconnected') return undefined;
  const { cause, detail } = event;
  if (!VIOLATIONS.has(cause)) return undefined;
  const found = clausesOfEnd(detail);
  if (found.length > 0) return found.join(', ');
  return (BY_WORDS.find(([words]) => words.test(detail))?.[1] ?? ANY).join(', ');
}
