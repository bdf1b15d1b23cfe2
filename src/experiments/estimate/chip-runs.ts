import type { Configuration } from '../../configuration/configuration.js';
import type { ExperimentResult, RunResult } from '../results/result.js';
import { createTaskSet, type ExecuteStage, type TaskFailure } from './task-set.js';

type Hardware = Configuration['hardware'];

/** Runs of one configuration on several chips and seeds, each made once. */
export interface ChipRuns {
  readonly run: (chips: readonly Hardware[], seeds: readonly number[], stage: string) => Promise<void>;
  /** undefined where a run failed, went non-finite or was not made. */
  readonly resultOf: (chip: Hardware, seed: number) => ExperimentResult | undefined;
  readonly runOf: (chip: Hardware, seed: number) => RunResult | undefined;
  /** The accuracy that is judged by, one per seed; NaN where there is none. */
  readonly valuesOf: (chip: Hardware, seeds: readonly number[]) => readonly number[];
  readonly results: () => readonly ExperimentResult[];
  readonly failures: readonly TaskFailure[];
  /** Runs so far. */
  readonly count: () => number;
}

export function createChipRuns(configuration: Configuration, execute: ExecuteStage): ChipRuns {
  const tasks = createTaskSet(execute);
  const measure = measureOf(configuration);
  const on = (hardware: Hardware, seed: number) => ({ ...configuration, hardware, seed }) as Configuration;
  const resultOf: ChipRuns['resultOf'] = (chip, seed) => tasks.resultOf(on(chip, seed));
  const runOf: ChipRuns['runOf'] = (chip, seed) => resultOf(chip, seed)?.runs[0];
  return Object.freeze<ChipRuns>({
    run: (chips, seeds, stage) =>
      tasks.run(
        chips.flatMap((chip) => seeds.map((seed) => on(chip, seed))),
        stage,
      ),
    resultOf,
    runOf,
    valuesOf: (chip, seeds) => seeds.map((seed) => runOf(chip, seed)?.accuracy[measure] ?? Number.NaN),
    results: tasks.results,
    failures: tasks.failures,
    count: () => tasks.count,
  });
}

/**
 * The accuracy that runs are judged by: class association by average, or the test of a network that
 * has labels.
 */
export function measureOf({ learning }: Configuration): 'average' | 'test' {
  return learning.mode === 'unsupervised' ? 'average' : 'test';
}
