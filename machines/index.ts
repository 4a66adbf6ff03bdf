/**
 * The law of MQTT's session lifecycle, and the broker made of it, without input and output.
 *
 * A driver makes a `Broker` and, for everything that happens, calls `step` with an `Input` and performs the `Effect`s
 * that it returns, in order. src/driver.ts does so with sockets and a clock; sim/ does it in virtual time.
 */
export * from './broker.ts';
export * from './charts/index.ts';
export * from './clauses/index.ts';
export * from './counts.ts';
export * from './effects.ts';
export * from './engine/chart.ts';
export * from './engine/describe.ts';
export * from './engine/explain.ts';
export * from './image.ts';
export * from './inputs.ts';
export * from './lifecycle.ts';
export * from './observe.ts';
export * from './options.ts';
export * from './packets.ts';
export { quoted } from './quoted.ts';
export * from './reason-codes.ts';
export * from './stored.ts';
export * from './topics/topic.ts';
export * from './trace/index.ts';
export * from './unreachable.ts';
export * from './view.ts';
