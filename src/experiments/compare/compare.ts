import { createRandom } from '../../../devices/index.js';
import type { Configuration } from '../../configuration/configuration.js';
import type { Dataset } from '../../data/dataset.js';
import type { ReceptiveFields } from '../chip-report/receptive-fields.js';
import { pairedBootstrap } from '../results/bootstrap.js';
import { overSeeds } from '../results/repeats.js';
import type { Comparison, ExperimentResult } from '../results/result.js';
import { widenedBySampling } from '../results/statistics.js';
import type { ExperimentContext } from '../run/context.js';
import { inputsOf } from '../run/identity.js';
import { type RunOptions, type RunOutcome, run } from '../run/run.js';
import { version } from '../run/version.js';
import { comparedPairs, comparedRuns, runIdsOf } from './run-ids.js';

/** What an experiment leaves behind. */
export interface ExperimentOutcome {
  readonly result: ExperimentResult;
  readonly receptiveFields: readonly ReceptiveFields[];
}

/** Ids of a run and of the one that it is compared with. */
type Pair = readonly [of: string, against: string];

interface RunsOptions {
  readonly runs: readonly RunOptions[];
  readonly context: ExperimentContext;
  /** None by default. */
  readonly pairs?: readonly Pair[];
}

/**
 * Trains the same network by the reference and by another rule in floating point and, where there
 * is a chip, by that on it.
 */
export function compare(
  configuration: Configuration,
  dataset: Dataset,
  context: ExperimentContext,
): Promise<ExperimentOutcome> {
  const ids = runIdsOf('compare', configuration);
  const runs = comparedRuns(configuration).map((run, i): RunOptions => ({ id: ids[i], ...run }));
  return runAll(configuration, dataset, { runs, context, pairs: comparedPairs(ids) });
}

/**
 * Runs in turn, with every seed of the configuration; what comes after an interrupt is left out.
 */
export async function runAll(
  configuration: Configuration,
  dataset: Dataset,
  options: RunsOptions,
): Promise<ExperimentOutcome> {
  const { seeds = [configuration.seed] } = configuration;
  const outcomes: ExperimentOutcome[] = [];
  for (const seed of seeds) {
    if (options.context.signal?.aborted && outcomes.length > 0) break;
    outcomes.push(await runSeed({ ...configuration, seed }, dataset, options));
  }
  const [{ result, receptiveFields }] = outcomes;
  if (outcomes.length === 1) return { result: { ...result, config: configuration }, receptiveFields };
  const whole = overSeeds(outcomes.map((outcome) => outcome.result));
  return { result: { ...whole, config: configuration }, receptiveFields };
}

async function runSeed(
  configuration: Configuration,
  dataset: Dataset,
  options: RunsOptions,
): Promise<ExperimentOutcome> {
  const { runs, context, pairs = [] } = options;
  const begun = context.nowSec();
  const outcomes: RunOutcome[] = [];
  for (const options of runs) {
    if (context.signal?.aborted) break;
    outcomes.push(await run(configuration, dataset, { ...options, ...context }));
  }
  const { name } = dataset;
  const { train = dataset.train.count, test = dataset.test.count } = configuration.dataset;
  const { dataset: sha256 = '', ...inputs } = inputsOf(configuration, dataset);
  const result: ExperimentResult = {
    schema: 1,
    version: version(),
    name: configuration.name,
    seed: configuration.seed,
    config: configuration,
    dataset: { name, train, test, sha256 },
    ...(Object.keys(inputs).length > 0 && { inputs }),
    runs: outcomes.map((outcome) => outcome.result),
    timing: { total: context.nowSec() - begun },
    comparisons: comparisonsOf(outcomes, pairs, configuration.seed),
  };
  return { result, receptiveFields: outcomes.flatMap(({ receptiveFields }) => receptiveFields ?? []) };
}

/**
 * By class association and, where both have one, the linear classifier; of supervised runs by their
 * test.
 */
function comparisonsOf(
  outcomes: readonly RunOutcome[],
  pairs: readonly Pair[],
  seed: number,
): readonly Comparison[] {
  const find = (id: string) => outcomes.find(({ result }) => result.id === id);
  return pairs.flatMap(([of, against]) => {
    const [a, b] = [find(of), find(against)];
    return (['average', 'linear', 'test'] as const).flatMap((accuracy) => {
      const [mine, theirs] = [a, b].map((outcome) => outcome?.evaluation?.correct[accuracy]);
      if (!a || !b || !mine || !theirs) return [];
      const random = createRandom(seed).stream('bootstrap').stream(of).stream(against);
      const delta = (a.result.accuracy[accuracy] ?? 0) - (b.result.accuracy[accuracy] ?? 0);
      const ci95 = widenedBySampling(pairedBootstrap(mine, theirs, { random }), delta, mine.length);
      return [{ of, against, accuracy, delta, ci95 }];
    });
  });
}
