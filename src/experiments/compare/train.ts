import type { Configuration } from '../../configuration/configuration.js';
import type { Dataset } from '../../data/dataset.js';
import type { ExperimentContext } from '../run/context.js';
import { type ExperimentOutcome, runAll } from './compare.js';
import { runIdsOf } from './run-ids.js';

/** One run: the configuration's rule on its hardware. */
export function train(
  configuration: Configuration,
  dataset: Dataset,
  context: ExperimentContext,
): Promise<ExperimentOutcome> {
  const { hardware } = configuration;
  const { rule } = configuration.learning;
  const [id] = runIdsOf('train', configuration);
  return runAll(configuration, dataset, { runs: [{ id, rule, hardware }], context });
}
