import { InputError } from '../../../devices/base/errors.js';
import { expectedName, namePattern } from '../../configuration/text/name-pattern.js';
import type { EngineName } from '../threads/engine-names.js';

/** What a batch file is made of. */
export interface SlurmJob {
  /** Names the job. */
  readonly name: string;
  /** Indices of the array: 0 to arraySize - 1. */
  readonly arraySize: number;
  /** Further words for sbatch, such as `--partition=long`. */
  readonly sbatch: readonly string[];
  readonly threads: number;
  /** Absent = what each node has. */
  readonly engine?: EngineName | undefined;
  /**
   * Absolute paths: of Node, of the command line, and of the sweep's folder on a disk that all
   * nodes share.
   */
  readonly node: string;
  readonly main: string;
  readonly folder: string;
}

/**
 * The batch file of a sweep. Index i of the array runs the points of shard i that are missing, in
 * one process, and writes them into the folder of the sweep; so the file can be submitted by hand,
 * again and again, for any indices. Throws InputError for a folder whose name cannot be passed to
 * sbatch.
 */
export function slurmScript(job: SlurmJob): string {
  const { name, arraySize, sbatch, threads, engine, node, main, folder } = job;
  if (/[\p{Cc}"%\\]/u.test(folder)) {
    throw new InputError(
      `--out ${JSON.stringify(folder)}: expected a path without quotes, backslashes, % and control characters for a Slurm job`,
    );
  }
  if (!namePattern.test(name)) {
    throw new InputError(`${JSON.stringify(name)}: expected ${expectedName} in the name of a job`);
  }
  const words = sbatch.find((word) => /\p{Cc}/u.test(word));
  if (words !== undefined) {
    throw new InputError(`--sbatch ${JSON.stringify(words)}: expected one line without control characters`);
  }
  const argv = [node, main, 'sweep', `${folder}/config.yaml`, '--out', folder, '--resume'];
  const options = ['--executor', 'in-process', '--threads', `${threads}`];
  if (engine !== undefined) options.push('--engine', engine);
  return [
    '#!/bin/sh',
    `#SBATCH --job-name=${name}`,
    `#SBATCH --array=0-${arraySize - 1}`,
    `#SBATCH --cpus-per-task=${threads}`,
    `#SBATCH --output="${folder}/slurm-%A-%a.out"`,
    ...sbatch.map((words) => `#SBATCH ${words}`),
    `exec ${[...argv, ...options].map(quoted).join(' ')} --shard "$SLURM_ARRAY_TASK_ID/${arraySize}"`,
    '',
  ].join('\n');
}

/** A word as sh reads it, whatever it holds. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
