import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../devices/base/errors.js';
import { parseYaml } from '../experiments/parse-yaml.js';
import { planSweep, type SweepPlan } from '../experiments/sweep/plan-sweep.js';
import { sweepResult } from '../experiments/sweep/sweep-result.js';
import { createRunFolder } from '../runs/run-folder.js';
import { openPointFiles } from '../runs/sweep-folder.js';
import type { Cli, CliIo } from './cli-io.js';
import { printLine } from './cli-io.js';
import { outHelp } from './experiment-options.js';
import { readText } from './read-configuration.js';
import { finishSweep, writeConfiguration } from './run-sweep.js';

interface MergeOptions {
  readonly out?: string;
  readonly json?: boolean;
  readonly force?: boolean;
}

/** `crossprop merge DIR...` */
export function registerMerge(program: Command, { io, exitWith }: Cli): void {
  program
    .command('merge')
    .description('Gather the points of the shards of a sweep in one folder.')
    .argument('<DIR...>', 'folders of shards')
    .option('--out <DIR>', outHelp)
    .option('--json', 'print the result as one JSON document')
    .option('--force', 'overwrite the folder')
    .addHelpText('after', '\nExample:\n  $ crossprop merge shard-0 shard-1 --out runs/noise')
    .action(async (folders: string[], options: MergeOptions) => exitWith(await merge(folders, options, io)));
}

async function merge(shards: readonly string[], options: MergeOptions, io: CliIo): Promise<number> {
  const plan = await commonPlan(shards);
  const { out, force, json = false } = options;
  const folder = createRunFolder({ out, name: plan.name, seed: plan.seed, force });
  writeConfiguration(plan, folder);
  const files = openPointFiles(folder.path);
  const values = new Map(plan.points.map((point) => [point.key, point.values]));
  for (const shard of shards.map(openPointFiles)) {
    for (const key of shard.keys()) {
      const outcome = values.has(key) ? shard.find(key) : null;
      if (outcome) files.add(outcome, values.get(key)!);
    }
  }
  const result = sweepResult(plan, files.find, {});
  const missing = result.points.filter(({ status }) => status === 'missing').length;
  const exitCode = await finishSweep(result, folder, { io, json });
  if (missing > 0) {
    const command = `crossprop sweep ${folder.fileOf('config.yaml')} --out ${folder.path} --resume`;
    printLine(io.stderr, `${missing} of ${result.points.length} points are missing; to run them: ${command}`);
  }
  return exitCode;
}

/** Throws InputError where the folders are of different sweeps. */
async function commonPlan(folders: readonly string[]): Promise<SweepPlan> {
  const plans: SweepPlan[] = [];
  for (const folder of folders) {
    const file = join(folder, 'config.yaml');
    if (!existsSync(file))
      throw new InputError(`${folder}: expected the folder of a sweep, with config.yaml`);
    plans.push(await planSweep(parseYaml(readText(file), file), { source: file }));
  }
  const [first, ...others] = plans as [SweepPlan, ...SweepPlan[]];
  const keysOf = ({ points }: SweepPlan) => points.map(({ key }) => key).join();
  const different = others.findIndex((plan) => keysOf(plan) !== keysOf(first));
  if (different < 0) return first;
  throw new InputError(
    `${folders[different + 1]}: another sweep than in ${folders[0]}, expected shards of one`,
  );
}
