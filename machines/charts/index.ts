/** All charts of the law, by name, and the two engines that run them. */
import type { Chart } from '../engine/chart.ts';
import { compile } from '../engine/compile.ts';
import { interpret } from '../engine/interpret.ts';
import { clientMachine } from './client.ts';
import type { ClientContext, ClientEvent } from './client-types.ts';
import { connectionMachine } from './connection.ts';
import type { ConnectionContext, ConnectionEvent } from './connection-types.ts';
import { type ReceiverContext, type ReceiverEvent, receiverMachine } from './receiver.ts';
import { type SenderContext, type SenderEvent, senderMachine } from './sender.ts';
import { type SessionContext, type SessionEvent, sessionMachine } from './session.ts';
import { type TakeoverContext, type TakeoverEvent, takeoverMachine } from './takeover.ts';
import { type WillContext, type WillEvent, willMachine } from './will.ts';

export const machines = {
  connection: connectionMachine,
  session: sessionMachine,
  takeover: takeoverMachine,
  will: willMachine,
  sender: senderMachine,
  receiver: receiverMachine,
  client: clientMachine,
};

export type ChartName = keyof typeof machines;

/** `compiled` runs the charts as flat tables; `xstate` lets XState interpret each step, and is for comparison. */
export type Engine = 'compiled' | 'xstate';

export interface Charts {
  readonly connection: Chart<ConnectionContext, ConnectionEvent>;
  readonly session: Chart<SessionContext, SessionEvent>;
  readonly takeover: Chart<TakeoverContext, TakeoverEvent>;
  readonly will: Chart<WillContext, WillEvent>;
  readonly sender: Chart<SenderContext, SenderEvent>;
  readonly receiver: Chart<ReceiverContext, ReceiverEvent>;
}

const made = new Map<Engine, Charts>();

/** The charts under an engine. Made once, on first use; all brokers of the program share them. */
export function chartsOf(engine: Engine): Charts {
  let charts = made.get(engine);
  if (charts === undefined) {
    const make = engine === 'compiled' ? compile : interpret;
    charts = {
      connection: make(connectionMachine),
      session: make(sessionMachine),
      takeover: make(takeoverMachine),
      will: make(willMachine),
      sender: make(senderMachine),
      receiver: make(receiverMachine),
    } as Charts;
    made.set(engine, charts);
  }
  return charts;
}

/** A client's half: what it shares with a broker, and the chart that is its own. */
export interface ClientCharts {
  readonly client: Chart<ClientContext, ClientEvent>;
  readonly sender: Chart<SenderContext, SenderEvent>;
  readonly receiver: Chart<ReceiverContext, ReceiverEvent>;
}

const madeForClients = new Map<Engine, ClientCharts>();

/** As `chartsOf`, for clients. A program that is only a broker never makes the client's. */
export function clientChartsOf(engine: Engine): ClientCharts {
  let charts = madeForClients.get(engine);
  if (charts === undefined) {
    const make = engine === 'compiled' ? compile : interpret;
    const { sender, receiver } = chartsOf(engine);
    charts = { client: make(clientMachine), sender, receiver } as ClientCharts;
    madeForClients.set(engine, charts);
  }
  return charts;
}
