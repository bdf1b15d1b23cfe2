import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { ReceptiveFields } from '../experiments/receptive-fields.js';
import { openRunFolder } from '../runs/run-folder.js';
import { type Cli, printJson, printLine } from './cli-io.js';
import { readJson, readResult } from './read-result.js';

/** `crossprop report DIR` */
export function registerReport(program: Command, cli: Cli): void {
  program
    .command('report')
    .description('Rebuild report.html from the result.json of a run folder.')
    .argument('<DIR>', 'run folder')
    .option('--json', 'print the path of the report as one JSON document')
    .addHelpText('after', '\nExample:\n  $ crossprop report runs/mnist-self-defined-target-1')
    .action((folder: string, options: { json?: boolean }) => rebuild(folder, options, cli));
}

async function rebuild(path: string, { json }: { json?: boolean }, { io }: Cli): Promise<void> {
  const folder = openRunFolder(path);
  const result = readResult(folder.fileOf('result.json'));
  const fields = folder.fileOf('receptive-fields.json');
  const receptiveFields = existsSync(fields) ? (readJson(fields) as ReceptiveFields[]) : [];
  folder.write('report.html', await io.engine.reportHtml({ result, receptiveFields }));
  const report = folder.fileOf('report.html');
  if (json) printJson(io.stdout, { report });
  else printLine(io.stdout, report);
}
