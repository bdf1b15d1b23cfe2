import { type Command, Option } from 'commander';
import type { FileCheck } from '../../data/readers/stored-file.js';
import type { DataInspectOptions } from '../data/data-inspect.js';
import { wholeFrom } from '../options/option-numbers.js';
import { type Cli, printJson, printLine } from '../shared/cli-io.js';
import { EXIT } from '../shared/exit-codes.js';

interface JsonOption {
  readonly json?: boolean;
}

/** `crossprop data list`, `crossprop data verify NAME` and `crossprop data inspect PATH` */
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
  data
    .command('inspect')
    .description("What a file or folder with data of one's own holds, and a configuration to begin with.")
    .argument('<PATH>', 'file or folder')
    .option('--out <FILE>', 'write an HTML page with ten of the images')
    .option('--images <NAME>', 'array or file of the images')
    .option('--labels <NAME>', 'array, file or column of the labels')
    .addOption(new Option('--axes <ORDER>', 'axes of an array of images').choices(['NHWC', 'NCHW']))
    .option('--resize <PIXELS>', 'side that images are scaled to', wholeFrom(1))
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  $ crossprop data inspect my-images --out my-images.html')
    .action(async (path: string, options: DataInspectOptions) => {
      const { inspect } = await import('../data/data-inspect.js');
      inspect(path, options, cli.io);
    });
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
