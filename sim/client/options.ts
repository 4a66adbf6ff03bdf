/** How a simulated client is set up, with the defaults. */
import type { ClientSettings } from '../../machines/charts/client-types.ts';
import type { Will } from '../../machines/packets.ts';

export interface ClientOptions extends ClientSettings {
  /** What the simulator calls it: `c1`. */
  readonly name: string;
  /** Empty: the broker assigns one. */
  readonly clientId: string;
  readonly userName: string | undefined;
  readonly password: Uint8Array | undefined;
  readonly will: Will | undefined;
  /** QoS 1 and 2 PUBLISH that the broker may have unacknowledged: our Receive Maximum, 1 to 65,535. 5.0 only. */
  readonly receiveMaximum: number;
  /** QoS 1 and 2 PUBLISH that we have unacknowledged; the broker may ask for less. 1 to 60,000. */
  readonly inflightMaximum: number;
  /** Sent with CONNECT and each AUTH. */
  readonly authenticationData: Uint8Array | undefined;
  /** False: acknowledgements of messages from the broker wait for the `acknowledge` command. */
  readonly autoAcknowledge: boolean;
  /** True: no law, everything is sent as the script has it. See raw-client.ts. */
  readonly raw: boolean;
}

export const DEFAULT_CLIENT_OPTIONS: ClientOptions = {
  name: 'c1',
  clientId: 'c1',
  version: 5,
  cleanStart: false,
  sessionExpiryIntervalSeconds: 0,
  keepAliveSeconds: 0,
  userName: undefined,
  password: undefined,
  will: undefined,
  receiveMaximum: 65_535,
  inflightMaximum: 60_000,
  authenticationMethod: undefined,
  authenticationData: undefined,
  reconnect: 'unlessTakenOver',
  backoffMs: [1_000, 2_000, 4_000, 8_000],
  openTimeoutSeconds: 10,
  connackTimeoutSeconds: 10,
  pingrespTimeoutSeconds: 5,
  closeTimeoutSeconds: 5,
  autoAcknowledge: true,
  raw: false,
};
