import type { Accuracy, ExperimentResult, RunResult } from '../../src/experiments/results/result.js';

export const NONE: Accuracy = { average: null, max: null, linear: null, test: null };

/** A chip of HfO2 cells, as much of the hardware block as the report reads. */
export const CHIP = { device: { preset: 'reram-array-hfo2' }, array: { rows: 128, cols: 128 } };

/** A completed run with a learning curve that rises to `average`. */
export function run(id: string, average: number | null, more: Partial<RunResult> = {}): RunResult {
  const accuracy = average === null ? NONE : { ...NONE, average, max: average - 0.04 };
  const steps = Array.from({ length: 15 }, (_, i) => i + 1);
  return {
    id,
    rule: id.startsWith('backprop') ? 'backprop' : 'eqprop',
    mode: 'unsupervised',
    hardware: id.endsWith('ideal') ? 'ideal' : CHIP,
    seed: 1,
    status: 'completed',
    accuracy,
    epochs: average === null ? [] : [{ epoch: 1, accuracy, seconds: 9.5 }],
    ...(average !== null && {
      curve: steps.map((i) => ({ images: 4000 * i, average: average * (1 - 0.6 * Math.exp(-i / 2.5)) })),
    }),
    train: { seconds: 75.25, samplesPerSecond: 6312.4, sweepsPerSample: 50 },
    ...more,
  };
}

/** The mean of runs with `values`, seeds counted from 1; the interval as given. */
export function meanOf(
  id: string,
  values: readonly number[],
  interval: readonly [number, number],
): RunResult {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const repeats = values.map((average, i) => ({ seed: i + 1, accuracy: { ...NONE, average } }));
  return run(id, mean, { repeats, intervals: { average: interval } });
}

/** The default comparison: the chip 2.30 points below ideal EqProp. */
export function result(more: Partial<ExperimentResult> = {}): ExperimentResult {
  return {
    schema: 1,
    version: '0.1.0',
    name: 'mnist-self-defined-target',
    seed: 7,
    config: { name: 'mnist-self-defined-target', network: { layers: [784, 2000] }, hardware: CHIP },
    dataset: { name: 'mnist', train: 60000, test: 10000, sha256: '5f'.repeat(32) },
    runs: [run('backprop-ideal', 0.9234), run('eqprop-ideal', 0.894), run('eqprop-chip', 0.871)],
    timing: { load: 1.25, train: 190.5, test: 12 },
    comparisons: [
      {
        of: 'eqprop-chip',
        against: 'eqprop-ideal',
        accuracy: 'average',
        delta: -0.023,
        ci95: [-0.029, -0.017],
      },
      {
        of: 'eqprop-chip',
        against: 'backprop-ideal',
        accuracy: 'average',
        delta: -0.0524,
        ci95: [-0.058, -0.046],
      },
      {
        of: 'eqprop-ideal',
        against: 'backprop-ideal',
        accuracy: 'average',
        delta: -0.0294,
        ci95: [-0.034, -0.025],
      },
    ],
    ...more,
  };
}

/** The default result with the chip's distance from ideal EqProp as given, in fractions. */
export function chipAt(delta: number, ci95: readonly [number, number]): ExperimentResult {
  return result({
    runs: [run('eqprop-ideal', 0.894), run('eqprop-chip', 0.894 + delta)],
    comparisons: [{ of: 'eqprop-chip', against: 'eqprop-ideal', accuracy: 'average', delta, ci95 }],
  });
}
