import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { InputError } from '../../../devices/base/errors.js';
import type { ReceptiveFields } from '../../experiments/chip-report/receptive-fields.js';
import type { AnyResult } from '../../experiments/results/any-result.js';
import { openRunFolder, type RunFolder } from '../../runs/folder/run-folder.js';
import { type Cli, type CliIo, printJson, printLine } from '../shared/cli-io.js';
import { readResult, readResultFile } from '../shared/read-result.js';

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
  const isBegun = existsSync(folder.fileOf('config.yaml')) && !existsSync(folder.fileOf('result.json'));
  if (isBegun) {
    throw new InputError(
      `${path}: no result yet, expected a run that has come to one; the command that began it goes on with --resume`,
    );
  }
  const result = readResult(folder.fileOf('result.json'));
  folder.write('report.html', await reportOf(result, folder, io));
  const report = folder.fileOf('report.html');
  if (json) printJson(io.stdout, { report });
  else printLine(io.stdout, report);
}

function reportOf(result: AnyResult, folder: RunFolder, { engine }: CliIo): Promise<string> {
  if ('kind' in result) {
    if (result.kind === 'sweep') return engine.sweepHtml(result);
    if (result.kind === 'network-estimate') return engine.networkEstimateHtml(result);
    return result.kind === 'estimate' ? engine.estimateHtml(result) : engine.levelsHtml(result);
  }
  const fields = folder.fileOf('receptive-fields.json');
  const receptiveFields = existsSync(fields) ? (readResultFile(fields) as ReceptiveFields[]) : [];
  return engine.reportHtml({ result, receptiveFields });
}
