import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { InputError } from '../../devices/base/errors.js';
import type { ReceptiveFields } from '../experiments/receptive-fields.js';
import type { ExperimentResult } from '../experiments/result.js';
import { openRunFolder } from '../runs/run-folder.js';
import { type Cli, printJson, printLine } from './cli-io.js';

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
  const result = readJson(folder.fileOf('result.json')) as ExperimentResult;
  if (result?.schema !== 1 || !Array.isArray(result.runs)) {
    throw new InputError(`${folder.fileOf('result.json')}: expected the result of a run, with "schema": 1`);
  }
  const fields = folder.fileOf('receptive-fields.json');
  const receptiveFields = existsSync(fields) ? (readJson(fields) as ReceptiveFields[]) : [];
  folder.write('report.html', await io.engine.reportHtml({ result, receptiveFields }));
  const report = folder.fileOf('report.html');
  if (json) printJson(io.stdout, { report });
  else printLine(io.stdout, report);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(`${file}: ${code ?? message}, expected a readable JSON file of a run folder`);
  }
}
