import type { Command } from 'commander';
import { InputError } from '../../../devices/base/errors.js';
import { addEngine } from '../options/engine-option.js';
import { acceptVersionHelp, type ExperimentOptions } from '../options/experiment-options.js';
import { maxThreads, seconds, wholeFrom } from '../options/option-numbers.js';
import { type Cli, printJson, printLine } from '../shared/cli-io.js';

export interface ReproduceOptions extends Omit<ExperimentOptions, 'config' | 'path'> {
  readonly list?: boolean;
  readonly epochs?: number;
  readonly evaluateEvery?: number;
}

/** `crossprop reproduce [ROW ...]` */
export function registerReproduce(program: Command, cli: Cli): void {
  addEngine(program.command('reproduce'), cli)
    .description("Rows of the paper's tables, beside the published figures.")
    .argument('[ROW...]', 'names of rows')
    .option('--list', 'list the rows and what was published')
    .option('--epochs <N>', 'stop after N epochs; the schedules keep their length', wholeFrom(0))
    .option('--evaluate-every <N>', 'epochs from test to test; there is always one at the end', wholeFrom(1))
    .option('--out <DIR>', 'folder, with one run folder a row in it (default: runs/reproduce-SEED, ...)')
    .option('--resume', 'go on with the rows in the folder, or begin them where there are none')
    .option('--accept-version', acceptVersionHelp)
    .option('--checkpoint-every <SEC>', 'seconds between checkpoints within an epoch (default: 60)', seconds)
    .option('--seed <N>', 'seed of everything random', wholeFrom(0))
    .option('--threads <N>', 'threads to use; the result does not depend on it', wholeFrom(1, maxThreads))
    .option('--fast', 'relaxed SIMD: faster, the last bits depend on the processor')
    .option('--set <path=value...>', 'replace values of the rows: no longer what was published', [])
    .option('--json', 'print the result as one JSON document')
    .option('--force', 'overwrite the folder')
    .addHelpText('after', '\nExample:\n  $ crossprop reproduce EP-1 BP-1 --epochs 1')
    .action(async (names: string[], options: ReproduceOptions) => {
      if (options.list) return list(options, cli);
      if (names.length === 0) throw new InputError('reproduce: ROW is missing, expected a name of --list');
      const { runReproduction } = await import('./run-reproduction.js');
      cli.exitWith(await runReproduction(names, options, cli.io));
    });
}

async function list({ json }: ReproduceOptions, { io }: Cli): Promise<void> {
  const [rows, { publishedTable }] = await Promise.all([
    io.engine.publishedRows(),
    import('./reproduce-table.js'),
  ]);
  if (json) printJson(io.stdout, { rows });
  else printLine(io.stdout, publishedTable(rows));
}
