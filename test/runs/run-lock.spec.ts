import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRunFolder } from '../../src/runs/run-folder.js';
import { holdFolder, LOCK } from '../../src/runs/run-lock.js';
import { temporaryFolder } from './temporary-folder.js';

function lockedBy(pid: number, host = hostname()): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, LOCK), JSON.stringify({ pid, host }));
  return folder;
}

test('a folder is held until it is released', () => {
  const folder = temporaryFolder();
  const release = holdFolder(folder);
  expect(existsSync(join(folder, LOCK))).toBe(true);
  release();
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that another living process holds is refused, and nothing in it is removed', () => {
  const folder = lockedBy(process.ppid);
  writeFileSync(join(folder, 'result.json'), '{}');
  const message = `${folder}: expected a folder that no other run writes to (process ${process.ppid} does; if that is no run of crossprop, remove ${join(folder, LOCK)})`;
  expect(() => holdFolder(folder)).toThrow(message);
  const run = { name: 'chip', seed: 1, out: folder };
  expect(() => createRunFolder({ ...run, resume: true })).toThrow(message);
  expect(() => createRunFolder({ ...run, force: true })).toThrow(message);
  expect(readdirSync(folder).sort()).toEqual([LOCK, 'result.json']);
});

test('a lock is taken over where its process has ended, is of another host or cannot be read', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const broken = temporaryFolder();
  writeFileSync(join(broken, LOCK), '{"pid":');
  for (const folder of [lockedBy(pid), lockedBy(process.ppid, 'elsewhere'), broken]) {
    holdFolder(folder)();
    expect(readdirSync(folder)).toEqual([]);
  }
});
