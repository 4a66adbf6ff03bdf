/** The four packets that answer PUBLISH and each other. Either side may be the one that sends them. */
import { isFailure } from '../../../machines/index.ts';
import type { PacketOf } from './packets.ts';
import type { ByVersion } from './told.ts';
import { reason } from './words.ts';

type Acknowledgement =
  | PacketOf<'PUBACK'>
  | PacketOf<'PUBREC'>
  | PacketOf<'PUBREL'>
  | PacketOf<'PUBCOMP'>;

interface Row {
  readonly does: string;
  readonly by: ByVersion;
}

const ROWS: Readonly<Record<Acknowledgement['type'], Row>> = {
  PUBACK: {
    does: 'has the message and answers for it',
    by: { v3: ['v3 MQTT-4.3.2-2'], v5: ['v5 MQTT-4.3.2-4'] },
  },
  PUBREC: {
    does: 'has the message and will take it once only',
    by: { v3: ['v3 MQTT-4.3.3-2'], v5: ['v5 MQTT-4.3.3-8'] },
  },
  PUBREL: {
    does: 'will not send the message again',
    by: { v3: ['v3 MQTT-4.3.3-1'], v5: ['v5 MQTT-4.3.3-4', 'v5 MQTT-4.3.3-6'] },
  },
  PUBCOMP: {
    does: 'is done with the exchange',
    by: { v3: ['v3 MQTT-4.3.3-2'], v5: ['v5 MQTT-4.3.3-11'] },
  },
};

/** Where the PUBLISH came once more, because the PUBREC before was lost or late. */
const PUBREC_AGAIN: Row = {
  does: 'has the message already and takes it no second time',
  by: { v3: ['v3 MQTT-4.3.3-2'], v5: ['v5 MQTT-4.3.3-10'] },
};

const REFUSED: ByVersion = { v5: ['v5 MQTT-4.4.0-2'] };

export function acknowledgement(
  { type, packetId, reasonCode }: Acknowledgement,
  from: string,
  to: string,
  isRepeated: boolean,
): { readonly text: string; readonly by: ByVersion } {
  const { does, by } = isRepeated ? PUBREC_AGAIN : ROWS[type];
  if (!isFailure(reasonCode)) {
    const more = reasonCode === 0 ? '' : `: ${reason(reasonCode, type)}`;
    return { text: `${from} tells ${to} with ${type} ${packetId} that it ${does}${more}`, by };
  }
  const isUnknown = type === 'PUBREL' || type === 'PUBCOMP';
  return {
    text: `${from} answers ${to} with ${type} ${packetId}: ${reason(reasonCode, type)}`,
    by: isUnknown ? { v5: ['v5 3.6.2.1 packet identifier not found'] } : REFUSED,
  };
}
