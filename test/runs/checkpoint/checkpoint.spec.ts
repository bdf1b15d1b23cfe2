import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { InputError } from '../../../devices/base/errors.js';
import { newRecord, type Snapshot } from '../../../src/experiments/run/snapshot.js';
import { createCheckpoints } from '../../../src/runs/checkpoint/checkpoint.js';
import { temporaryFolder } from '../temporary-folder.js';

function snapshotOf(batches: number): Snapshot {
  const record = { ...newRecord(), epoch: 3, seconds: 0.1 };
  return {
    meta: { configuration: { seed: 1, name: 'ä' }, record, batches },
    // A view in the middle of a buffer, an empty array, values that JSON does not have.
    arrays: [
      { name: 'view', values: new Float32Array([9, batches, -0, 1e-40, 9]).subarray(1, 4) },
      { name: 'empty', values: new Float32Array(0) },
      { name: 'ä/not numbers', values: Float32Array.of(NaN, Infinity) },
      { name: 'doubles', values: Float64Array.of(1 / 3, 2 ** 53) },
    ],
  };
}

const create = (folder: string) => createCheckpoints(folder, { resume: true });

test('a snapshot comes back to the bit; of each run the last two are kept', () => {
  const folder = join(temporaryFolder(), 'checkpoint');
  const checkpoints = create(folder);
  expect(checkpoints.load('EP-1-1')).toBeNull();
  expect(existsSync(folder)).toBe(false);
  for (const batches of [1, 2, 3]) checkpoints.save('EP-1-1', snapshotOf(batches));
  checkpoints.save('EP-1-11', snapshotOf(7));
  expect(checkpoints.load('EP-1-1')).toEqual(snapshotOf(3));
  expect(checkpoints.load('EP-1-11')).toEqual(snapshotOf(7));
  expect(readdirSync(folder).sort()).toEqual(['EP-1-1.2.bin', 'EP-1-1.3.bin', 'EP-1-11.1.bin']);
});

test('a damaged file gives way to the one before it, and is told; two of them are an error', () => {
  const folder = temporaryFolder();
  const told: string[] = [];
  const checkpoints = createCheckpoints(folder, {
    resume: true,
    damaged: (message) => void told.push(message),
  });
  for (const batches of [1, 2]) checkpoints.save('run', snapshotOf(batches));
  const damage = (name: string, change: (bytes: Buffer) => Buffer) =>
    writeFileSync(join(folder, name), change(readFileSync(join(folder, name))));
  damage('run.2.bin', (bytes) => bytes.subarray(0, bytes.length - 1));
  expect(checkpoints.load('run')?.meta.batches).toBe(1);
  const [second, first] = ['run.2.bin', 'run.1.bin'].map((name) => join(folder, name));
  expect(told).toEqual([
    `${second}: expected a whole checkpoint (got a wrong SHA-256); going on from the one before it, ${first}`,
  ]);
  damage('run.1.bin', (bytes) => bytes.fill(bytes.at(-1)! ^ 1, bytes.length - 1));
  expect(() => checkpoints.load('run')).toThrow(InputError);
  expect(() => checkpoints.load('run')).toThrow(
    /run\.1\.bin: expected a whole checkpoint \(got a wrong SHA-256\)$/,
  );
});

test('a folder or a broken link in the place of the newest gives way too, and stays where it is', () => {
  for (const put of [(path: string) => mkdirSync(path), (path: string) => symlinkSync('nowhere', path)]) {
    const folder = temporaryFolder();
    const told: string[] = [];
    const damaged = (message: string) => void told.push(message);
    const checkpoints = createCheckpoints(folder, { resume: true, damaged });
    checkpoints.save('run-1', snapshotOf(1));
    put(join(folder, 'run-1.2.bin'));
    expect(checkpoints.load('run-1')?.meta.batches).toBe(1);
    expect(told).toEqual([
      expect.stringMatching(
        /run-1\.2\.bin: expected a whole checkpoint \(got E\w+\); going on from the one before it/,
      ),
    ]);
    for (const batches of [3, 4, 5]) checkpoints.save('run-1', snapshotOf(batches));
    expect(readdirSync(folder).sort()).toEqual(['run-1.2.bin', 'run-1.4.bin', 'run-1.5.bin']);
    expect(checkpoints.load('run-1')?.meta.batches).toBe(5);
  }
});

test('nothing is loaded where no run is to be resumed', () => {
  const folder = temporaryFolder();
  create(folder).save('run', snapshotOf(1));
  expect(createCheckpoints(folder, { resume: false }).load('run')).toBeNull();
});

test('a checkpoint whose arrays have no names says what to do', () => {
  const folder = temporaryFolder();
  const header = JSON.stringify({ meta: snapshotOf(1).meta, arrays: [['f32', 1]] });
  const rest = Buffer.concat([Buffer.from(`${header}\n`), Buffer.alloc(4)]);
  const hash = createHash('sha256').update(rest).digest('hex');
  writeFileSync(join(folder, 'run.1.bin'), Buffer.concat([Buffer.from(`${hash}\n`), rest]));
  expect(() => create(folder).load('run')).toThrow(
    /run\.1\.bin: the checkpoint is of an earlier version, whose arrays have no names; begin anew with --force, or finish it with the version that made it$/,
  );
});
