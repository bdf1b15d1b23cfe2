import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { restoreState } from '../../../crossbar/index.js';
import { softBounds, withReadNoise } from '../../../devices/index.js';
import { createArray, distance, idealDevice, product, read, uniforms, weightsOf } from '../fixture.js';

const sliced = { mapping: 'bit-slices', device: idealDevice } as const;

describe('bit slices', () => {
  test.prop([fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })], { numRuns: 12, seed: 1 })(
    'hold weights to half a step of their bits together',
    (count, bits) => {
      const array = createArray({ ...sliced, slices: { count, bits } });
      const weights = uniforms(35, 'w');
      array.program(weights);
      // Devices of a million steps, written to half a step.
      const half = 1 / (2 * (2 ** (bits * count) - 1));
      const found = weightsOf(array);
      expect(distance(found, weights)).toBeLessThan(half + 1e-5);
      const steps = found.map((w) => w * (2 ** (bits * count) - 1));
      expect(distance(steps, steps.map(Math.round))).toBeLessThan(1e-5 * 2 ** (bits * count));
    },
  );

  it('read as the matrix that they hold, both ways', () => {
    const array = createArray({
      ...sliced,
      slices: { count: 3, bits: 2 },
      tile: { wordLines: 4, bitLines: 6 },
    });
    array.program(uniforms(35, 'w', [-0.7, 0.7]));
    const [x, y] = [uniforms(14, 'x'), uniforms(10, 'y')];
    const held = weightsOf(array);
    expect(distance(read(array, x, { batch: 2 }), product(array, held, { x, batch: 2 }))).toBeLessThan(1e-4);
    const back = product(array, held, { x: y, batch: 2, transposed: true });
    expect(distance(read(array, y, { batch: 2, backward: true }), back)).toBeLessThan(1e-4);
    expect(array.counters.forwardReads).toBe(6);
    expect(array.tiles.count).toBe(12);
    expect(array.writes.programming).toMatchObject({ weights: 35, clipped: 0 });
    expect(array.wear().mostPulses).toBeGreaterThan(0);
  });

  it('clip what is out of range, and say so', () => {
    const array = createArray({ ...sliced });
    array.program(new Float32Array(35).fill(3));
    expect(distance(weightsOf(array), new Float32Array(35).fill(1))).toBeLessThan(1e-5);
    expect(array.writes.programming).toMatchObject({ weights: 35, clipped: 35 });
  });

  it('divide the noise of the lower digits', () => {
    const noisy = softBounds({ gMinS: 1e-6, gMaxS: 1e-4, states: 100_000 });
    const error = (count: number) => {
      const array = createArray({
        ...sliced,
        device: withReadNoise(noisy, 0.05),
        rows: 200,
        slices: { count, bits: 2 },
      });
      const ones = uniforms(7, 'ones', [1, 1]);
      return Math.sqrt(read(array, ones).reduce((sum, y) => sum + y ** 2 / 200, 0));
    };
    // Shares 12/15 and 3/15 against 1: noise of 0.82.
    expect(error(2) / error(1)).toBeGreaterThan(0.6);
    expect(error(2) / error(1)).toBeLessThan(1.05);
  });

  it('cannot be updated in place', () => {
    const array = createArray(sliced);
    const product = { post: uniforms(5, 'p'), pre: uniforms(7, 'q'), rows: 1, scale: 1 };
    expect(() => array.update(product)).toThrow('array.mapping bit-slices cannot be updated in place');
  });

  it('throw on digits that cannot be', () => {
    expect(() => createArray({ ...sliced, slices: { count: 0 } })).toThrow('array.slices.count');
    expect(() => createArray({ ...sliced, slices: { count: 5, bits: 5 } })).toThrow(
      'at most 24 bits per weight',
    );
  });

  it('remember all of it', () => {
    const [array, other] = [0, 1].map(() =>
      createArray({ ...sliced, device: withReadNoise(idealDevice, 0.01) }),
    );
    array!.program(uniforms(35, 'w', [-0.7, 0.7]));
    expect(restoreState(other!.memory, array!.memory)).toBeNull();
    other!.restored();
    const x = uniforms(7, 'x');
    expect(read(other!, x)).toEqual(read(array!, x));
  });
});
