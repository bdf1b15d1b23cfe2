import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { createRandom } from '../../devices/index.js';
import { selectImages } from '../../src/data/batches.js';
import { loadDigits } from '../../src/data/sets/digits.js';
import { stratified } from '../../src/data/stratified.js';

const all = selectImages(loadDigits().train, undefined, createRandom(1));
const countsOf = (indices: Uint32Array) => {
  const counts = new Array<number>(10).fill(0);
  for (const image of indices) counts[all.set.labels[image]]++;
  return counts;
};

test.prop([fc.integer({ min: 1, max: 1437 }), fc.nat(100)])(
  'chosen and rest are a partition with every class at its share',
  (count, seed) => {
    const { chosen, rest } = stratified(all, count, createRandom(seed));
    expect(chosen.indices).toHaveLength(count);
    expect([...chosen.indices, ...rest.indices].sort((a, b) => a - b)).toEqual([...all.indices]);
    const whole = countsOf(all.indices);
    countsOf(chosen.indices).forEach((n, c) => {
      expect(Math.abs(n - (whole[c] * count) / 1437)).toBeLessThan(1);
    });
  },
);

test('the draw depends on the seed', () => {
  const draw = (seed: number) => stratified(all, 100, createRandom(seed)).chosen.indices;
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});
