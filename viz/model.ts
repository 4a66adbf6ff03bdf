/** What the page remembers. One cursor, `at`, is what every pane shows. */
import type { ChartName } from '../machines/index.ts';

export interface Model {
  /** Records of the open trace; 0 while none is open. */
  readonly count: number;
  /** After which record: 0 is before everything. */
  readonly at: number;
  readonly isPlaying: boolean;
  /** Records a second. */
  readonly speed: number;
  readonly clientId: string;
  readonly chart: ChartName;
}

export type Action =
  | {
      readonly do: 'open';
      readonly count: number;
      readonly at: number;
      readonly clientIds: readonly string[];
      /** Who is looked at, unless who was looked at is there too. */
      readonly clientId: string;
    }
  /** The open trace has more records than before. */
  | { readonly do: 'grow'; readonly count: number; readonly isFollowed: boolean }
  | { readonly do: 'seek'; readonly at: number }
  | { readonly do: 'step'; readonly by: number }
  | { readonly do: 'first' | 'last' | 'play' | 'tick' | 'faster' | 'slower' }
  | { readonly do: 'speed'; readonly speed: number }
  | { readonly do: 'client'; readonly clientId: string }
  | { readonly do: 'chart'; readonly chart: ChartName };

export const SPEEDS = [1, 2, 4, 8, 16] as const;

export const FIRST_MODEL: Model = {
  count: 0,
  at: 0,
  isPlaying: false,
  speed: 2,
  clientId: '',
  chart: 'session',
};

export function reduce(model: Model, action: Action): Model {
  switch (action.do) {
    case 'open': {
      const { count, clientIds } = action;
      const isKnown = clientIds.includes(model.clientId);
      const clientId = isKnown ? model.clientId : action.clientId;
      return sought({ ...model, count, clientId, isPlaying: false }, action.at);
    }
    case 'grow': {
      const { count, isFollowed } = action;
      return isFollowed ? { ...model, count, at: count, isPlaying: false } : { ...model, count };
    }
    case 'seek':
      return sought({ ...model, isPlaying: false }, action.at);
    case 'step':
      return sought({ ...model, isPlaying: false }, model.at + action.by);
    case 'first':
      return sought({ ...model, isPlaying: false }, 0);
    case 'last':
      return sought({ ...model, isPlaying: false }, model.count);
    case 'play':
      return played(model);
    case 'tick':
      return ticked(model);
    case 'faster':
      return { ...model, speed: otherSpeed(model.speed, 1) };
    case 'slower':
      return { ...model, speed: otherSpeed(model.speed, -1) };
    case 'speed':
      return { ...model, speed: action.speed };
    case 'client':
      return { ...model, clientId: action.clientId };
    case 'chart':
      return { ...model, chart: action.chart };
  }
}

function sought(model: Model, at: number): Model {
  return { ...model, at: Math.min(Math.max(Math.round(at), 0), model.count) };
}

/** At the end, playing begins again. */
function played(model: Model): Model {
  if (model.isPlaying) return { ...model, isPlaying: false };
  if (model.count === 0) return model;
  return { ...model, isPlaying: true, at: model.at === model.count ? 0 : model.at };
}

function ticked(model: Model): Model {
  if (!model.isPlaying) return model;
  const at = Math.min(model.at + 1, model.count);
  return { ...model, at, isPlaying: at < model.count };
}

function otherSpeed(speed: number, by: number): number {
  const index = SPEEDS.findIndex((each) => each >= speed) + by;
  return SPEEDS[Math.min(Math.max(index, 0), SPEEDS.length - 1)] ?? speed;
}
