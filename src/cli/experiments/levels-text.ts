import type { LevelsResult } from '../../experiments/levels/levels-result.js';
import { unlearnedLevels } from '../../experiments/levels/unlearned-levels.js';
import { aligned } from '../shared/aligned.js';

/** A comparison over levels for the terminal: accuracies, then how well the updates point. */
export function levelsText(result: LevelsResult): string {
  const { vary, values, series, fidelity, bestBeta, dataset, seeds, measure } = result;
  const percent = (fraction: number) => (100 * fraction).toFixed(2);
  return [
    ...unlearnedLevels(result),
    `${dataset.name}: ${dataset.train} images to train on, ${dataset.test} to test; seeds ${seeds.join(', ')}`,
    '',
    aligned([
      [`accuracy (${measure}) %, ${vary} =`, ...values.map(String)],
      ...series.map(({ rule, hardware, points }) => [
        `${rule} ${hardware}`,
        ...points.map(
          ({ mean, ci95 }) => percent(mean) + (ci95 ? ` +-${percent((ci95[1] - ci95[0]) / 2)}` : ''),
        ),
      ]),
    ]),
    ...(fidelity.length === 0
      ? []
      : [
          '',
          aligned([
            ['update against gradient: cosine, relative error', ...values.map(String)],
            ...fidelity.map(({ rule, beta, points }) => [
              beta === null ? rule : `${rule}, beta ${beta}`,
              ...points.map(
                ({ cosine, relativeError }) => `${cosine.mean.toFixed(4)}, ${relativeError.mean.toFixed(3)}`,
              ),
            ]),
            ...(bestBeta.length > 0 ? [['best beta', ...bestBeta.map(({ beta }) => String(beta))]] : []),
          ]),
        ]),
    ...result.failures.map(({ task, error }) => `failed: ${task}: ${error}`),
  ].join('\n');
}
