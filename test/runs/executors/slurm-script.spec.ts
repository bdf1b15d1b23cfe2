import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { slurmScript } from '../../../src/runs/executors/slurm-script.js';

const job = { name: 'noise', arraySize: 8, sbatch: ['--partition=long'], threads: 2 };

test('the batch file gives sh the words that were meant, whatever is in a path', () => {
  const folder = "/tmp/it's $(touch /tmp/x) `here`; exit";
  const script = slurmScript({ ...job, node: 'printf', main: '%s\\n', folder });
  expect(script).toContain('#SBATCH --array=0-7\n#SBATCH --cpus-per-task=2\n');
  expect(script).toContain('#SBATCH --partition=long\n');
  const env = { ...process.env, SLURM_ARRAY_TASK_ID: '3' };
  const words = execFileSync('sh', ['-c', script], { env, encoding: 'utf8' }).trim().split('\n');
  expect(words).toEqual([
    'sweep',
    `${folder}/config.yaml`,
    '--out',
    folder,
    '--resume',
    '--executor',
    'in-process',
    '--threads',
    '2',
    '--shard',
    '3/8',
  ]);
});

test('a path that sbatch would read otherwise is refused', () => {
  for (const folder of ['/tmp/a"b', '/tmp/50%', '/tmp/a\nb']) {
    expect(() => slurmScript({ ...job, node: 'node', main: 'main.js', folder })).toThrow(
      'expected a path without',
    );
  }
});
