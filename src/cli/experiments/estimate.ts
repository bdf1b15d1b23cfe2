import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { isMapping } from '../../configuration/plain-data.js';
import { readyConfigurations } from '../../configuration/ready/ready-configurations.js';
import { defaultExecutor, taskExecutors } from '../executors/index.js';
import { addEngine } from '../options/engine-option.js';
import {
  acceptVersionHelp,
  type ExperimentOptions,
  outHelp,
  withConfig,
} from '../options/experiment-options.js';
import { maxThreads, timeSpan, wholeFrom } from '../options/option-numbers.js';
import type { Cli } from '../shared/cli-io.js';

export interface EstimateCliOptions extends Omit<ExperimentOptions, 'config'> {
  readonly config?: string | undefined;
  readonly seeds?: number;
  readonly budget?: boolean;
  readonly ranks?: number;
  /** Seconds. */
  readonly time?: number;
  readonly target?: number;
  readonly mostRuns?: number;
  readonly executor: string;
  readonly workers?: number;
  /** Of a network trained elsewhere: its chip, its images, and how many of them. */
  readonly chip?: string;
  readonly data?: string;
  readonly images?: number;
}

/** `crossprop estimate CONFIG` */
export function registerEstimate(program: Command, { io, exitWith }: Cli): void {
  const command = addEngine(program.command('estimate'), { io })
    .usage('[options] CONFIG')
    .description('What a chip will score, with an interval over seeds; what costs how much; what it spends.')
    .argument(
      '[CONFIG]',
      'YAML or JSON file, the name of a ready configuration, or a network trained elsewhere, an ONNX file',
    );
  addRunOptions(addQuestions(addNetworkOptions(command)))
    .addHelpText(
      'after',
      () =>
        `\nReady configurations:\n${readyConfigurations.map(({ name, summary }) => `  ${name.padEnd(18)}${summary}`).join('\n')}` +
        '\n\nExamples:\n  $ crossprop estimate edge --budget --target 0.8\n  $ crossprop estimate edge --budget --ranks 3 --seeds 10\n  $ crossprop estimate net.onnx --chip chip.yaml --data digits',
    )
    .action(async (config: string | undefined, given: EstimateCliOptions) => {
      const options = withConfig(config, given);
      if (await isOfNetwork(options)) {
        const { runNetworkEstimate } = await import('../inference/run-network-estimate.js');
        return exitWith(await runNetworkEstimate(options, io));
      }
      const { runEstimate } = await import('./run-estimate.js');
      exitWith(await runEstimate(options, io));
    });
}

/**
 * Whether a network trained elsewhere is estimated: by its file, or a configuration that names
 * it.
 */
async function isOfNetwork({ config, chip, data, images }: EstimateCliOptions): Promise<boolean> {
  if ((chip ?? data ?? images) !== undefined) return true;
  if (config === undefined) return false;
  if (!/\.(ya?ml|json)$/i.test(config)) return /\.\w+$/.test(config) && existsSync(config);
  if (!existsSync(config)) return false;
  const { readRaw } = await import('../shared/read-configuration.js');
  const raw = readRaw(config);
  return isMapping(raw) && isMapping(raw.model);
}

function addNetworkOptions(command: Command): Command {
  return command
    .option('--chip <CHIP>', 'of a network in ONNX: YAML or JSON file, or the name of a ready configuration')
    .option(
      '--data <PATH>',
      'of a network in ONNX: the name of a data set, or an .npz file of images and labels',
    )
    .option('--images <N>', 'of a network in ONNX: test on the first N images', wholeFrom(1));
}

/** What is to be found. */
function addQuestions(command: Command): Command {
  return command
    .option('--budget', 'find what each non-ideality costs: alone, and by removing it')
    .option(
      '--ranks <N>',
      'end the budget as soon as the N most expensive items are certain (95 %), on --seeds chips at most',
      wholeFrom(1),
    )
    .option(
      '--time <T>',
      'end the budget in time T, such as 90s, 10m or 1h, with what is known then (N is 3 by default)',
      timeSpan,
    )
    .option('--target <ACCURACY>', 'find how good each part must be for this accuracy, such as 0.9', fraction)
    .option(
      '--seeds <N>',
      'chips to draw, from the seed on (default: the seeds of the configuration, or 5)',
      wholeFrom(1),
    )
    .option(
      '--most-runs <N>',
      'begin no further runs for --target beyond so many in all, and say what is open',
      wholeFrom(1),
    );
}

/** Where and how it is run. */
function addRunOptions(command: Command): Command {
  return command
    .option('--out <DIR>', outHelp)
    .addOption(
      new Option('--executor <NAME>', 'where the chips are run')
        .choices(taskExecutors.map(({ name }) => name))
        .default(defaultExecutor),
    )
    .option(
      '--workers <N>',
      'chips run at the same time (default: the cores there are)',
      wholeFrom(1, maxThreads),
    )
    .option('--resume', 'keep the runs that are in the folder, or begin where there are none')
    .option('--accept-version', acceptVersionHelp)
    .option('--seed <N>', 'master seed', wholeFrom(0))
    .option(
      '--threads <N>',
      'threads of each run; the result does not depend on it',
      wholeFrom(1, maxThreads),
    )
    .option('--set <path=value...>', 'replace values of the configuration', [])
    .option('--path <DIR>', 'folder with data files of your own')
    .option('--json', 'print the result as one JSON document')
    .option('--force', 'overwrite the run folder');
}

function fraction(text: string): number {
  const value = Number(text);
  if (text !== '' && value > 0 && value < 1) return value;
  throw new InvalidArgumentError('Expected an accuracy between 0 and 1, such as 0.9.');
}
