import { createSimdKernels } from '../../crossbar/index.js';
import { type Configuration, resolveConfiguration } from '../../src/configuration/configuration.js';
import type { Mapping } from '../../src/configuration/plain-data.js';
import type { Dataset } from '../../src/data/dataset.js';
import { loadDigits } from '../../src/data/sets/digits.js';
import type { ExperimentContext } from '../../src/experiments/run/context.js';
import { type RunOutcome, run } from '../../src/experiments/run/run.js';

/** The 8x8 digits, read once. */
export const digits: Dataset = loadDigits();

/** A world in which time stands still. */
export const still: ExperimentContext = {
  nowSec: () => 0,
  createKernels: () => createSimdKernels(),
  observe: () => undefined,
};

/**
 * A quick experiment on the digits: 64-40, the rest as in the default configuration, but for what
 * `set` says.
 */
export function quickDigits(...set: string[]): Promise<Configuration> {
  const quick: Mapping = {
    dataset: { name: 'digits', train: 480, test: 360 },
    network: { layers: [64, 40] },
    learning: { target: { winners: 3 }, backprop: { learningRate: [1], target: { winners: 3 } } },
  };
  return resolveConfiguration(quick, { source: 'test', set });
}

/** One run of a configuration's rule on its hardware. */
export function runOf(configuration: Configuration, dataset: Dataset = digits): Promise<RunOutcome> {
  const { hardware, learning } = configuration;
  return run(configuration, dataset, { id: 'test', rule: learning.rule, hardware, ...still });
}

/** The weights of the neurons that a run shows, end to end. */
export function weightsOf({ receptiveFields }: RunOutcome): number[] {
  return (receptiveFields?.weights ?? []).flatMap((field) => Array.from(field));
}
