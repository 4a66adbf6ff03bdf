/** Topics that only the broker publishes to. */
import { matches } from '../../machines/index.ts';

/** The root of what the broker says about itself. */
export const SYS_ROOT = '$SYS';

/** Where bridges say that they are there, which is theirs to say. Exempt, as in mosquitto. */
const BRIDGE_STATES = `${SYS_ROOT}/broker/connection/+/state`;

/** Whether a client that published there would speak in the broker's name. */
export function isReserved(topicName: string): boolean {
  if (topicName !== SYS_ROOT && !topicName.startsWith(`${SYS_ROOT}/`)) return false;
  return !matches(BRIDGE_STATES, topicName);
}
