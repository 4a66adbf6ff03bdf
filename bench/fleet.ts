/** A large trace: a fleet of clients that publish, are cut off, and come back, as the simulator has it. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { QoS } from '../machines/index.ts';
import type { ClientStep, Scenario, ScenarioClient } from '../sim/scenario/scenario.ts';
import {
  connect,
  disconnect,
  drop,
  publish,
  subscribe,
  until,
  wait,
  will,
} from '../sim/scenario/steps.ts';
import { simulate } from '../sim/simulate.ts';

const CLIENTS = 50;
/** More than any number of records that is asked for takes; what is too much is left out. */
const PUBLISHES = 300;
const EXPIRY_SECONDS = 300;
const SEED = '1';

/** @returns how many bytes the file has */
export function writeFleetTrace(file: string, records: number): number {
  const descriptor = openSync(file, 'w');
  let lines = 0;
  let bytes = 0;
  let text = '';
  const flush = () => {
    bytes += writeSync(descriptor, text);
    text = '';
  };
  try {
    simulate(fleet(), SEED, (line) => {
      // The header, and as many records.
      if (lines++ > records) return;
      text += `${line}\n`;
      if (text.length > 1_048_576) flush();
    });
    if (lines <= records) throw new Error(`the fleet makes ${lines} lines, not ${records}`);
    flush();
  } finally {
    closeSync(descriptor);
  }
  return bytes;
}

function fleet(): Scenario {
  return {
    name: 'fleet',
    title: 'Fifty clients publish to each other while connections fail.',
    about: 'For measuring.',
    options: { connectsPerSecondMaximum: 1_000_000 },
    clients: Array.from({ length: CLIENTS }, (_, index) => client(index)),
    faults: { cut: 20, halfOpen: 10 },
    faultsFromSeconds: 3,
    endsAfterSeconds: 600,
  };
}

function client(index: number): ScenarioClient {
  const clientId = `device-${String(index).padStart(2, '0')}`;
  const isOld = index % 5 === 0;
  const hasWill = index % 3 === 0;
  return {
    name: `c${index}`,
    is: {
      clientId,
      version: isOld ? 4 : 5,
      cleanStart: false,
      sessionExpiryIntervalSeconds: EXPIRY_SECONDS,
      keepAliveSeconds: 30,
      reconnect: 'always',
      backoffMs: [500, 1_000],
      ...(hasWill && { will: will(`gone/${index}`, 'x', { delaySeconds: isOld ? 0 : 5 }) }),
    },
    does: [
      wait(index % 7),
      connect(),
      until('connected'),
      subscribe(`room/${(index + 1) % CLIENTS}/#`, (index % 3) as QoS),
      wait(1),
      ...Array.from({ length: PUBLISHES }, (_, count) => published(index, count)).flat(),
      disconnect(),
    ],
  };
}

function published(index: number, count: number): ClientStep[] {
  const qos = ((index + count) % 3) as QoS;
  const pause = wait(count % 11 === 0 ? 3 : 0.2);
  const isDropped = index % 4 === 0 && count % 40 === 39;
  const steps = [publish(`room/${index}/temperature`, qos, `value ${count}`), pause];
  return isDropped ? [...steps, drop, wait(2), connect()] : steps;
}
