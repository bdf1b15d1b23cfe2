import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../../devices/base/errors.js';
import { parseYaml } from '../../configuration/text/parse-yaml.js';
import { type Acceptance, createResultCheck } from '../../experiments/run/identity.js';
import { planSweep, type SweepPlan } from '../../experiments/sweep/plan-sweep.js';
import { type SweepResult, sweepResult } from '../../experiments/sweep/sweep-result.js';
import type { TaskOutcome } from '../../experiments/tasks/executor.js';
import { createRunFolder, type RunFolder } from '../../runs/folder/run-folder.js';
import { openPointFiles } from '../../runs/folder/sweep-folder.js';
import { acceptVersionHelp, outHelp } from '../options/experiment-options.js';
import type { Cli, CliIo } from '../shared/cli-io.js';
import { printLine } from '../shared/cli-io.js';
import { createDeviceModules } from '../shared/device-modules.js';
import type { ExitCode } from '../shared/exit-codes.js';
import { readText } from '../shared/read-configuration.js';
import { finishSweep, writeConfiguration } from './run-sweep.js';

interface MergeOptions {
  readonly out?: string;
  readonly json?: boolean;
  readonly force?: boolean;
  readonly acceptVersion?: boolean;
}

/** `crossprop merge DIR...` */
export function registerMerge(program: Command, { io, exitWith }: Cli): void {
  program
    .command('merge')
    .description('Gather the points of the shards of a sweep in one folder.')
    .argument('<DIR...>', 'folders of shards')
    .option('--out <DIR>', outHelp)
    .option('--accept-version', acceptVersionHelp)
    .option('--json', 'print the result as one JSON document')
    .option('--force', 'overwrite the folder')
    .addHelpText('after', '\nExample:\n  $ crossprop merge shard-0 shard-1 --out runs/noise')
    .action(async (folders: string[], options: MergeOptions) => exitWith(await merge(folders, options, io)));
}

async function merge(shards: readonly string[], options: MergeOptions, io: CliIo): Promise<number> {
  const plan = await commonPlan(shards, io);
  const { out, force, acceptVersion, json = false } = options;
  const gathered = gather(plan, shards, { acceptVersion });
  if (shards.some((shard) => out !== undefined && resolve(shard) === resolve(out))) {
    throw new InputError(`--out ${out}: a folder that is merged, expected another one`);
  }
  const folder = createRunFolder({ out, name: plan.name, seed: plan.seed, force });
  try {
    writeConfiguration(plan, folder);
    const files = openPointFiles(folder.path, createResultCheck({ own: false, acceptVersion }));
    for (const { key, values } of plan.points) {
      const outcome = gathered(key);
      if (outcome) files.add(outcome, values);
    }
    return await finishMerge(sweepResult(plan, files.find, {}), folder, { io, json });
  } finally {
    folder.release();
  }
}

/**
 * Finds the point of a key, one that is done before one that failed. Throws InputError where two
 * cannot stand beside each other.
 */
function gather(
  { points }: SweepPlan,
  shards: readonly string[],
  { acceptVersion }: Acceptance,
): (key: string) => TaskOutcome | null {
  const check = createResultCheck({ own: false, acceptVersion });
  const files = shards.map((shard) => openPointFiles(shard, check));
  const find = (key: string) => {
    const found = files.flatMap((shard) => shard.find(key) ?? []);
    return found.find(({ status }) => status === 'done') ?? found[0] ?? null;
  };
  for (const { key } of points) find(key);
  return find;
}

async function finishMerge(
  result: SweepResult,
  folder: RunFolder,
  { io, json }: { io: CliIo; json: boolean },
): Promise<ExitCode> {
  const missing = result.points.filter(({ status }) => status === 'missing').length;
  const exitCode = await finishSweep(result, folder, { io, json });
  if (missing > 0) {
    const command = `crossprop sweep ${folder.fileOf('config.yaml')} --out ${folder.path} --resume`;
    printLine(io.stderr, `${missing} of ${result.points.length} points are missing; to run them: ${command}`);
  }
  return exitCode;
}

/** Throws InputError where the folders are of different sweeps. */
async function commonPlan(folders: readonly string[], { engine }: CliIo): Promise<SweepPlan> {
  const plans: SweepPlan[] = [];
  for (const folder of folders) {
    const file = join(folder, 'config.yaml');
    if (!existsSync(file))
      throw new InputError(`${folder}: expected the folder of a sweep, with config.yaml`);
    plans.push(
      await planSweep(parseYaml(readText(file), file), {
        source: file,
        modules: createDeviceModules(file, engine),
      }),
    );
  }
  const [first, ...others] = plans as [SweepPlan, ...SweepPlan[]];
  const keysOf = ({ points }: SweepPlan) => points.map(({ key }) => key).join();
  const different = others.findIndex((plan) => keysOf(plan) !== keysOf(first));
  if (different < 0) return first;
  throw new InputError(
    `${folders[different + 1]}: another sweep than in ${folders[0]}, expected shards of one`,
  );
}
