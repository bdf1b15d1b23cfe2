import type { NetworkEstimateResult } from '../../experiments/inference/network-result.js';
import type { LevelsResult } from '../../experiments/levels/levels-result.js';
import type { AnyResult } from '../../experiments/results/any-result.js';
import { sweepRows } from '../sweep/point-table.js';
import { type ResultRow, resultRows } from './result-rows.js';

/**
 * A result of any kind as a table: a row per run, or a row a mean over seeds where it holds means
 * alone.
 */
export function anyRows(result: AnyResult): ResultRow[] {
  if (!('kind' in result)) return resultRows(result);
  if (result.kind === 'sweep') return result.points.flatMap((point) => sweepRows(point, result.fields));
  if (result.kind === 'network-estimate') return networkRows(result);
  return result.kind === 'levels' ? levelRows(result) : resultRows({ ...result, comparisons: [] });
}

function networkRows({ name, network, dataset, float, chips }: NetworkEstimateResult): ResultRow[] {
  const common = { name, network: network.file, dataset: dataset.name };
  const ideal = { ...common, hardware: 'ideal', seed: null, test: float.accuracy };
  return [
    ideal,
    ...chips.map(({ seed, accuracy }) => ({ ...common, hardware: 'chip', seed, test: accuracy })),
  ];
}

function levelRows({ name, vary, series, measure }: LevelsResult): ResultRow[] {
  return series.flatMap(({ rule, hardware, points }) =>
    points.map(({ level, mean, ci95, n }) => ({
      name,
      rule,
      hardware,
      [vary]: level,
      measure,
      mean,
      low: ci95?.[0] ?? null,
      high: ci95?.[1] ?? null,
      seeds: n,
    })),
  );
}
