/** The virtual clock alone, carrying Keep Alive of many sessions, beside XState's. Virtual seconds per real second. */
import { SimulatedClock } from 'xstate';
import { Clock } from '../sim/clock.ts';
import { Random } from '../sim/random.ts';
import { type Figure, figureOf } from './figure.ts';

/** A client that is silent for one and a half times its Keep Alive has gone. */
const SILENCE_MS = 90_000;
const PING_MIN_MS = 30_000;
const PING_MAX_MS = 60_000;
/** One in so many times a client does not ping any more, and its keep-alive timer is allowed to fire. */
const SILENT_ONE_IN = 64;
const OURS_MS = 1_000;
const PEER_MS = 2_000;
const PEER_FIRES_AT_ONCE = 16;

/** A clock with live sessions, which can be run further. */
interface Side {
  /** Moves the time on. */
  readonly run: (virtualMs: number) => void;
  /** How much virtual time is run between two looks at the real one. */
  readonly sliceMs: number;
  readonly budgetMs: number;
}

/** Sessions with a keep-alive timer each, on our clock and on XState's. */
export function run({ rounds, log }: { rounds: number; log: (line: string) => void }): Figure[] {
  return [1_000, 50_000].map((sessions) => {
    const measured = Array.from({ length: rounds }, (_, round) => {
      log(`${sessions} sessions, round ${round + 1}`);
      const ours = secondsPerSecond(onClock(sessions, round));
      return { ours, peer: secondsPerSecond(onSimulatedClock(sessions, round)) };
    });
    const facts = {
      bench: 'clock',
      case: `keep alive of ${sessions} sessions`,
      peerName: 'xstate SimulatedClock',
      unit: 'virtual s/s',
    };
    return figureOf(facts, measured);
  });
}

function secondsPerSecond({ run, sliceMs, budgetMs }: Side): number {
  const started = performance.now();
  let virtualMs = 0;
  let elapsedMs = 0;
  while (elapsedMs < budgetMs) {
    run(sliceMs);
    virtualMs += sliceMs;
    elapsedMs = performance.now() - started;
  }
  return virtualMs / elapsedMs;
}

/** Session i has the timers 2i, the client's next ping, and 2i + 1, the broker's Keep Alive. */
function onClock(sessions: number, seed: number): Side {
  const random = new Random(seed);
  const clock = new Clock<number>();
  const heard = (session: number) => {
    const { nowMs } = clock;
    clock.set(2 * session + 1, nowMs + SILENCE_MS);
    if (random.below(SILENT_ONE_IN) > 0) clock.set(2 * session, nowMs + pingDelayMs(random));
  };
  for (let session = 0; session < sessions; session++) heard(session);
  // Whether it pinged or was given up and came back: the broker hears of it.
  const fire = (timer: number) => heard(timer >> 1);
  return {
    run: (ms) => clock.runTo(clock.nowMs + ms, fire),
    sliceMs: 1_000,
    budgetMs: OURS_MS,
  };
}

/**
 * The same on XState's clock. Each timer that fires makes it start over with all of them sorted anew, one call deeper
 * in the stack: a second of 50,000 sessions at once does not fit into 4 GB.
 */
function onSimulatedClock(sessions: number, seed: number): Side {
  const random = new Random(seed);
  const clock = new SimulatedClock();
  const keepAlive = new Array<number>(sessions).fill(-1);
  const heard = (session: number) => {
    clock.clearTimeout(keepAlive[session] as number);
    keepAlive[session] = clock.setTimeout(() => heard(session), SILENCE_MS);
    if (random.below(SILENT_ONE_IN) > 0) {
      clock.setTimeout(() => heard(session), pingDelayMs(random));
    }
  };
  for (let session = 0; session < sessions; session++) heard(session);
  return {
    run: (ms) => clock.increment(ms),
    sliceMs: Math.ceil((PEER_FIRES_AT_ONCE * PING_MAX_MS) / sessions),
    budgetMs: PEER_MS,
  };
}

function pingDelayMs(random: Random): number {
  return PING_MIN_MS + random.below(PING_MAX_MS - PING_MIN_MS);
}
