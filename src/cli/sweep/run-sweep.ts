import { existsSync, readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { InputError } from '../../../devices/base/errors.js';
import { maxYaml, parseYaml } from '../../configuration/text/parse-yaml.js';
import { createResultCheck } from '../../experiments/run/identity.js';
import { planSweep, type SweepPlan } from '../../experiments/sweep/plan-sweep.js';
import { type SweepResult, sweepResult } from '../../experiments/sweep/sweep-result.js';
import type { Executor, Task, TaskOutcome } from '../../experiments/tasks/executor.js';
import { createRunFolder, type RunFolder } from '../../runs/folder/run-folder.js';
import { createRunLog } from '../../runs/folder/run-log.js';
import { openPointFiles, type PointFiles } from '../../runs/folder/sweep-folder.js';
import type { PreparedExecutor } from '../executors/executor-definition.js';
import { executorNamed } from '../executors/index.js';
import { type CliIo, printJson, printLine } from '../shared/cli-io.js';
import { createDeviceModules, refuseDeviceModules } from '../shared/device-modules.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { fitReaderFor, readText } from '../shared/read-configuration.js';
import { createSweepProgress } from './sweep-progress.js';
import { sweepTable } from './sweep-table.js';
import type { Shard, Sweep, SweepOptions } from './types.js';

/**
 * Plans a sweep, runs the points that have no result yet, and puts all results together. Resolves
 * to the exit code. Throws InputError, before a folder is made, for a wrong configuration.
 */
export async function runSweep(options: SweepOptions, io: CliIo): Promise<number> {
  const begunSec = io.nowSec();
  const plan = await readPlan(options, io);
  const prepared = await executorNamed(options.executor).prepare(options, io);
  try {
    return await sweepOn(prepared, plan, { options, io, begunSec });
  } finally {
    await prepared.close();
  }
}

interface SweepOn {
  readonly options: SweepOptions;
  readonly io: CliIo;
  readonly begunSec: number;
}

async function sweepOn(
  prepared: PreparedExecutor,
  plan: SweepPlan,
  { options, io, begunSec }: SweepOn,
): Promise<number> {
  const { out, force, resume = false, shard, acceptVersion, json = false } = options;
  const folder = createRunFolder({
    out,
    name: plan.name,
    seed: plan.seed,
    force,
    resume,
    resumable: { command: 'sweep', kind: 'sweep', configuration: plan.config, acceptVersion },
    hold: shard ? 'shard' : 'sweep',
  });
  try {
    const files = openPointFiles(folder.path, createResultCheck({ own: true, acceptVersion }));
    for (const { key } of plan.points) files.find(key);
    writeConfiguration(plan, folder);
    const tasks = tasksOf(plan, shard);
    if (options.retryFailed) forgetFailed(tasks, files);
    const sweep = { plan, tasks, files, folder };
    await executeMissing(sweep, prepared.executorFor(sweep), io);
    if (io.signal.aborted) {
      printLine(io.stderr, `interrupted; go on with --resume --out ${folder.path}`);
    }
    if (shard) return finishShard(sweep, { io, json });
    const result = sweepResult(plan, files.find, { total: io.nowSec() - begunSec });
    return await finishSweep(result, folder, { io, json });
  } finally {
    folder.release();
  }
}

/** Prints the folder of a shard; returns the exit code. */
function finishShard({ tasks, files, folder }: Sweep, { io, json }: { io: CliIo; json: boolean }): ExitCode {
  printLine(json ? io.stderr : io.stdout, folder.path);
  const ended = tasks.flatMap(({ key }) => files.find(key) ?? []);
  const states = ended.map((one) => ({
    status: one.status,
    runs: one.status === 'done' ? one.result.runs : [],
  }));
  return io.signal.aborted ? EXIT.interrupted : exitCodeOfStates(states);
}

/** Writes and prints the result of a sweep; returns the exit code. */
export async function finishSweep(
  result: SweepResult,
  folder: RunFolder,
  { io, json }: { io: CliIo; json: boolean },
): Promise<ExitCode> {
  folder.write('result.json', `${JSON.stringify(result, null, 2)}\n`);
  folder.write('report.html', await io.engine.sweepHtml(result));
  if (json) printJson(io.stdout, result);
  else printLine(io.stdout, sweepTable(result));
  printLine(json ? io.stderr : io.stdout, folder.fileOf('report.html'));
  return io.signal.aborted ? EXIT.interrupted : exitCodeOfStates(result.points);
}

/**
 * The file keeps what the points vary beside how: it plans the same sweep. Shards find it there,
 * and leave it alone.
 */
export function writeConfiguration({ config }: SweepPlan, folder: RunFolder): void {
  const yaml = stringify(config, { lineWidth: 0, aliasDuplicateObjects: false });
  const text = yaml.length > maxYaml ? `${JSON.stringify(config, null, 1)}\n` : yaml;
  const file = folder.fileOf('config.yaml');
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) folder.write('config.yaml', text);
}

