import { expect, it } from 'vitest';
import { createLabelTarget } from '../../src/target/label-target.js';

it('is one for the units of the label, zero for the others', () => {
  const target = new Float32Array(12).fill(7);
  createLabelTarget({ units: 6, classes: 3, labelSmoothing: 0 }).targetInto(target, [2, 0], {
    batch: 2,
    mask: null,
  });
  expect([...target]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0]);
});

it('is smoothed as published, 0.73 and 0.03 for ten classes, and keeps the sum of winners', () => {
  const target = new Float32Array(10);
  createLabelTarget({ units: 10, classes: 10, labelSmoothing: 0.3 }).targetInto(target, [4], {
    batch: 1,
    mask: null,
  });
  target.forEach((d, i) => {
    expect(d).toBeCloseTo(i === 4 ? 0.73 : 0.03, 7);
  });
  expect(target.reduce((sum, d) => sum + d, 0)).toBeCloseTo(1, 6);
});

it('is zero where dropout silenced the unit', () => {
  const target = new Float32Array(3);
  const mask = Float32Array.of(1, 0, 1);
  createLabelTarget({ units: 3, classes: 3, labelSmoothing: 0.3 }).targetInto(target, [1], {
    batch: 1,
    mask,
  });
  expect([...target]).toEqual([Math.fround(0.1), 0, Math.fround(0.1)]);
});

it('throws where the units cannot be shared out evenly', () => {
  expect(() => createLabelTarget({ units: 7, classes: 3, labelSmoothing: 0 })).toThrow(
    'the last of network.layers must be a multiple of 3 classes (got 7)',
  );
});
