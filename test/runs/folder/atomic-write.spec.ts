import { closeSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeAtomically } from '../../../src/runs/folder/atomic-write.js';
import { temporaryFolder } from '../temporary-folder.js';

test('leaves the text and nothing else', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'result.json');
  for (const text of ['first', 'second, longer', '']) {
    writeAtomically(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(readdirSync(folder)).toEqual(['result.json']);
  }
});

test('a reader that has the file open keeps the old text, whole', () => {
  const file = join(temporaryFolder(), 'result.json');
  writeAtomically(file, 'old');
  const reader = openSync(file, 'r');
  writeAtomically(file, 'a new and longer text');
  expect(readFileSync(reader, 'utf8')).toBe('old');
  closeSync(reader);
});

test('a write that fails leaves no temporary file', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'result.json'));
  expect(() => writeAtomically(join(folder, 'result.json'), 'text')).toThrow('EISDIR');
  expect(readdirSync(folder)).toEqual(['result.json']);
});
