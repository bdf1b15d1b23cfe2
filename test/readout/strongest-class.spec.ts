import { expect, it } from 'vitest';
import { strongestClass } from '../../src/readout/strongest-class.js';

it('is the class that owns the strongest output; ties go to the lower unit', () => {
  const outputs = Float32Array.of(0, 0.2, 0.9, 0.1, /**/ 0.3, 0.1, 0.1, 0.3, /**/ -3, -2, -2, -1);
  expect([...strongestClass(outputs, { batch: 3, units: 4, classes: 2 })]).toEqual([1, 0, 1]);
});
