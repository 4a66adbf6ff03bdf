/** Episodes, one after another, until there have been as many inputs as were asked for. The same seed, the same run. */
import { Sightings } from '../support/properties/sightings.ts';
import { Episode } from './episode.ts';

/** Long enough for sessions to be resumed, short enough to be read when it fails. */
const INPUTS_PER_EPISODE = 250;
const LAST_INPUTS = 20;

export interface FuzzOptions {
  readonly seed: string;
  readonly inputs: number;
  /** This one alone. */
  readonly episode?: number | undefined;
  readonly onProgress?: (inputs: number) => void;
}

export interface FuzzResult {
  readonly inputs: number;
  readonly episodes: number;
  readonly sightings: Sightings;
}

/** @throws Error that tells what is wrong, what led to it, and how to see it again */
export function fuzz({ seed, inputs, episode, onProgress }: FuzzOptions): FuzzResult {
  const sightings = new Sightings();
  if (episode !== undefined) {
    runEpisode(seed, episode, INPUTS_PER_EPISODE, sightings);
    return { inputs: INPUTS_PER_EPISODE, episodes: 1, sightings };
  }
  let done = 0;
  let episodes = 0;
  while (done < inputs) {
    const count = Math.min(INPUTS_PER_EPISODE, inputs - done);
    runEpisode(seed, episodes, count, sightings);
    done += count;
    episodes += 1;
    onProgress?.(done);
  }
  return { inputs: done, episodes, sightings };
}

function runEpisode(seed: string, number: number, inputs: number, sightings: Sightings): void {
  const last: string[] = [];
  let step = 0;
  let episode: Episode | undefined;
  try {
    episode = new Episode(`${seed} ${number}`, sightings);
    for (; step < inputs; step++) {
      const words = episode.act();
      last.push(words);
      if (last.length > LAST_INPUTS) last.shift();
      episode.check();
    }
    episode.doing = 'everybody leaves';
    episode.finish();
  } catch (error) {
    const doing = episode?.doing ?? 'the bystander connects';
    if (last.at(-1) !== doing) last.push(doing);
    const { message, stack } = error as Error;
    const lines = [
      message,
      `seed ${seed}, episode ${number}, step ${step}; the last inputs:`,
      ...last.map((line) => `  ${line}`),
      `to repeat: npm run fuzz -- --seed '${seed}' --episode ${number}`,
      stack ?? '',
    ];
    throw new Error(lines.join('\n'), { cause: error });
  }
}
