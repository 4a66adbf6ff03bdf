/** The load generator, a process of its own: takes one job at a time from its parent, and answers each. */
import { type Coming, measureConnects } from './connects.ts';
import { type Crowd, dismissCrowd, growCrowd } from './crowd.ts';
import { measureLatency } from './paced.ts';
import type { Timed } from './stopwatch.ts';
import { measureTraffic, type Target, type TrafficPlan } from './traffic.ts';

export type Job =
  | { readonly kind: 'traffic'; readonly plan: TrafficPlan; readonly target: Target }
  | { readonly kind: 'connects'; readonly coming: Coming; readonly target: Target }
  | { readonly kind: 'latency'; readonly ratePerSecond: number; readonly target: Target }
  | {
      readonly kind: 'crowd';
      readonly crowd: Crowd;
      readonly port: number;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'dismiss' };

export type Answer = { readonly timed: Timed | undefined } | { readonly error: string };

async function work(job: Job): Promise<Timed | undefined> {
  switch (job.kind) {
    case 'traffic':
      return measureTraffic(job.plan, job.target);
    case 'connects':
      return measureConnects(job.coming, job.target);
    case 'latency':
      return measureLatency(job.ratePerSecond, job.target);
    case 'crowd':
      await growCrowd(job.crowd, job.port, job.from, job.to);
      return undefined;
    case 'dismiss':
      dismissCrowd();
      return undefined;
  }
}

process.on('message', (job: Job) => {
  work(job).then(
    (timed) => process.send?.({ timed } satisfies Answer),
    (error: Error) => process.send?.({ error: error.message } satisfies Answer),
  );
});
process.on('disconnect', () => process.exit());
