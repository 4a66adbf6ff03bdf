/** What has gone over all connections since the start. Numbers that are added to, and nothing else, on the hot path. */

export interface Traffic {
  /** Connections that were opened. */
  connections: number;
  /** Connections that were cut off before they could be told that there are too many. */
  connectionsCut: number;
  bytesReceived: number;
  bytesSent: number;
  /** MQTT Control Packets of any type. */
  packetsReceived: number;
  packetsSent: number;
  publishReceived: number;
  publishSent: number;
}

export function noTraffic(): Traffic {
  return {
    connections: 0,
    connectionsCut: 0,
    bytesReceived: 0,
    bytesSent: 0,
    packetsReceived: 0,
    packetsSent: 0,
    publishReceived: 0,
    publishSent: 0,
  };
}
