/** A broker whose charts can be watched at their work. For explaining, not for the hot path. */
import { Broker } from './broker.ts';
import type { Engine } from './charts/index.ts';
import { ObservedCore, type Observer, Watch } from './core/observed-core.ts';
import type { BrokerOptions } from './options.ts';

export type { Doing, ObservedStep, Observer } from './core/observed-core.ts';
export type { PartId } from './core/part-id.ts';

/** @param observer is told of each step of a chart as it is taken, those of the broker's forks included */
export function observedBroker(
  options: BrokerOptions,
  observer: Observer,
  engine: Engine = 'compiled',
): Broker {
  return new Broker(options, engine, new ObservedCore(options, engine, new Watch(observer)));
}
