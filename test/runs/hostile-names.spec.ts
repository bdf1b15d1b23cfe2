import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSimdKernels } from '../../crossbar/index.js';
import { InputError } from '../../devices/base/errors.js';
import { planSweep } from '../../src/experiments/sweep/plan-sweep.js';
import { slurmScript } from '../../src/runs/executors/slurm-script.js';
import { createShell } from '../cli/fixture.js';
import { temporaryFolder } from './temporary-folder.js';

// Law: what names a run or a sweep is one part of a path and one word of a shell, or is refused.
const hostile = fc.oneof(
  fc.constantFrom(
    '../../escaped',
    '..',
    '.hidden',
    '/etc/x',
    'a/b',
    'a\\b',
    'x\n#SBATCH --wrap="id"',
    'a b',
    '-rf',
  ),
  fc.constantFrom('x\n', 'a$(id)', 'a`id`', "it's", 'a"b', 'a;b', 'ä', '', 'a\0b', '%j', 'x'.repeat(101)),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const isSafe = (name: string) => /^[\w][\w.-]{0,99}$/.test(name) && !name.includes('\n');

const sweepOf = (name: string, seed: unknown = 1) => ({
  name,
  seed,
  dataset: { name: 'digits', train: 32, test: 32 },
  network: { layers: [64, 10] },
});

test('a sweep takes no name and seed that one experiment would not take, even where its points vary them', async () => {
  const property = async (name: string) => {
    const whole = { ...sweepOf(name), sweep: { grid: { name: ['a', 'b'], seed: [1, 2] } } };
    const plan = planSweep(whole, { source: 'test' });
    if (isSafe(name)) expect((await plan).name).toBe(name);
    else await expect(plan).rejects.toThrow(InputError);
  };
  await fc.assert(fc.asyncProperty(hostile, property), { numRuns: 60, seed: 1 });
  const whole = { ...sweepOf('a', '1 && id'), sweep: { grid: { seed: [1, 2] } } };
  await expect(planSweep(whole, { source: 'test' })).rejects.toThrow(
    'test: seed: "1 && id", expected a whole',
  );
});

test('a name that leads elsewhere makes nothing, anywhere', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'sweep.json');
  // A person who has run the simulator here has a folder of runs.
  const runs = () => (existsSync('runs') ? readdirSync('runs') : null);
  const before = runs();
  const whole = { ...sweepOf('../../escaped'), sweep: { grid: { name: ['a'] } } };
  writeFileSync(file, JSON.stringify(whole));
  const { run } = createShell({ engine: { createKernels: async () => () => createSimdKernels() } });
  const { exitCode, stderr } = await run('sweep', file, '--executor', 'in-process');
  expect([exitCode, stderr.trim().split('\n').length]).toEqual([2, 1]);
  expect(stderr).toContain('sweep.json: name: "../../escaped", expected up to 100 letters, digits');
  expect(readdirSync(folder)).toEqual(['sweep.json']);
  expect(runs()).toEqual(before);
});

const job = {
  name: 'noise',
  arraySize: 8,
  sbatch: [] as string[],
  threads: 2,
  node: 'printf',
  main: '%s\\n',
};

test('a batch file has the lines that were meant and gives sh the words that were meant, or is refused', () => {
  const lines = slurmScript({ ...job, folder: '/tmp/a' }).split('\n').length;
  const property = (name: string, inFolder: string, word: string) => {
    const folder = `/tmp/${inFolder}`;
    let script: string;
    try {
      script = slurmScript({ ...job, name, folder, sbatch: [word] });
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as Error).message).not.toMatch(/\n/);
      return;
    }
    expect(isSafe(name)).toBe(true);
    expect(script.split('\n').length).toBe(lines + 1);
    const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\n');
    expect(words.slice(0, 4)).toEqual(['sweep', `${folder}/config.yaml`, '--out', folder]);
  };
  const safe = fc.constantFrom('noise', 'a.b-c_1');
  fc.assert(fc.property(fc.oneof(safe, hostile), hostile, hostile, property), { numRuns: 60, seed: 1 });
  fc.assert(fc.property(safe, fc.constantFrom("it's $(id) `id`; x", 'a b'), safe, property), {
    numRuns: 4,
    seed: 1,
  });
});
