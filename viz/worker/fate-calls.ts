/** What a client would keep and what it would lose, were its connection lost at the record at the cursor. */
import type { Entry } from '../../sim/inspect/entries.ts';
import { fateOf } from '../../sim/inspect/fate.ts';
import { InspectError } from '../../sim/inspect/inspect-error.ts';
import type { Fate } from '../protocol.ts';
import { runNumbered } from './runs.ts';
import { openOf } from './trace.ts';

export const fateCalls = {
  /** Undefined where nobody knows what the broker held. */
  fate({ run, n, clientId }: { run: number; n: number; clientId: string }): Fate | undefined {
    try {
      return openOf(runNumbered(run).trace).lookAt(n, (playback) => {
        const { isConnected, survives, lost, begins } = fateOf(playback, clientId);
        const [keeps, loses, starts] = [survives, lost, begins].map((all) => all.map(keyOf));
        return { clientId, isConnected, keeps, loses, starts } as Fate;
      });
    } catch (error) {
      if (error instanceof InspectError) return undefined;
      throw error;
    }
  },
};

/** As the ledger's lines are known on the page: by section and name. */
function keyOf({ section, name }: Entry): Fate['keeps'][number] {
  return { section, name };
}
