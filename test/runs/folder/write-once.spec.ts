import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeOnce } from '../../../src/runs/folder/write-once.js';
import { temporaryFolder } from '../temporary-folder.js';

test('the first text stays, and nothing else is left', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'point.json');
  expect([writeOnce(file, 'first'), writeOnce(file, 'second')]).toEqual([true, false]);
  expect(readFileSync(file, 'utf8')).toBe('first');
  expect(readdirSync(folder)).toEqual(['point.json']);
  expect(() => writeOnce(join(folder, 'none', 'point.json'), 'x')).toThrow('ENOENT');
});
