import { InputError } from '../../../devices/base/errors.js';
import { type Configuration, checkRun, type LearningRuleName } from '../../configuration/configuration.js';
import { compareLevels, levelsOf } from '../../experiments/levels/compare-levels.js';
import { checkExperiment } from '../../experiments/run/check-experiment.js';
import { createRunFolder } from '../../runs/folder/run-folder.js';
import { defaultExecutor } from '../executors/index.js';
import type { ExperimentOptions } from '../options/experiment-options.js';
import { type CliIo, printJson, printLine } from '../shared/cli-io.js';
import { createDeviceModules } from '../shared/device-modules.js';
import { conductTasks } from '../shared/execute-tasks.js';
import { EXIT, exitCodeOfFailures } from '../shared/exit-codes.js';
import type { NamedConfiguration } from '../shared/read-configuration.js';
import { levelsText } from './levels-text.js';

/**
 * Compares both rules over the levels of a compare block. Resolves to the exit code; throws
 * InputError before a folder is made.
 */
export async function runLevels(
  { configuration, source }: NamedConfiguration,
  options: ExperimentOptions,
  io: CliIo,
): Promise<number> {
  const { engine, signal } = io;
  if (configuration.hardware === 'ideal') {
    throw new InputError(
      `${source}: hardware: "ideal", expected a chip whose ${configuration.compare?.vary} is varied`,
    );
  }
  const levels = await levelsOf(configuration, source, createDeviceModules(options.config, engine));
  const dataset = await engine.loadDataset(configuration.dataset);
  for (const level of levels) {
    checkExperiment(level.configuration, dataset, { kind: 'train', source });
    checkRules(level.configuration, configuration.compare?.rules, source);
  }
  if (signal.aborted) return EXIT.interrupted;
  const { name, seed } = configuration;
  const { out, force, resume, acceptVersion, threads, engine: kernels, json = false } = options;
  const folder = createRunFolder({
    out,
    name,
    seed,
    force,
    resume,
    resumable: { command: 'compare with levels', kind: 'levels', configuration, acceptVersion },
  });
  const job = {
    folder,
    configuration,
    options: { executor: defaultExecutor, threads, engine: kernels, acceptVersion },
  };
  return conductTasks(job, io, async (execute) => {
    const createKernels = await engine.createKernels(options);
    const context = { nowSec: io.nowSec, createKernels, execute };
    const result = await compareLevels(configuration, { levels, dataset }, context);
    folder.write('result.json', `${JSON.stringify(result, null, 2)}\n`);
    folder.write('report.html', await engine.levelsHtml(result));
    if (json) printJson(io.stdout, result);
    else printLine(io.stdout, levelsText(result));
    printLine(json ? io.stderr : io.stdout, folder.fileOf('report.html'));
    return exitCodeOfFailures(result.failures);
  });
}

/** Every rule is to learn on the level's chip and in floating point. */
function checkRules(level: Configuration, rules: readonly LearningRuleName[] = [], source: string): void {
  for (const rule of rules) {
    for (const hardware of [level.hardware, 'ideal' as const]) checkRun(level, { rule, hardware }, source);
  }
}
