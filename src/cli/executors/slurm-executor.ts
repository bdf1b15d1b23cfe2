import { resolve } from 'node:path';
import { Option } from 'commander';
import { entryFile } from '../../data/package-root.js';
import type { SlurmOptions } from '../../runs/executors/slurm-executor.js';
import { wholeFrom } from '../options/option-numbers.js';
import { printLine } from '../shared/cli-io.js';
import type { Sweep, SweepOptions } from '../sweep/types.js';
import { defineExecutor } from './executor-definition.js';

/** Indices of a Slurm array that nobody has chosen: Slurm itself takes about a thousand. */
const maxIndices = 100;

export const slurmExecutor = defineExecutor({
  name: 'slurm',
  summary: 'an array of jobs on a cluster, which shares the folder of the sweep',
  isLocal: false,
  options: [
    new Option('--array <N>', 'indices of a slurm array (default: 100, or the points)').argParser(
      wholeFrom(1),
    ),
    new Option('--sbatch <WORDS...>', 'further options of sbatch, such as --sbatch=--partition=long').default(
      [],
    ),
  ],
  async prepare(options, io) {
    const { checkSlurm, createSlurmExecutor } = await import('../../runs/executors/slurm-executor.js');
    checkSlurm();
    const onMessage = (message: string) => printLine(io.stderr, message);
    return {
      executorFor: (sweep) => createSlurmExecutor(slurmOptions(sweep, options, onMessage)),
      close: async () => undefined,
    };
  },
});

function slurmOptions(
  { plan, tasks, files, folder }: Sweep,
  { array = maxIndices, threads = 1, engine, sbatch }: SweepOptions,
  onMessage: (message: string) => void,
): SlurmOptions {
  return {
    name: plan.name,
    threads,
    engine,
    sbatch,
    onMessage,
    arraySize: Math.max(1, Math.min(array, tasks.length)),
    node: process.execPath,
    main: entryFile('#main'),
    folder: resolve(folder.path),
    keys: tasks.map(({ key }) => key),
    find: files.find,
  };
}
