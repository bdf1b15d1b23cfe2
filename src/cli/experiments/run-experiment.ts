import { join } from 'node:path';
import { type Configuration, configurationYaml } from '../../configuration/configuration.js';
import type { Dataset } from '../../data/dataset.js';
import type { ExperimentOutcome } from '../../experiments/compare/compare.js';
import { runIdsOf } from '../../experiments/compare/run-ids.js';
import { importedNotes } from '../../experiments/notes/imported-notes.js';
import { programmingLines } from '../../experiments/notes/programming-notes.js';
import { notLearned } from '../../experiments/results/learned.js';
import type { ExperimentResult, RunResult } from '../../experiments/results/result.js';
import { checkExperiment } from '../../experiments/run/check-experiment.js';
import type { ExperimentContext, ExperimentEvent } from '../../experiments/run/context.js';
import type { Checkpoints } from '../../experiments/run/snapshot.js';
import { createCheckpoints } from '../../runs/checkpoint/checkpoint.js';
import { createProgressFile } from '../../runs/folder/progress-file.js';
import { CHECKPOINTS, createRunFolder, type RunFolder } from '../../runs/folder/run-folder.js';
import { createRunLog, type RunLog } from '../../runs/folder/run-log.js';
import type { ExperimentOptions } from '../options/experiment-options.js';
import { type CliIo, printJson, printLine } from '../shared/cli-io.js';
import type { Engine, Experiment } from '../shared/engine.js';
import { EXIT, exitCodeOf } from '../shared/exit-codes.js';
import { createProgress } from '../shared/progress.js';
import { readConfiguration } from '../shared/read-configuration.js';

/**
 * Reads and checks the configuration and the data, makes the run folder, runs the experiment,
 * writes what it found and prints it. Resolves to the exit code. Throws InputError, before the
 * folder is made, for a wrong configuration.
 */
export async function runExperiment(
  command: 'compare' | 'train',
  options: ExperimentOptions,
  io: CliIo,
): Promise<number> {
  const { engine, signal } = io;
  const { configuration, source } = await readConfiguration(options, io);
  if (command === 'compare' && configuration.compare) {
    const { runLevels } = await import('./run-levels.js');
    return runLevels({ configuration, source }, options, io);
  }
  const dataset = await engine.loadDataset(configuration.dataset);
  checkExperiment(configuration, dataset, { kind: command, source });
  if (signal.aborted) return EXIT.interrupted;
  const { name, seed } = configuration;
  const { out, force, resume, acceptVersion } = options;
  const runs = runIdsOf(command, configuration);
  const folder = createRunFolder({
    out,
    name,
    seed,
    force,
    resume,
    resumable: { command, runs, configuration, acceptVersion },
    weights: options.saveWeights ? weightsOf(configuration, runs) : [],
  });
  const job = { experiment: engine[command], configuration, dataset, options };
  const { result } = await runJob(job, folder, io);
  await print(result, folder, { io, json: options.json ?? false });
  return signal.aborted ? EXIT.interrupted : exitCodeOf(result.runs);
}

/** An experiment to be run in a folder. */
export interface Job {
  readonly experiment: Experiment;
  readonly configuration: Configuration;
  readonly dataset: Dataset;
  readonly options: Pick<
    ExperimentOptions,
    'threads' | 'engine' | 'fast' | 'resume' | 'acceptVersion' | 'saveWeights' | 'checkpointEvery'
  >;
}

/** By run and seed. */
function weightsOf({ seed, seeds = [seed] }: Configuration, runs: readonly string[]): string[] {
  return runs.flatMap((id) => seeds.map((of) => `${id}-${of}`));
}

/** Runs a job, writes all that belongs into its folder, and releases it. */
export async function runJob(job: Job, folder: RunFolder, io: CliIo): Promise<ExperimentOutcome> {
  try {
    // What is resumed keeps its own configuration until it has been found to fit.
    if (!job.options.resume) folder.write('config.yaml', configurationYaml(job.configuration));
    const outcome = await observed(job, folder, io);
    await save(outcome, folder, io.engine);
    return outcome;
  } finally {
    folder.release();
  }
}

