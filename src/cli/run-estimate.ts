import { InputError } from '../../devices/base/errors.js';
import { checkExperiment } from '../experiments/check-experiment.js';
import { type Configuration, configurationYaml } from '../experiments/configuration.js';
import { estimate } from '../experiments/estimate/estimate.js';
import type { EstimateResult } from '../experiments/estimate/estimate-result.js';
import type { Executor, Task, TaskOutcome } from '../experiments/executor.js';
import { createInProcess } from '../experiments/in-process.js';
import { createRunFolder, type RunFolder } from '../runs/run-folder.js';
import { createRunLog } from '../runs/run-log.js';
import { openPointFiles } from '../runs/sweep-folder.js';
import { type CliIo, printJson, printLine } from './cli-io.js';
import type { EstimateCliOptions } from './estimate.js';
import { estimateText } from './estimate-text.js';
import { EXIT } from './exit-codes.js';
import { readConfiguration } from './read-configuration.js';
import { createSweepProgress } from './sweep-progress.js';

/**
 * Estimates a chip; every run leaves a file in the folder as it ends, so that an interrupted estimate goes on from there.
 * Resolves to the exit code. Throws InputError, before the folder is made, for a wrong configuration.
 */
export async function runEstimate(options: EstimateCliOptions, io: CliIo): Promise<number> {
  if (options.config === undefined) {
    throw new InputError('estimate: CONFIG is missing, expected a YAML or JSON file, or a name such as edge');
  }
  const { configuration, source } = await readConfiguration(options);
  const { hardware, name, seed } = configuration;
  if (hardware === 'ideal') throw new InputError(`${source}: hardware: "ideal", expected a chip to estimate`);
  const dataset = await io.engine.loadDataset(configuration.dataset);
  checkExperiment(configuration, dataset, { kind: 'train', source });
  if (io.signal.aborted) return EXIT.interrupted;
  const seeds = seedsOf(configuration, options.seeds);
  const { out, force, resume, json = false, budget = false, target = null } = options;
  const folder = createRunFolder({ out, name, seed, force, resume });
  folder.write('config.yaml', configurationYaml(configuration));
  const { seeds: _, ...one } = configuration;
  const executor = await createExecutor(options, io);
  try {
    const result = await estimate(
      { ...one, hardware } as Configuration & { hardware: typeof hardware },
      { seeds, budget, target },
      { nowSec: io.nowSec, execute: executeIn(folder, executor, io) },
    );
    await save(result, folder, io);
    if (json) printJson(io.stdout, result);
    else printLine(io.stdout, estimateText(result));
    printLine(json ? io.stderr : io.stdout, folder.fileOf('report.html'));
    return result.failures.length > 0 ? EXIT.failed : EXIT.done;
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    printLine(io.stderr, `interrupted; go on with --resume --out ${folder.path}`);
    return EXIT.interrupted;
  } finally {
    await executor.close?.();
  }
}

/** As many as asked for from the seed on; else those of the configuration; else five. */
function seedsOf({ seed, seeds }: Configuration, count: number | undefined): readonly number[] {
  if (count === undefined && seeds !== undefined) return seeds;
  return Array.from({ length: count ?? 5 }, (_, i) => seed + i);
}

class Interruption extends Error {}

type OpenExecutor = Executor & { readonly close?: () => Promise<void> };

async function createExecutor(options: EstimateCliOptions, { engine, nowSec }: CliIo): Promise<OpenExecutor> {
  const { executor, workers, threads } = options;
  if (executor === 'pool') return (await import('../runs/pool.js')).createPool({ workers, threads });
  return createInProcess({ nowSec, createKernels: await engine.createKernels(options) });
}

/** Runs what has no file in the folder yet. */
function executeIn(folder: RunFolder, executor: Executor, io: CliIo) {
  const files = openPointFiles(folder.path);
  return async (tasks: readonly Task[], stage: string): Promise<ReadonlyMap<string, TaskOutcome>> => {
    const outcomes = new Map<string, TaskOutcome>();
    for (const { key } of tasks) {
      const found = files.find(key);
      if (found?.status === 'done') outcomes.set(key, found);
      else if (found) files.forget(key);
    }
    const missing = tasks.filter(({ key }) => !outcomes.has(key));
    const counts = { done: tasks.length - missing.length, total: tasks.length };
    const progress = createSweepProgress(io, counts, stage);
    const log = createRunLog(folder.fileOf('log.jsonl'));
    try {
      await executor.execute(missing, {
        signal: io.signal,
        finished(outcome) {
          files.add(outcome, { stage });
          outcomes.set(outcome.key, outcome);
          if (outcome.status === 'failed')
            log.error({ key: outcome.key, error: outcome.error }, 'run-failed');
          progress.advance();
        },
      });
    } finally {
      progress.stop();
      log.close();
    }
    if (io.signal.aborted) throw new Interruption();
    return outcomes;
  };
}

async function save(result: EstimateResult, folder: RunFolder, { engine }: CliIo): Promise<void> {
  folder.write('result.json', `${JSON.stringify(result, null, 2)}\n`);
  folder.write('report.html', await engine.estimateHtml(result));
}
