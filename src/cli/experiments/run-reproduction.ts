import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Configuration, configurationYaml } from '../../configuration/configuration.js';
import type { Dataset } from '../../data/dataset.js';
import { rowRunIds } from '../../experiments/compare/run-ids.js';
import type { PublishedRow } from '../../experiments/published/row.js';
import type { ExperimentResult } from '../../experiments/results/result.js';
import { checkExperiment } from '../../experiments/run/check-experiment.js';
import { checkIdentity, identityOfResult, inputsOf } from '../../experiments/run/identity.js';
import { version } from '../../experiments/run/version.js';
import type { Resumable } from '../../runs/checkpoint/check-resumable.js';
import { createRunFolder, type RunFolder } from '../../runs/folder/run-folder.js';
import { type CliIo, printJson, printLine } from '../shared/cli-io.js';
import { createDeviceModules } from '../shared/device-modules.js';
import { EXIT, exitCodeOf } from '../shared/exit-codes.js';
import type { ReproduceOptions } from './reproduce.js';
import { reproductionTable } from './reproduce-table.js';
import { runJob } from './run-experiment.js';

interface Entry {
  readonly row: PublishedRow;
  readonly configuration: Configuration;
  readonly dataset: Dataset;
}

/**
 * Runs the rows in turn, each in a run folder of its own inside the folder, and puts their results
 * together in result.json. Resolves to the exit code. Throws InputError, before a folder is made,
 * for an unknown row.
 */
export async function runReproduction(
  names: readonly string[],
  options: ReproduceOptions,
  io: CliIo,
): Promise<number> {
  const entries: Entry[] = [];
  for (const name of names) entries.push(await prepare(name, options, io));
  if (io.signal.aborted) return EXIT.interrupted;
  const { seed } = entries[0]!.configuration;
  const { out, force, resume, acceptVersion, json } = options;
  const rows = await io.engine.publishedRows();
  const folder = createRunFolder({
    out,
    name: 'reproduce',
    seed,
    force,
    resume,
    resumable: { ...resumable(rows), seed, acceptVersion },
  });
  const together = await runRows(entries, folder, { options, io }).finally(folder.release);
  if (json) printJson(io.stdout, together);
  else printLine(io.stdout, reproductionTable(together));
  printLine(json ? io.stderr : io.stdout, folder.fileOf('report.html'));
  return io.signal.aborted ? EXIT.interrupted : exitCodeOf(together.runs);
}

async function runRows(
  entries: readonly Entry[],
  folder: RunFolder,
  of: { options: ReproduceOptions; io: CliIo },
): Promise<ExperimentResult> {
  const results: ExperimentResult[] = [];
  let together = joined(entries, results);
  for (const entry of entries) {
    if (of.io.signal.aborted) break;
    results.push(await runRow(entry, join(folder.path, entry.row.name), of));
    together = joined(entries, results);
    folder.write('result.json', `${JSON.stringify(together, null, 2)}\n`);
  }
  folder.write('report.html', await of.io.engine.reportHtml({ result: together, receptiveFields: [] }));
  return together;
}

async function prepare(
  name: string,
  { seed = 1, epochs, evaluateEvery, set }: ReproduceOptions,
  { engine }: CliIo,
): Promise<Entry> {
  const { row, configuration } = await engine.publishedRow(name, {
    seed,
    epochs,
    every: evaluateEvery,
    set,
    modules: createDeviceModules(undefined, engine),
  });
  const dataset = await engine.loadDataset(configuration.dataset);
  checkExperiment(configuration, dataset, { kind: 'train', source: `row ${name}` });
  return { row, configuration, dataset };
}

async function runRow(
  { row, configuration, dataset }: Entry,
  path: string,
  { options, io }: { options: ReproduceOptions; io: CliIo },
): Promise<ExperimentResult> {
  const { force, resume, acceptVersion } = options;
  const folder = createRunFolder({
    out: path,
    name: row.name,
    seed: configuration.seed,
    force,
    resume,
    resumable: { ...resumable([row]), configuration, acceptVersion },
  });
  const finished = resume ? finishedResult(folder, configuration) : null;
  if (finished) {
    folder.release();
    const expected = { version: version(), inputs: inputsOf(configuration, dataset) };
    checkIdentity(`--resume: ${folder.path} was`, identityOfResult(finished), { expected, acceptVersion });
    return finished;
  }
  const experiment = io.engine.reproduce(row);
  const { result } = await runJob({ experiment, configuration, dataset, options }, folder, io);
  return result;
}

/**
 * Rows stay in folders of their own: what stands together of any of them can be put together anew.
 */
function resumable(rows: readonly PublishedRow[]): Resumable {
  return { command: 'reproduce', runs: rows.flatMap(({ name }) => rowRunIds(name)) };
}

/** The result in a folder whose run has ended well and had this configuration. */
function finishedResult(folder: RunFolder, configuration: Configuration): ExperimentResult | null {
  const [file, yaml] = [folder.fileOf('result.json'), folder.fileOf('config.yaml')];
  if (!existsSync(file) || !existsSync(yaml)) return null;
  if (readFileSync(yaml, 'utf8') !== configurationYaml(configuration)) return null;
  const result = JSON.parse(readFileSync(file, 'utf8')) as ExperimentResult;
  return result.runs.length > 0 && exitCodeOf(result.runs) === EXIT.done ? result : null;
}

/** The rows' results as one; `config` holds the configuration of each. */
function joined(entries: readonly Entry[], results: readonly ExperimentResult[]): ExperimentResult {
  const [{ configuration, dataset }] = entries as readonly [Entry, ...Entry[]];
  const { name, train = dataset.train.count, test = dataset.test.count } = configuration.dataset;
  return {
    schema: 1,
    version: results[0]?.version ?? '',
    name: 'reproduce',
    seed: configuration.seed,
    config: Object.fromEntries(entries.map((entry) => [entry.row.name, entry.configuration])),
    dataset: { name, train, test, sha256: dataset.sha256 },
    runs: results.flatMap(({ runs }) => runs),
    timing: Object.fromEntries(results.map(({ timing }, i) => [entries[i]!.row.name, timing.total ?? 0])),
    comparisons: results.flatMap(({ comparisons }) => comparisons),
  };
}
