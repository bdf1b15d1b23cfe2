import { InputError } from '../../../devices/base/errors.js';
import type { Configuration } from '../../configuration/configuration.js';
import { estimate, mostRunsOf } from '../../experiments/estimate/estimate.js';
import type { EstimateResult } from '../../experiments/estimate/estimate-result.js';
import { checkExperiment } from '../../experiments/run/check-experiment.js';
import { createRunFolder, type RunFolder } from '../../runs/folder/run-folder.js';
import { type CliIo, printJson, printLine } from '../shared/cli-io.js';
import { conductTasks } from '../shared/execute-tasks.js';
import { EXIT, exitCodeOfFailures } from '../shared/exit-codes.js';
import { readConfiguration } from '../shared/read-configuration.js';
import type { EstimateCliOptions } from './estimate.js';
import { estimateText } from './estimate-text.js';

/**
 * Estimates a chip; every run leaves a file in the folder as it ends, so that an interrupted
 * estimate goes on from there. Resolves to the exit code. Throws InputError, before the folder is
 * made, for a wrong configuration.
 */
export async function runEstimate(options: EstimateCliOptions, io: CliIo): Promise<number> {
  if (options.config === undefined) {
    throw new InputError('estimate: CONFIG is missing, expected a YAML or JSON file, or a name such as edge');
  }
  if (!options.budget && (options.ranks ?? options.time) !== undefined) {
    throw new InputError('estimate: --ranks and --time end an error budget, expected --budget too');
  }
  const { configuration, source } = await readConfiguration(options, io);
  const { hardware, name, seed } = configuration;
  if (hardware === 'ideal') throw new InputError(`${source}: hardware: "ideal", expected a chip to estimate`);
  const dataset = await io.engine.loadDataset(configuration.dataset);
  checkExperiment(configuration, dataset, { kind: 'train', source });
  if (io.signal.aborted) return EXIT.interrupted;
  const seeds = seedsOf(configuration, options.seeds);
  const { out, force, resume, acceptVersion, json = false, budget = false, target = null } = options;
  const { mostRuns, time: budgetSec } = options;
  const ranks = options.ranks ?? (budgetSec === undefined ? null : 3);
  const folder = createRunFolder({
    out,
    name,
    seed,
    force,
    resume,
    resumable: { command: 'estimate', kind: 'estimate', configuration, acceptVersion },
  });
  const { seeds: _, ...one } = configuration;
  const chip = { ...one, hardware } as Configuration & { hardware: typeof hardware };
  const most = mostRunsOf(chip, { seeds, budget, target });
  const maxInAll = Math.min(most.accuracy + most.budget + most.specification, mostRuns ?? Infinity);
  printLine(io.stderr, announced(most, maxInAll));
  const job = { folder, configuration, options: { ...options, maxInAll } };
  let soFar: EstimateResult | null = null;
  const found = async (result: EstimateResult) => {
    soFar = result;
    await save(result, folder, io);
  };
  const exitCode = await conductTasks(job, io, async (execute) => {
    const result = await estimate(
      chip,
      { seeds, budget, ranks, budgetSec, target, mostRuns },
      { nowSec: io.nowSec, execute, found, onRanking: (line) => printLine(io.stderr, line) },
    );
    await found(result);
    return exitCodeOfFailures(result.failures);
  });
  if (soFar) print(soFar, folder, { io, json });
  return exitCode;
}

/** What is to come, in one line. */
function announced(most: ReturnType<typeof mostRunsOf>, inAll: number): string {
  const parts = Object.entries(most).filter(([, runs]) => runs > 0);
  const limit = inAll < most.accuracy + most.budget + most.specification ? `; ${inAll} allowed` : '';
  return `at most ${parts.map(([stage, runs]) => `${runs} runs for the ${stage}`).join(', ')}${limit}`;
}

/** As many as asked for from the seed on; else those of the configuration; else five. */
function seedsOf({ seed, seeds }: Configuration, count: number | undefined): readonly number[] {
  if (count === undefined && seeds !== undefined) return seeds;
  return Array.from({ length: count ?? 5 }, (_, i) => seed + i);
}

function print(result: EstimateResult, folder: RunFolder, { io, json }: { io: CliIo; json: boolean }): void {
  if (json) printJson(io.stdout, result);
  else printLine(io.stdout, estimateText(result));
  printLine(json ? io.stderr : io.stdout, folder.fileOf('report.html'));
}

async function save(result: EstimateResult, folder: RunFolder, { engine }: CliIo): Promise<void> {
  folder.write('result.json', `${JSON.stringify(result, null, 2)}\n`);
  folder.write('report.html', await engine.estimateHtml(result));
}
