import { type Configuration, checkDatasetShape, checkRun } from '../../configuration/configuration.js';
import type { Dataset } from '../../data/dataset.js';
import { readInitialWeights } from '../build/initial-weights.js';
import { comparedRule } from '../compare/run-ids.js';
import { checkRunMemory } from '../memory/check-run-memory.js';
import type { TaskKind } from '../tasks/executor.js';

/**
 * Throws InputError with `source` for what an experiment cannot do with a configuration and a data
 * set.
 */
export function checkExperiment(
  configuration: Configuration,
  { name, train, test }: Dataset,
  { kind, source }: { kind: TaskKind; source: string },
): void {
  const shape = {
    name,
    image: train,
    classes: train.classes,
    train: train.count,
    test: test.count,
  };
  checkDatasetShape(configuration, shape, source);
  readInitialWeights(configuration.network, train);
  const { hardware } = configuration;
  if (kind === 'compare') {
    checkRun(configuration, { rule: comparedRule(configuration), hardware }, source);
  }
  checkRunMemory(configuration, train, { kind, source });
}
