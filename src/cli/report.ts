import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { ReceptiveFields } from '../experiments/receptive-fields.js';
import type { ExperimentResult } from '../experiments/result.js';
import { openRunFolder, type RunFolder } from '../runs/run-folder.js';
import { type Cli, type CliIo, printJson, printLine } from './cli-io.js';
import { isSweep, readJson, readResult } from './read-result.js';

/** `crossprop report DIR` */
export function registerReport(program: Command, cli: Cli): void {
  program
    .command('report')
    .description('Rebuild report.html from the result.json of a run or a sweep.')
    .argument('<DIR>', 'run folder')
    .option('--json', 'print the path of the report as one JSON document')
    .addHelpText('after', '\nExample:\n  $ crossprop report runs/mnist-self-defined-target-1')
    .action((folder: string, options: { json?: boolean }) => rebuild(folder, options, cli));
}

async function rebuild(path: string, { json }: { json?: boolean }, { io }: Cli): Promise<void> {
  const folder = openRunFolder(path);
  const result = readResult(folder.fileOf('result.json'));
  if (isSweep(result)) folder.write('report.html', await io.engine.sweepHtml(result));
  else folder.write('report.html', await runReport(result, folder, io));
  const report = folder.fileOf('report.html');
  if (json) printJson(io.stdout, { report });
  else printLine(io.stdout, report);
}

function runReport(result: ExperimentResult, folder: RunFolder, { engine }: CliIo): Promise<string> {
  const fields = folder.fileOf('receptive-fields.json');
  const receptiveFields = existsSync(fields) ? (readJson(fields) as ReceptiveFields[]) : [];
  return engine.reportHtml({ result, receptiveFields });
}
