import type { ChipConfiguration } from '../../configuration/configuration.js';

type WeightMax = ChipConfiguration['array']['weightMax'];

/**
 * The weight that the whole range of conductance stands for, of array `index` that begins with
 * `weights`. Weights beyond it are clipped. `percentile`: of the magnitudes, so that 99.9 clips a
 * thousandth of the weights, in between two of them in proportion. `deviations`: so many standard
 * deviations of the weights about their mean. Where either is 0, as of weights that are mostly 0 or
 * all alike, it is their largest magnitude, and 1 where all are 0. O(n log n).
 */
export function weightMaxOf(weightMax: WeightMax, weights: ArrayLike<number>, index: number): number {
  if (typeof weightMax === 'number') return weightMax;
  if (Array.isArray(weightMax)) return weightMaxOf(weightMax[index], weights, index);
  const rule = weightMax as Exclude<WeightMax, number | readonly unknown[]>;
  const magnitudes = Float64Array.from(weights, Math.abs).sort();
  const largest = magnitudes.at(-1) || 1;
  if (rule === 'largest') return largest;
  if ('percentile' in rule) return percentileOf(magnitudes, rule.percentile) || largest;
  return rule.deviations * deviationOf(weights) || largest;
}

/** Of sorted values, linear between two of them, as NumPy has it; 0 of none. */
function percentileOf(sorted: Float64Array, percentile: number): number {
  if (sorted.length === 0) return 0;
  const at = ((sorted.length - 1) * percentile) / 100;
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** Root mean square distance from the mean; 0 of none. */
function deviationOf(weights: ArrayLike<number>): number {
  const n = weights.length || 1;
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i];
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < weights.length; i++) squares += (weights[i] - mean) ** 2;
  return Math.sqrt(squares / n);
}
