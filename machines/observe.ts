/** A broker whose charts can be watched at their work. For explaining, not for the hot path. */
import { Broker } from './broker.ts';
import type { Engine } from './charts/index.ts';
import { ObservedCore, type Observer, type Watch } from './core/observed-core.ts';
import type { BrokerOptions } from './options.ts';

export type { Doing, ObservedStep, Observer, Watch } from './core/observed-core.ts';
export type { PartId } from './core/part-id.ts';

/**
 * @param watch an observer, or what holds one that may come and go between inputs: it is told of each
 *   step of a chart as it is taken, those of the broker's forks included
 */
export function observedBroker(
  options: BrokerOptions,
  watch: Watch | Observer,
  engine: Engine = 'compiled',
): Broker {
  const held = typeof watch === 'function' ? { observer: watch } : watch;
  return new Broker(options, engine, new ObservedCore(options, engine, held));
}
