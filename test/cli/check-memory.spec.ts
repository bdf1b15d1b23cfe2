import { expect, test } from 'vitest';
import { wireSolveBytes } from '../../crossbar/index.js';
import { checkMemory } from '../../src/cli/check-memory.js';
import { factorBytes } from '../../src/reference/free-units.js';

test('what fits is let pass, what does not is one line', () => {
  expect(() => checkMemory('a.json', 8e9, 8e9)).not.toThrow();
  expect(() => checkMemory('a.json: 3 x 4 cells', 8.1e9, 8e9)).toThrow(
    'a.json: 3 x 4 cells: about 8.1 GB of memory, expected at most the 8 GB there are',
  );
});

test('a solve of wires holds 18 doubles a cell, 4 of them for each vector', () => {
  expect(wireSolveBytes(10, 20)).toBe(8 * 200 * 18);
  expect(wireSolveBytes(10, 20, 3)).toBe(8 * 200 * 26);
});

test('nodes are factorised by the parity of their layers', () => {
  // Odd: 5 + 2, even behind the first layer: 3.
  expect(factorBytes([100, 5, 3, 2])).toBe(8 * (2 * 7 * 3 + 9));
});
