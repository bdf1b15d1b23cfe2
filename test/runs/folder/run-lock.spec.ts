import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRunFolder } from '../../../src/runs/folder/run-folder.js';
import { type Hold, holdFolder, lockName } from '../../../src/runs/folder/run-lock.js';
import { temporaryFolder } from '../temporary-folder.js';

function lockedBy(name: string, holds = 'crossprop\n'): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), holds);
  return folder;
}

test('a folder is held until it is released', () => {
  const folder = temporaryFolder();
  const release = holdFolder(folder);
  expect(existsSync(join(folder, lockName('alone')))).toBe(true);
  release();
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that another living process holds is refused, and nothing in it is removed', () => {
  const lock = lockName('alone', process.ppid);
  const folder = lockedBy(lock);
  writeFileSync(join(folder, 'result.json'), '{}');
  const message = `${folder}: expected a folder that no other run writes to (process ${process.ppid} does; if that is no run of crossprop, remove ${join(folder, lock)})`;
  expect(() => holdFolder(folder)).toThrow(message);
  const run = { name: 'chip', seed: 1, out: folder };
  expect(() => createRunFolder({ ...run, resume: true })).toThrow(message);
  expect(() => createRunFolder({ ...run, force: true })).toThrow(message);
  expect(readdirSync(folder).sort()).toEqual([lock, 'result.json']);
});

const together: readonly [there: Hold, here: Hold, fits: boolean][] = [
  ['alone', 'alone', false],
  ['alone', 'sweep', false],
  ['alone', 'shard', false],
  ['sweep', 'alone', false],
  ['sweep', 'sweep', false],
  ['sweep', 'shard', true],
  ['shard', 'alone', false],
  ['shard', 'sweep', true],
  ['shard', 'shard', true],
];
test.each(together)(
  'beside %s, %s is let in: %s; --force removes from under neither',
  (there, here, fits) => {
    const folder = lockedBy(lockName(there, process.ppid));
    if (fits) holdFolder(folder, here)();
    else expect(() => holdFolder(folder, here)).toThrow('expected a folder that no other run writes to');
    const force = { name: 'chip', seed: 1, out: folder, force: true, hold: here };
    expect(() => createRunFolder(force)).toThrow('expected a folder that no other run writes to');
    expect(readdirSync(folder)).toEqual([lockName(there, process.ppid)]);
  },
);

test('a lock is removed where its process has ended, and let be where it is of another host or no lock', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const ended = lockedBy(lockName('alone', pid));
  holdFolder(ended)();
  expect(readdirSync(ended)).toEqual([]);
  const elsewhere = lockName('alone', process.ppid, 'elsewhere');
  for (const folder of [lockedBy(elsewhere), lockedBy(lockName('sweep', pid), "a user's own")]) {
    const before = readdirSync(folder);
    holdFolder(folder)();
    expect(readdirSync(folder)).toEqual(before);
  }
});
