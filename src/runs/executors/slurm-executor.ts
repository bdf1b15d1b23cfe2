import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import type { Executor, TaskOutcome } from '../../experiments/tasks/executor.js';
import { writeAtomically } from '../folder/atomic-write.js';
import { type SlurmJob, slurmScript } from './slurm-script.js';

export interface SlurmOptions extends SlurmJob {
  /** The folder of the sweep, on a disk that all nodes share. */
  readonly folder: string;
  /** What the array has found so far, by key. */
  readonly find: (key: string) => TaskOutcome | null;
  /** All tasks of the sweep: task i belongs to index i modulo `arraySize`. */
  readonly keys: readonly string[];
  /** Told of what is submitted. */
  readonly onMessage: (message: string) => void;
}

/** Times that an index is submitted before its missing points are given up. */
const maxAttempts = 3;

const noSlurm = '--executor slurm: no sbatch, expected Slurm on this machine';

/** Throws InputError where Slurm is not installed. */
export function checkSlurm(): void {
  if (spawnSync('sbatch', ['--version'], { stdio: 'ignore' }).error) throw new InputError(noSlurm);
}

/**
 * Runs tasks as a Slurm array: writes the batch file, submits it and waits; each index runs its
 * shard of the sweep, see `slurmScript`. Indices with missing points, whose task was killed or
 * whose node has died, are submitted again. An abort cancels the job. Throws Error where points are
 * still missing then, InputError where Slurm is not installed.
 */
export function createSlurmExecutor(options: SlurmOptions): Executor {
  const { folder, arraySize, keys, find, onMessage } = options;
  return Object.freeze<Executor>({
    name: 'slurm',
    async execute(tasks, { finished, signal }) {
      const missing = new Set(tasks.map(({ key }) => key));
      const gather = () => {
        for (const key of missing) {
          const outcome = find(key);
          if (outcome && missing.delete(key)) finished(outcome);
        }
      };
      const script = join(folder, 'sweep.sbatch');
      writeAtomically(script, slurmScript(options));
      for (let attempt = 1; missing.size > 0 && attempt <= maxAttempts; attempt++) {
        const indices = new Set(keys.flatMap((key, i) => (missing.has(key) ? [i % arraySize] : [])));
        const array = [...indices].sort((a, b) => a - b).join();
        onMessage(`slurm: indices ${array}${attempt > 1 ? `, ${missing.size} points missing` : ''}`);
        const looking = setInterval(gather, 1000);
        try {
          await submit(['--wait', '--parsable', `--array=${array}`, script], { onMessage, signal });
        } finally {
          clearInterval(looking);
        }
        gather();
        if (signal?.aborted) return;
      }
      if (missing.size === 0) return;
      throw new Error(
        `slurm: ${missing.size} points missing after ${maxAttempts} attempts; see ${folder}/slurm-*.out`,
      );
    },
  });
}

interface SubmitOptions {
  readonly onMessage: (message: string) => void;
  readonly signal: AbortSignal | undefined;
}

/** Resolves when the job has ended, however it ended: what it has found lies in files. */
function submit(args: readonly string[], { onMessage, signal }: SubmitOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const sbatch = spawn('sbatch', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [job, faults] = ['', ''];
    const cancel = () => void (job && spawn('scancel', [job], { stdio: 'ignore' }));
    signal?.addEventListener('abort', cancel, { once: true });
    sbatch.stdout.on('data', (text) => {
      job = `${job}${text}`.trim().split(';')[0]!;
      onMessage(`slurm: job ${job}`);
    });
    sbatch.stderr.on('data', (text) => {
      faults += text;
    });
    sbatch.on('error', () => reject(new InputError(noSlurm)));
    sbatch.on('close', () => {
      signal?.removeEventListener('abort', cancel);
      if (job) resolve();
      else reject(new Error(`sbatch: ${faults.trim() || 'no job'}`));
    });
  });
}
