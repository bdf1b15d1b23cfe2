import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { engine } from '../../src/cli/shared/engine.js';
import { readConfiguration } from '../../src/cli/shared/read-configuration.js';
import { temporaryFolder } from '../runs/temporary-folder.js';

// A share of `npm run fuzz`, 100,000 mutants of the same seed. What fails stands in the error.
test('mutants of sound files are read, or refused by one line', () => {
  const fuzz = join(import.meta.dirname, 'fuzz.mjs');
  const text = execFileSync(process.execPath, [fuzz, '--count', '4000', '--seed', '1'], { encoding: 'utf8' });
  expect(text).toMatch(/^4000 mutants of seed 1, 0 faults/m);
  // Mutants that all die at the door would test little.
  for (const reader of ['configuration', 'own-csv', 'own-npz', 'own-png', 'own-jpeg']) {
    expect(text).toMatch(new RegExp(`^${reader}: [1-9]`, 'm'));
  }
});

test.each([
  [
    'hardware: {array: {wordLineOhm: "import({}) ohm"}}',
    'hardware.array.wordLineOhm: "import({}) ohm", expected',
  ],
  [
    'hardware: {array: {wordLineOhm: "evaluate(1) ohm"}}',
    'hardware.array.wordLineOhm: "evaluate(1) ohm", expected',
  ],
  ['name: !!js/function "function () { process.exit(7); }"', 'line 1: Unresolved tag'],
  ['name: "{{process.exit(7)}}"', 'name: "{{process.exit(7)}}", expected up to 100 letters'],
  ['sweep: {draws: {n: 2, seed: {"process.exit": [1, 2]}}}', 'sweep: expected none for one experiment'],
])('nothing of %s is evaluated', async (text, message) => {
  const file = join(temporaryFolder(), 'c.yaml');
  writeFileSync(file, text);
  await expect(
    readConfiguration({ config: file, set: [] }, { engine, nowSec: () => 0, stderr: process.stderr }),
  ).rejects.toThrow(message);
});
