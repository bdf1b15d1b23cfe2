import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { copyStored, createSimdKernels } from '../../../crossbar/index.js';
import type { Dataset } from '../../../src/data/dataset.js';
import { tensorFileBytes } from '../../../src/data/readers/tensor-file.js';
import { checkIdentity, type Identity } from '../../../src/experiments/run/identity.js';
import { run } from '../../../src/experiments/run/run.js';
import type { Checkpoints, Snapshot } from '../../../src/experiments/run/snapshot.js';
import { version } from '../../../src/experiments/run/version.js';
import { createShell } from '../../cli/fixture.js';
import { temporaryFolder } from '../../runs/temporary-folder.js';
import { withoutTimes } from '../../runs/without-times.js';
import { digits, quickDigits, still } from '../run-fixture.js';

const mine: Identity = { version: version(), inputs: { dataset: 'aa', 'network.weights': 'bb' } };

test.each<[string, Identity, string | null]>([
  ['the same', { ...mine }, null],
  [
    'another version',
    { ...mine, version: '0.0.9' },
    `it was made by crossprop 0.0.9, expected ${version()}; --accept-version takes it, and says so in the result`,
  ],
  [
    'other data',
    { ...mine, inputs: { ...mine.inputs, dataset: 'cc' } },
    'it was made with another dataset (SHA-256 cc), expected aa',
  ],
  [
    'no weights',
    { ...mine, inputs: { dataset: 'aa' } },
    'it was made with another network.weights (SHA-256 none), expected bb',
  ],
  ['fast arithmetic', { ...mine, arithmetic: 'fast' }, 'it was made with --fast, expected without'],
])('%s: %s', (_, identity, line) => {
  const check = (acceptVersion: boolean) => () =>
    checkIdentity('it was', identity, { expected: mine, acceptVersion });
  if (line === null) expect(check(false)).not.toThrow();
  else expect(check(false)).toThrow(line);
  // Another version alone is a matter of acceptance.
  if (line === null || identity.version !== mine.version) expect(check(true)).not.toThrow();
  else expect(check(true)).toThrow(line);
});

describe('a checkpoint', async () => {
  const configuration = await quickDigits(
    'hardware=ideal',
    'dataset.train=64',
    'dataset.test=32',
    'learning.epochs=2',
  );
  const runWith = (checkpoints: Checkpoints, dataset: Dataset = digits) =>
    run(configuration, dataset, { id: 'test', rule: 'eqprop', hardware: 'ideal', ...still, checkpoints });
  const saved: Snapshot[] = [];
  const keep: Checkpoints = {
    everySec: 1e9,
    load: () => null,
    save: (_, { meta, arrays }) =>
      void saved.push({ meta: structuredClone(meta), arrays: copyStored(arrays) }),
  };
  const unbroken = await runWith(keep);
  const first = saved[0]!;
  const leave = (identity: Partial<Identity> | null, acceptVersion = false): Checkpoints => {
    const { identity: own, ...meta } = structuredClone(first.meta);
    const changed = identity === null ? {} : { identity: { ...(own as Identity), ...identity } };
    const load = () => ({ meta: { ...meta, ...changed }, arrays: first.arrays });
    return { everySec: 1e9, save: () => undefined, load, acceptVersion };
  };

  it('leads on where version and data are the same', async () => {
    expect(await runWith(leave({}))).toEqual(unbroken);
  });

  it.each([
    [{ version: '0.0.9' }, 'made by crossprop 0.0.9'],
    [{ inputs: { dataset: 'other' } }, 'made with another dataset (SHA-256 other)'],
    [{ arithmetic: 'fast' as const }, 'made with --fast, expected without'],
    [null, 'does not say by which version and with which data it was made; begin anew with --force'],
  ])('of %j is refused', async (identity, line) => {
    await expect(runWith(leave(identity))).rejects.toThrow(line);
  });

  it('of another version that is accepted is said in the result; its data are checked all the same', async () => {
    const { result } = await runWith(leave({ version: '0.0.9' }, true));
    expect(result).toEqual({ ...unbroken.result, acceptedVersions: ['0.0.9'] });
    const other = { version: '0.0.9', inputs: { dataset: 'other' } };
    await expect(runWith(leave(other, true))).rejects.toThrow('another dataset');
  });

  it('of other data is refused, whatever their path', async () => {
    await expect(runWith(leave({}), { ...digits, sha256: 'other' })).rejects.toThrow(
      `another dataset (SHA-256 ${digits.sha256}), expected other`,
    );
  });
});

