import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { InputError } from '../../../devices/base/errors.js';
import { createRunFolder } from '../../../src/runs/folder/run-folder.js';
import { writeMade } from '../../../src/runs/made-files.js';
import { temporaryFolder } from '../temporary-folder.js';

const run = { name: 'chip', seed: 7 };

test('the default folder is runs/NAME-SEED', () => {
  const before = process.cwd();
  const folder = temporaryFolder();
  try {
    process.chdir(folder);
    expect(createRunFolder(run).path).toBe(join('runs', 'chip-7'));
  } finally {
    process.chdir(before);
  }
  expect(existsSync(join(folder, 'runs', 'chip-7'))).toBe(true);
});

test('a folder that holds something is left alone and a number appended', () => {
  const out = join(temporaryFolder(), 'a', 'b');
  const paths = [1, 2, 3].map((n) => {
    const folder = createRunFolder({ ...run, out });
    folder.write('result.json', `${n}`);
    return folder.path;
  });
  expect(paths).toEqual([out, `${out}-2`, `${out}-3`]);
  expect(paths.map((path) => readFileSync(join(path, 'result.json'), 'utf8'))).toEqual(['1', '2', '3']);
});

test('an empty folder is taken as it is, a slash at the end changes nothing', () => {
  const out = temporaryFolder();
  expect(createRunFolder({ ...run, out: `${out}/` }).path).toBe(out);
});

test('force takes the folder and removes the files of a run, no others', () => {
  const out = temporaryFolder();
  writeMade(out);
  for (const name of ['result.json', 'report.html', 'notes.txt']) writeFileSync(join(out, name), 'old');
  const folder = createRunFolder({ ...run, out, force: true });
  folder.release();
  expect([folder.path, readdirSync(out)]).toEqual([out, ['made.txt', 'notes.txt']]);
});

test('lines of JSON are added one by one', () => {
  const folder = createRunFolder({ ...run, out: temporaryFolder() });
  folder.addLine('metrics.jsonl', { epoch: 1 });
  folder.addLine('metrics.jsonl', { epoch: 2 });
  expect(readFileSync(folder.fileOf('metrics.jsonl'), 'utf8')).toBe('{"epoch":1}\n{"epoch":2}\n');
});

test('a place where no folder can be made is refused', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(() => createRunFolder({ ...run, out: join(file, 'a', 'run') })).toThrow(
    new InputError(`${join(file, 'a', 'run')}: expected a place where a folder can be made (got ENOTDIR)`),
  );
  expect(() => createRunFolder({ ...run, out: file, force: true })).toThrow(
    new InputError(`${file}: expected a folder (got a file)`),
  );
  expect(createRunFolder({ ...run, out: file }).path).toBe(`${file}-2`);
});

test.skipIf(!existsSync('/proc'))('a place that takes no folders is refused at any depth', () => {
  for (const out of ['/proc/none', '/proc/none/below', '/proc/none/far/below']) {
    expect(() => createRunFolder({ ...run, out })).toThrow(
      new InputError(`${out}: expected a place where a folder can be made (got ENOENT)`),
    );
  }
});

test('a file of the name is no folder to write in', () => {
  const out = join(temporaryFolder(), 'run');
  mkdirSync(out);
  mkdirSync(join(out, 'something'));
  writeFileSync(`${out}-2`, '');
  expect(createRunFolder({ ...run, out }).path).toBe(`${out}-3`);
});
