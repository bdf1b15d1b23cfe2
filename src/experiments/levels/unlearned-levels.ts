import type { LevelsResult } from './levels-result.js';

/**
 * `backprop ideal did not learn: its 9.80 % cannot be told from chance, 10.00 %.`; a sentence a
 * rule, hardware and level.
 */
export function unlearnedLevels({ series, vary }: Pick<LevelsResult, 'series' | 'vary'>): string[] {
  return series.flatMap(({ rule, hardware, points }) => {
    // Ideal floats are the same at every level.
    const own = hardware === 'ideal' ? points.slice(0, 1) : points;
    return own.flatMap(({ level, learned }) => {
      if (learned?.status !== 'not-learned') return [];
      const at = hardware === 'ideal' ? '' : ` at ${vary} ${level}`;
      return [`${rule} ${hardware}${at} did not learn${learned.reason ? `: ${learned.reason}` : ''}.`];
    });
  });
}
