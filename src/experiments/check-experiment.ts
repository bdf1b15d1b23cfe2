import type { Dataset } from '../data/dataset.js';
import { checkKernelMemory } from './check-memory.js';
import { type Configuration, checkDatasetShape, checkRun } from './configuration.js';
import type { TaskKind } from './executor.js';
import { readInitialWeights } from './initial-weights.js';

/** Throws InputError with `source` for what an experiment cannot do with a configuration and a data set. */
export function checkExperiment(
  configuration: Configuration,
  { name, train, test }: Dataset,
  { kind, source }: { kind: TaskKind; source: string },
): void {
  const shape = {
    name,
    picture: train,
    classes: train.classes,
    train: train.count,
    test: test.count,
  };
  checkDatasetShape(configuration, shape, source);
  checkKernelMemory(configuration, source);
  readInitialWeights(configuration.network, train);
  const { hardware } = configuration;
  if (kind === 'compare') checkRun(configuration, { rule: 'eqprop', hardware }, source);
}
