import { type Command, InvalidArgumentError, Option } from 'commander';
import { defaultExecutor, executors } from '../executors/index.js';
import { addEngine } from '../options/engine-option.js';
import { acceptVersionHelp, outHelp, withConfig } from '../options/experiment-options.js';
import { maxThreads, wholeFrom } from '../options/option-numbers.js';
import type { Cli } from '../shared/cli-io.js';
import type { Shard, SweepOptions } from './types.js';

/** `crossprop sweep CONFIG` */
export function registerSweep(program: Command, { io, exitWith }: Cli): void {
  const command = addEngine(program.command('sweep'), { io })
    .usage('[options] CONFIG')
    .description('Every point of a grid, a list or Monte Carlo draws over fields of a configuration.')
    .argument('[CONFIG]', 'YAML or JSON file with a sweep block')
    .option('--out <DIR>', outHelp)
    .addOption(
      new Option('--executor <NAME>', 'where the points are run')
        .choices(executors.map(({ name }) => name))
        .default(defaultExecutor),
    )
    .option(
      '--workers <N>',
      'points run at the same time (default: the cores there are)',
      wholeFrom(1, maxThreads),
    );
  for (const option of executors.flatMap(({ options }) => options)) command.addOption(option);
  command
    .option('--resume', 'run what is missing in the folder, or all of it where there is nothing')
    .option('--accept-version', acceptVersionHelp)
    .option('--retry-failed', 'with --resume: run again what has failed')
    .option('--shard <I/N>', 'run every Nth point from number I (0 to N - 1) on; see merge', shard)
    .option('--seed <N>', 'seed of everything random, draws too', wholeFrom(0))
    .option(
      '--threads <N>',
      'threads of each point; the result does not depend on it',
      wholeFrom(1, maxThreads),
    )
    .option('--set <path=value...>', 'replace values of the configuration', [])
    .option('--path <DIR>', 'folder with data files of your own')
    .option('--json', 'print the result as one JSON document')
    .option('--force', 'overwrite the folder')
    .addHelpText(
      'after',
      '\nExample:\n  $ crossprop sweep chip.yaml --out runs/noise' +
        '\n\nIn chip.yaml:\n  sweep: {grid: {hardware.read.noise: [0, 0.02, 0.05], seed: [1, 2, 3]}}',
    )
    .action(async (config: string | undefined, options: SweepOptions) => {
      const { runSweep } = await import('./run-sweep.js');
      exitWith(await runSweep(withConfig(config, options), io));
    });
}

function shard(text: string): Shard {
  const [, index, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.map(Number) ?? [];
  if (index !== undefined && of !== undefined && index < of) return { index, of };
  throw new InvalidArgumentError('Expected I/N with I from 0 to N - 1, such as 0/8.');
}
