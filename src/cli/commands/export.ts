import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { type Cli, printLine } from '../shared/cli-io.js';
import { readResult } from '../shared/read-result.js';
import { writeForUser } from '../shared/write-for-user.js';

interface ExportOptions {
  readonly as: 'csv' | 'jsonl';
  readonly out?: string;
}

/** `crossprop export DIR...` */
export function registerExport(program: Command, { io }: Cli): void {
  program
    .command('export')
    .description('The runs of run folders and sweeps as a table for other programs, a line per run.')
    .argument('<DIR...>', 'run folders')
    .addOption(new Option('--as <FORMAT>', 'format').choices(['csv', 'jsonl']).default('csv'))
    .option('--out <FILE>', 'file to write (default: print)')
    .addHelpText(
      'after',
      '\nExample:\n  $ crossprop export runs/chip-1 runs/chip-2 --out runs.csv\n  $ crossprop export runs/chip-1 --as jsonl',
    )
    .action(async (folders: string[], { as, out }: ExportOptions) => {
      const { csvOf, jsonLinesOf } = await import('../../report/tables/result-rows.js');
      const { anyRows } = await import('../../report/tables/any-rows.js');
      const rows = folders.flatMap((folder) => anyRows(readResult(join(folder, 'result.json'))));
      const text = as === 'csv' ? csvOf(rows) : jsonLinesOf(rows);
      if (out === undefined) io.stdout.write(text);
      else writeForUser(out, text, '--out');
      if (out !== undefined) printLine(io.stdout, out);
    });
}