describe('points', () => {
  const createSweep = (network = 'layers: [64, 10]') => {
    const folder = temporaryFolder();
    const file = join(folder, 'sweep.yaml');
    writeFileSync(
      file,
      `dataset: {name: digits, train: 32, test: 32}\nnetwork: {${network}}\nhardware: ideal\nsweep: {grid: {seed: [1, 2]}}\n`,
    );
    const { run: runCli } = createShell({ engine: { createKernels: async () => () => createSimdKernels() } });
    const out = join(folder, 'a');
    const sweep = (...more: string[]) =>
      runCli('sweep', file, '--out', out, '--executor', 'in-process', ...more);
    const merge = (...more: string[]) => runCli('merge', out, '--out', join(folder, 'merged'), ...more);
    const resultIn = (name: string) => JSON.parse(readFileSync(join(folder, name, 'result.json'), 'utf8'));
    return { folder, out, sweep, merge, resultIn };
  };
  type PointResult = { version: string; dataset: { sha256: string }; config?: unknown };
  /** Changes the result in the first point's file. */
  const alter = (out: string, key: string, change: (result: PointResult) => void) => {
    const file = join(out, 'points', `${key}.json`);
    const point = JSON.parse(readFileSync(file, 'utf8'));
    change(point.result);
    writeFileSync(file, JSON.stringify(point));
    return file;
  };

  it('of another version are refused by --resume and by merge, or accepted and told', async () => {
    const { out, sweep, merge, resultIn } = createSweep();
    await sweep();
    const whole = resultIn('a');
    const file = alter(out, whole.points[0].key, (result) => {
      result.version = '0.0.9';
    });
    const line = `crossprop: ${file}: made by crossprop 0.0.9, expected ${version()}; --accept-version takes it, and says so in the result\n`;
    for (const refused of [await sweep('--resume'), await merge()]) {
      expect([refused.exitCode, refused.stderr]).toEqual([2, line]);
    }
    expect(resultIn('a')).toEqual(whole);
    expect((await sweep('--resume', '--accept-version')).exitCode).toBe(0);
    expect((await merge('--accept-version')).exitCode).toBe(0);
    const accepted = { ...(withoutTimes(whole) as object), acceptedVersions: ['0.0.9'] };
    expect(withoutTimes(resultIn('a'))).toEqual(accepted);
    expect(withoutTimes(resultIn('merged'))).toEqual(accepted);
  });

  it('of other data are refused by --resume and by merge', async () => {
    const { out, sweep, merge, resultIn } = createSweep();
    await sweep();
    const [{ key: a }, { key: b }] = resultIn('a').points;
    const { sha256 } = digits;
    alter(out, b, (result) => {
      result.dataset.sha256 = 'other';
    });
    const resumed = await sweep('--resume');
    const line = `made with another dataset (SHA-256 other), expected ${sha256}\n`;
    expect([resumed.exitCode, resumed.stderr.endsWith(line)]).toEqual([2, true]);
    const merged = await merge();
    expect([merged.exitCode, merged.stderr.endsWith(line)]).toEqual([2, true]);
    rmSync(join(out, 'points', `${a}.json`));
    // No file of this machine is asked for where shards are gathered: one of them alone stands.
    expect((await merge()).exitCode).toBe(1);
  });

  it('are refused once the weights that they begin with are others', async () => {
    const folder = temporaryFolder();
    const weights = join(folder, 'w.npz');
    const write = (value: number) =>
      writeFileSync(
        weights,
        tensorFileBytes(
          weights,
          new Map([['0.weight', { shape: [10, 64], data: new Float32Array(640).fill(value) }]]),
        ),
      );
    write(0.01);
    const { sweep, resultIn } = createSweep(`layers: [64, 10], weights: '${weights}'`);
    expect((await sweep()).exitCode).toBe(0);
    const whole = resultIn('a');
    expect((await sweep('--resume')).exitCode).toBe(0);
    write(0.02);
    const { exitCode, stderr } = await sweep('--resume');
    expect([exitCode, stderr.trim().split('\n').length]).toEqual([2, 1]);
    expect(stderr).toContain('made with another network.weights (SHA-256 ');
    expect(withoutTimes(resultIn('a'))).toEqual(withoutTimes(whole));
  });

  it('that are no results of experiments are refused', async () => {
    const { out, sweep, resultIn } = createSweep();
    await sweep();
    const { key } = resultIn('a').points[0];
    const file = alter(out, key, (result) => {
      delete result.config;
    });
    const { exitCode, stderr } = await sweep('--resume');
    expect([exitCode, stderr]).toEqual([
      2,
      `crossprop: ${file}: expected the result of the point ${key}, with "schema": 1\n`,
    ]);
  });
});
