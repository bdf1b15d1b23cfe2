import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSimdKernels } from '../../../crossbar/index.js';
import type { SweepResult } from '../../../src/experiments/sweep/sweep-result.js';
import { temporaryFolder } from '../../runs/temporary-folder.js';
import { withoutTimes } from '../../runs/without-times.js';
import { createShell, type ShellOptions } from '../fixture.js';

const configuration = `
name: small
dataset: {name: digits, train: 32, test: 32}
network: {layers: [64, 10]}
sweep: {grid: {hardware.read.noise: [0, -1], seed: [1, 2, 3]}}
`;

function createSweep(options: ShellOptions = {}) {
  const folder = temporaryFolder();
  const file = join(folder, 'sweep.yaml');
  writeFileSync(file, configuration);
  const engine = { createKernels: async () => () => createSimdKernels() };
  const { run } = createShell({ engine, ...options });
  const resultIn = (out: string): SweepResult =>
    JSON.parse(readFileSync(join(folder, out, 'result.json'), 'utf8'));
  return {
    folder,
    resultIn,
    sweep: (out: string, ...more: string[]) =>
      run('sweep', file, '--out', join(folder, out), '--executor', 'in-process', ...more),
    merge: (out: string, ...shards: string[]) =>
      run('merge', ...shards.map((shard) => join(folder, shard)), '--out', join(folder, out)),
  };
}

test('a sweep leaves a file a point and a result; a point that fails is recorded and stops nothing', async () => {
  const { folder, resultIn, sweep } = createSweep();
  const { exitCode, stdout } = await sweep('a');
  expect(exitCode).toBe(1);
  expect(readdirSync(join(folder, 'a')).sort()).toEqual([
    'config.yaml',
    'log.jsonl',
    'made.txt',
    'points',
    'report.html',
    'result.json',
  ]);
  expect(readdirSync(join(folder, 'a', 'points')).length).toBe(6);
  const { points, fields, kind } = resultIn('a');
  expect([kind, fields]).toEqual(['sweep', ['hardware.read.noise', 'seed']]);
  expect(points.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'failed', 'failed', 'failed']);
  expect(points[1]!.runs[0]).toMatchObject({ id: 'eqprop-chip', seed: 2, status: 'completed' });
  expect(points[5]!.error).toContain('hardware.read.noise: -1, expected a number in [0, 10]');
  expect(stdout).toContain('noise  seed  accuracy');
});

test('--resume runs what is missing alone, and gives the same result', async () => {
  const { folder, resultIn, sweep } = createSweep();
  await sweep('a');
  const whole = resultIn('a');
  const removed = whole.points[1]!.key;
  rmSync(join(folder, 'a', 'points', `${removed}.json`));
  const { stderr } = await sweep('a', '--resume');
  expect(stderr).toContain('sweep 3 of 3 points');
  expect(stderr).not.toContain('sweep 2 of 3 points');
  expect(withoutTimes(resultIn('a'))).toEqual(withoutTimes(whole));
});

test('shards merged give the result of the whole; what is missing is told', async () => {
  const { resultIn, sweep, merge } = createSweep();
  await sweep('whole');
  await sweep('s0', '--shard', '0/2');
  await sweep('s1', '--shard', '1/2');
  const part = await merge('part', 's0');
  expect(part.exitCode).toBe(1);
  expect(part.stderr).toContain('1 of 6 points are missing; to run them: crossprop sweep ');
  expect(resultIn('part').points.map(({ status }) => status)[1]).toBe('missing');
  expect((await merge('all', 's0', 's1')).exitCode).toBe(1);
  expect(withoutTimes(resultIn('all'))).toEqual(withoutTimes(resultIn('whole')));
});

test('an interrupt leaves what has ended, and 130', async () => {
  const abort = new AbortController();
  let made = 0;
  const createKernels = async () => () => {
    if (++made === 2) abort.abort();
    return createSimdKernels();
  };
  const { resultIn, sweep } = createSweep({ engine: { createKernels }, signal: abort.signal });
  expect((await sweep('a')).exitCode).toBe(130);
  expect(resultIn('a').points.map(({ status }) => status)).toEqual([
    'done',
    'missing',
    'missing',
    'failed',
    'failed',
    'failed',
  ]);
});

test('one experiment does not take a sweep block, and a sweep needs one', async () => {
  const { folder, sweep } = createSweep();
  const { run } = createShell();
  const train = await run('train', join(folder, 'sweep.yaml'));
  expect([train.exitCode, train.stderr]).toEqual([
    2,
    `crossprop: ${join(folder, 'sweep.yaml')}: sweep: expected none for one experiment; crossprop sweep runs the block\n`,
  ]);
  writeFileSync(join(folder, 'sweep.yaml'), 'seed: 1');
  const none = await sweep('b');
  expect([none.exitCode, none.stderr.split('\n').length]).toEqual([2, 2]);
  expect(none.stderr).toContain('sweep: nothing, expected a mapping with a grid, a list or draws');
});
