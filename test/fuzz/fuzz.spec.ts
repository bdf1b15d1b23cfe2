import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// A share of `npm run fuzz`, 100,000 mutants of the same seed. What fails stands in the error.
test('mutants of sound files are read, or refused by one line', () => {
  const fuzz = join(import.meta.dirname, 'fuzz.mjs');
  const text = execFileSync(process.execPath, [fuzz, '--count', '1500', '--seed', '1'], { encoding: 'utf8' });
  expect(text).toMatch(/^1500 mutants of seed 1, 0 faults/m);
  // Mutants that all die at the door would test little.
  expect(text).toMatch(/^configuration: [1-9]/m);
});
