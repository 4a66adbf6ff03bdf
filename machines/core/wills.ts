/** What the effects of the will chart do. */
import type { WillEvent } from '../charts/will.ts';
import type { Will } from '../packets.ts';
import type { Core, Performer } from './core.ts';
import { about, type Session, type StoredWill } from './parts.ts';
import { publishMessage } from './publishing.ts';

/** The will of a CONNECT that has been accepted. The one of the connection before has met its end by now. */
export function storeWill(core: Core, session: Session, will: Will): void {
  const { delayIntervalSeconds } = will;
  session.will = { will, snapshot: core.charts.will.start({ delayIntervalSeconds }).snapshot };
  core.stepWill(session, { type: 'will.stored' });
  core.journal.will(session);
}

function told(session: Session) {
  const { will } = session.will as StoredWill;
  return { ...about(session), topicName: will.message.topicName };
}

export const willEffects: Readonly<Record<string, Performer<Session, WillEvent>>> = {
  publishWill: (core, session) => {
    core.journal.noWill(session);
    core.announce({ type: 'will.published', ...told(session) });
    const { will } = session.will as StoredWill;
    publishMessage(core, will.message, session.number);
  },
  deleteWill: (core, session) => {
    core.journal.noWill(session);
    core.announce({ type: 'will.deleted', ...told(session) });
  },
  announceDelayed: (core, session) => {
    const { will } = session.will as StoredWill;
    const delaySeconds = will.delayIntervalSeconds;
    core.announce({ type: 'will.delayed', ...told(session), delaySeconds });
  },
};
