import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { InputError } from '../devices/index.js';
import { engineNames } from '../src/runs/threads/engine-names.js';
import { checkEngine } from '../src/runs/threads/kernel-threads.js';
import { catalogue } from './catalogue.js';
import type { BenchmarkContext } from './shared/benchmark.js';
import { machine } from './shared/machine.js';
import { resultTable } from './shared/table.js';

export interface BenchmarkIo {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/**
 * Runs `[NAME] [--json] [options]` and resolves to the exit code: 0 measured, whatever the figures;
 * 2 wrong usage; 1 anything else. With --json one document on stdout (a list of them without NAME)
 * and nothing else.
 */
export async function runBenchmarks(
  argv: readonly string[],
  { stdout, stderr }: BenchmarkIo,
  benchmarks = catalogue,
): Promise<number> {
  const program = createProgram({ stdout, stderr }, Object.keys(benchmarks));
  try {
    program.parse(argv, { from: 'user' });
    const [name] = program.processedArgs as [string | undefined];
    const { json, ...options } = program.opts<Options>();
    if (name !== undefined && !Object.hasOwn(benchmarks, name)) {
      throw new InputError(`NAME must be one of ${Object.keys(benchmarks).join(', ')} (got ${name})`);
    }
    const warning = checkEngine(options);
    if (warning !== null) stderr.write(`bench: ${warning}\n`);
    const context: BenchmarkContext = { ...unset, ...options, log: (line) => void stderr.write(`${line}\n`) };
    const results = [];
    for (const each of name === undefined ? Object.keys(benchmarks) : [name]) {
      const { target, run } = await benchmarks[each]();
      context.log(`${each} ...`);
      const { work, peer, reason, ratio, rows } = await run(context);
      const result = {
        benchmark: each,
        work,
        peer,
        ...(reason === undefined ? {} : { reason }),
        ratio,
        target,
      };
      results.push({ ...result, rows, machine: machine(options.engine) });
      if (!json) stdout.write(resultTable({ ...result, rows }));
    }
    if (json) stdout.write(`${JSON.stringify(name === undefined ? results : results[0], null, 2)}\n`);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    stderr.write(`bench: ${error instanceof Error ? error.message : error}\n`);
    return error instanceof InputError ? 2 : 1;
  }
}

const unset = { engine: undefined, images: null, start: null, out: null };

type Options = Omit<BenchmarkContext, 'log'> & { readonly json: boolean };

function createProgram({ stdout, stderr }: BenchmarkIo, names: readonly string[]): Command {
  return new Command('bench')
    .description('Times crossprop beside its peers, turn by turn.')
    .argument('[name]', `one of ${names.join(', ')}; all of them without it`)
    .option('--json', 'print JSON', false)
    .option('--repetitions <n>', 'timed rounds', wholeNumber(1), 5)
    .option('--threads <n>', 'threads to use', wholeNumber(1), 2)
    .addOption(new Option('--engine <name>', 'kernels to time').choices(engineNames))
    .option('--seed <n>', 'seed of everything random', wholeNumber(0), 1)
    .option('--images <n>', 'images of the epoch benchmarks', wholeNumber(1))
    .option('--start <n>', 'images that epoch-ep2 learns before it measures', wholeNumber(0))
    .option('--out <dir>', 'folder for figures')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      outputError: (text, write) => write(`bench: ${text.replace(/^error: /, '')}`),
    });
}

const wholeNumber = (min: number) => (text: string) => {
  const value = Number(text);
  if (text !== '' && Number.isSafeInteger(value) && value >= min) return value;
  throw new InvalidArgumentError(`expected a whole number from ${min}`);
};
