/** What a broker can tell of itself in numbers: for programs that embed it, and for $SYS. */
import type { BrokerCounts } from '../machines/index.ts';
import type { Traffic } from './sys/traffic.ts';

export interface LifelineCounts extends BrokerCounts {
  /** What has gone over all connections since the start. */
  readonly traffic: Readonly<Traffic>;
}
