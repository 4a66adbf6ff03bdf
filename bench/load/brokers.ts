/** The brokers that are measured, each a process of its own on a free port of loopback, ended by its id. */
import { type ChildProcess, execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface RunningBroker {
  readonly port: number;
  readonly pid: number;
  /** Resident memory, once garbage has been collected and given back. */
  settledBytes(): Promise<number>;
  stop(): Promise<void>;
}

export interface BrokerKind {
  readonly name: string;
  readonly start: () => Promise<RunningBroker>;
}

/** Without limits of the kind that the others do not have, and without log and persistence. */
const MOSQUITTO_CONFIG = [
  'allow_anonymous true',
  'set_tcp_nodelay true',
  'max_inflight_messages 0',
  'max_queued_messages 0',
  'persistence false',
  'log_dest none',
];
const START_PATIENCE_MS = 5_000;
const SETTLE_MS = 500;

export const lifeline: BrokerKind = {
  name: 'Lifeline',
  start: () => startNode('./lifeline-process.js'),
};

/** Aedes always, Mosquitto where it is installed. */
export function peers(): readonly BrokerKind[] {
  const aedes = { name: 'Aedes', start: () => startNode('./aedes-process.js') };
  const mosquitto = findMosquitto();
  if (mosquitto === undefined) return [aedes];
  return [aedes, { name: 'Mosquitto', start: () => startMosquitto(mosquitto) }];
}

/** What the figures are to be read with. */
export function describeSetup(): readonly string[] {
  return [
    'MQTT 3.1.1, payload of 32 bytes, no keep alive; raw sockets on loopback, TCP_NODELAY everywhere',
    'Lifeline: defaults, in memory, no log. Aedes: defaults, its in-memory persistence.',
    `Mosquitto: ${MOSQUITTO_CONFIG.join('; ')}`,
  ];
}

async function startNode(program: string): Promise<RunningBroker> {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
  // For profiles of the two that run on Node: LIFELINE_BENCH_NODE_ARGS=--cpu-prof
  const more = process.env['LIFELINE_BENCH_NODE_ARGS']?.split(' ') ?? [];
  const child = fork(path, [], { stdio: [...stdio], execArgv: ['--expose-gc', ...more] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const settled = async () => {
    const answered = once(child, 'message');
    child.send('settle');
    await answered;
  };
  return running(child, port, settled, () => void (child.connected && child.disconnect()));
}

async function startMosquitto(command: string): Promise<RunningBroker> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-bench-'));
  const config = join(folder, 'mosquitto.conf');
  writeFileSync(config, [`listener ${port} 127.0.0.1`, ...MOSQUITTO_CONFIG, ''].join('\n'));
  const child = spawn(command, ['-c', config], { stdio: 'ignore' });
  // Unlike the others it does not notice that its parent is gone.
  const kill = () => void child.kill();
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  await answering(port);
  rmSync(folder, { recursive: true });
  return running(child, port, () => pause(SETTLE_MS), kill);
}

function running(
  child: ChildProcess,
  port: number,
  settled: () => Promise<void>,
  end: () => void,
): RunningBroker {
  const pid = child.pid as number;
  return {
    port,
    pid,
    settledBytes: async () => {
      await settled();
      return residentBytes(pid);
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      end();
      await exited;
    },
  };
}

/** As `ps` has it, which tells it of every kind of process alike. */
async function residentBytes(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) * 1024;
}

/** Debian keeps it where only an administrator's PATH looks. */
function findMosquitto(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, 'mosquitto')).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answering(port: number): Promise<void> {
  const startedAt = performance.now();
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    if (performance.now() - startedAt > START_PATIENCE_MS) {
      throw new Error(`Mosquitto does not answer on port ${port}`);
    }
    await pause(20);
  }
}