async function readPlan(options: SweepOptions, io: CliIo): Promise<SweepPlan> {
  const { config, set, seed, path } = options;
  if (config === undefined) throw new InputError('sweep: CONFIG is missing, expected a YAML or JSON file');
  const source = set.length > 0 ? `${config} with --set` : config;
  const override = { ...(seed !== undefined && { seed }), ...(path !== undefined && { dataset: { path } }) };
  const readFit = fitReaderFor(config);
  const elsewhere = placeElsewhere(options, io.env);
  const refused = elsewhere === null ? null : refuseDeviceModules(elsewhere);
  const modules = refused?.modules ?? createDeviceModules(config, io.engine, io);
  const plan = await planSweep(parseYaml(readText(config), config), {
    source,
    set,
    override,
    readFit,
    modules,
  });
  refused?.check();
  return plan;
}

/** Where points are run, if not by this command for its own user; null else. */
function placeElsewhere({ executor }: SweepOptions, env: CliIo['env']): string | null {
  if (!executorNamed(executor).isLocal) return `with --executor ${executor}`;
  return env.SLURM_ARRAY_TASK_ID === undefined ? null : 'in a task of a Slurm array';
}

/** Of a shard or of all; points of the same content are one task. */
function tasksOf({ points }: SweepPlan, { index, of }: Shard = { index: 0, of: 1 }): readonly Task[] {
  const tasks = new Map(points.flatMap(({ key, task }) => (task ? [[key, task] as const] : [])));
  return [...tasks.values()].filter((_, i) => i % of === index);
}

function forgetFailed(tasks: readonly Task[], files: PointFiles): void {
  for (const { key } of tasks) if (files.find(key)?.status === 'failed') files.forget(key);
}

/** Leaves a file for every point of the tasks, and for those of the plan that cannot be run. */
async function executeMissing(
  { plan, tasks, files, folder }: Sweep,
  executor: Executor,
  io: CliIo,
): Promise<void> {
  const log = createRunLog(folder.fileOf('log.jsonl'));
  const values = new Map(plan.points.map((point) => [point.key, point.values]));
  const record = (outcome: TaskOutcome) => {
    if (!files.add(outcome, values.get(outcome.key) ?? {})) return;
    const { key, status } = outcome;
    if (status === 'done') log.info({ key }, 'point-done');
    else log.error({ key, error: outcome.error }, 'point-failed');
  };
  const there = new Set(files.keys());
  for (const { key, error } of plan.points) if (error !== null) record({ key, status: 'failed', error });
  const missing = tasks.filter(({ key }) => !there.has(key));
  const progress = createSweepProgress(io, { done: tasks.length - missing.length, total: tasks.length });
  log.info({ executor: executor.name, points: tasks.length, missing: missing.length }, 'sweep-started');
  try {
    await executor.execute(missing, {
      signal: io.signal,
      finished(outcome) {
        record(outcome);
        progress.advance();
      },
    });
  } catch (error) {
    log.error({ err: error }, 'failed');
    throw error;
  } finally {
    progress.stop();
    log.close();
  }
}

function exitCodeOfStates(
  points: readonly Pick<SweepResult['points'][number], 'status' | 'runs'>[],
): ExitCode {
  if (points.some(({ runs }) => runs.some(({ status }) => status === 'non-finite'))) return EXIT.nonFinite;
  return points.some(({ status }) => status !== 'done') ? EXIT.failed : EXIT.done;
}
