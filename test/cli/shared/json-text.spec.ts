import { Writable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonText, printLongJson } from '../../../src/cli/shared/json-text.js';

test('pieces of JSON are the text that JSON.stringify gives', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      expect([...jsonText(value)].join('')).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

test('a matrix is printed row by row, no faster than it is taken', async () => {
  const taken: string[] = [];
  const slow = new Writable({
    highWaterMark: 1,
    decodeStrings: false,
    write(chunk: string, _, done) {
      taken.push(chunk);
      setImmediate(done);
    },
  });
  const rows = Array.from({ length: 300 }, (_, i) => new Array(1000).fill(i / 7));
  await printLongJson(slow, { rows });
  expect(taken.length).toBeGreaterThan(3);
  expect(JSON.parse(taken.join(''))).toEqual({ rows });
});
