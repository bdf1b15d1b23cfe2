import type { Command } from 'commander';
import type { FileCheck } from '../../data/readers/stored-file.js';
import { type Cli, printJson, printLine } from '../shared/cli-io.js';
import { EXIT } from '../shared/exit-codes.js';

interface JsonOption {
  readonly json?: boolean;
}

/** `crossprop data list` and `crossprop data verify NAME` */
export function registerData(program: Command, cli: Cli): void {
  const data = program
    .command('data')
    .description('The data sets that a configuration can name.')
    .addHelpText('after', '\nExample:\n  $ crossprop data list');
  data
    .command('list')
    .description('Name, content, licence and source of each.')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  $ crossprop data list --json')
    .action((options: JsonOption) => list(options, cli));
  data
    .command('verify')
    .description(
      'Compare the files with the published checksums (SHA-256); exit code 1 where one differs or has none.',
    )
    .argument('<NAME>', 'data set')
    .option('--path <DIR>', 'folder with the files')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  $ crossprop data verify mnist --path ~/mnist')
    .action((name: string, options: JsonOption & { path?: string }) => verify(name, options, cli));
}

async function list({ json }: JsonOption, { io }: Cli): Promise<void> {
  const datasets = await io.engine.listDatasets();
  if (json) return printJson(io.stdout, { datasets });
  for (const { name, summary, licence, source } of datasets) {
    printLine(io.stdout, `${name}: ${summary}\n  licence: ${licence}\n  source: ${source}`);
  }
}

async function verify(name: string, { json, path }: JsonOption & { path?: string }, cli: Cli): Promise<void> {
  const { engine, stdout } = cli.io;
  const files = await engine.verifyDataset(name, path);
  if (json) printJson(stdout, { name, files });
  else for (const check of files) printLine(stdout, `${verdict(check)}  ${check.file}`);
  cli.exitWith(files.every(({ ok }) => ok) ? EXIT.done : EXIT.failed);
}

/** `unknown` where the publisher gives no checksum. */
function verdict({ ok, expected }: Pick<FileCheck, 'ok' | 'expected'>): string {
  if (expected === null) return 'unknown  ';
  return ok ? 'same     ' : 'different';
}
