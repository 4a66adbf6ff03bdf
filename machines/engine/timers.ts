import type { ChartEffect } from './chart.ts';

/**
 * Of several effects on one timer in one step only the last stays: all happen at the same instant, a set replaces what
 * was set before, and a clear ends it. So a state that is left and entered again restarts its timer with one effect.
 * Both engines do this.
 */
export function settleTimers<Context>(
  effects: readonly ChartEffect<Context>[],
): readonly ChartEffect<Context>[] {
  const last = new Map<string, number>();
  for (const [index, effect] of effects.entries()) {
    if (effect.kind !== 'action') last.set(effect.timer, index);
  }
  return effects.filter(
    (effect, index) => effect.kind === 'action' || last.get(effect.timer) === index,
  );
}