/**
 * Runs the experiment with its events shown, logged and, where an epoch ends, added to the metrics.
 */
async function observed(job: Job, folder: RunFolder, io: CliIo): Promise<ExperimentOutcome> {
  const { experiment, configuration, dataset, options } = job;
  const { resume = false } = options;
  const progress = createProgress(io);
  const log = createRunLog(folder.fileOf('log.jsonl'));
  const watched = createProgressFile(folder, io.nowSec);
  const observe = (event: ExperimentEvent) => {
    progress.observe(event);
    watched.observe(event);
    if (event.kind === 'run-started') {
      if (resume) folder.write('config.yaml', configurationYaml(configuration));
      for (const epoch of event.finished ?? []) folder.addLine('metrics.jsonl', { run: event.id, ...epoch });
    }
    if (event.kind === 'epoch-ended') folder.addLine('metrics.jsonl', { run: event.id, ...event.epoch });
    if (event.kind !== 'progress') logEvent(log, event);
  };
  const context: ExperimentContext = {
    nowSec: io.nowSec,
    observe,
    signal: io.signal,
    createKernels: await io.engine.createKernels(options),
    ...(options.saveWeights && { keepWeights: folder.writeWeights }),
    checkpoints: openCheckpoints(options, folder, { io, log }),
  };
  try {
    return await experiment(configuration, dataset, context);
  } catch (error) {
    log.error({ err: error }, 'failed');
    throw error;
  } finally {
    progress.stop();
    watched.remove();
    log.close();
  }
}

/** Reports on stderr and in the log that a damaged checkpoint was replaced by the one before it. */
function openCheckpoints(
  { resume = false, checkpointEvery: everySec, acceptVersion }: Job['options'],
  folder: RunFolder,
  { io, log }: { io: CliIo; log: RunLog },
): Checkpoints {
  const damaged = (message: string) => {
    log.error({}, message);
    printLine(io.stderr, `crossprop: ${message}`);
  };
  return createCheckpoints(join(folder.path, CHECKPOINTS), { resume, everySec, acceptVersion, damaged });
}

function logEvent(log: RunLog, { kind, ...fields }: Exclude<ExperimentEvent, { kind: 'progress' }>): void {
  log.info(fields, kind);
}

/** The result first: what comes after can be made from it again. */
async function save(
  { result, receptiveFields }: ExperimentOutcome,
  folder: RunFolder,
  engine: Engine,
): Promise<void> {
  folder.write('result.json', `${JSON.stringify(result, null, 2)}\n`);
  const fields = receptiveFields.map((run) => ({ ...run, weights: run.weights.map(rounded) }));
  folder.write('receptive-fields.json', `${JSON.stringify(fields)}\n`);
  folder.write('report.html', await engine.reportHtml({ result, receptiveFields: fields }));
}

/**
 * Five digits are more than a picture shows; a list, since JSON would make a mapping of a typed
 * array.
 */
function rounded(weights: ArrayLike<number>): number[] {
  return Array.from(weights, (weight) => Number(weight.toPrecision(5)));
}

interface PrintOptions {
  readonly io: CliIo;
  readonly json: boolean;
}

async function print(result: ExperimentResult, folder: RunFolder, { io, json }: PrintOptions): Promise<void> {
  const { stdout, stderr, env, engine } = io;
  if (json) printJson(stdout, result);
  else {
    for (const line of [...notLearned(result.runs), ratesLine(result.runs)])
      if (line) printLine(stdout, line);
    const color = Boolean(stdout.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb';
    printLine(stdout, await engine.resultTable(result, { color, width: stdout.columns ?? 120 }));
  }
  for (const note of [...importedNotes(result), ...programmingLines(result)]) printLine(stderr, note);
  printLine(json ? stderr : stdout, folder.fileOf('report.html'));
}

/**
 * `learning rates: backprop-ideal 8; eqprop-ideal 0.03`, one per coupling; empty where no run has
 * them.
 */
function ratesLine(runs: readonly RunResult[]): string {
  const rates = runs.flatMap(({ id, learning }) =>
    learning ? `${id} ${learning.learningRate.join(', ')}` : [],
  );
  return rates.length > 0 ? `learning rates: ${rates.join('; ')}` : '';
}
