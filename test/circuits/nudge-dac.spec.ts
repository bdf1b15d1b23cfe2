import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../devices/index.js';
import { createNudgeDac } from '../../src/circuits/nudge-dac.js';

const random = createRandom(3);

describe('nudge DAC', () => {
  it('rounds targets in its range to its levels, idempotently, and clips the others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 16 }),
        fc.constantFrom(0.5, 1, 2),
        fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 1 }),
        (bits, range, list) => {
          const put = createNudgeDac(list.length, { bits, range, offset: 0, random });
          const targets = Float32Array.from(list);
          put(targets, 1);
          const half = (0.5 * range) / (2 ** bits - 1) + 2 ** -23;
          targets.forEach((held, i) => {
            expect(Math.abs(held - Math.min(list[i], range))).toBeLessThanOrEqual(half);
          });
          const once = targets.slice();
          put(targets, 1);
          expect(targets).toEqual(once);
        },
      ),
    );
  });

  it('adds an offset of each neuron that is the same for all images', () => {
    const units = 2000;
    const put = createNudgeDac(units, { bits: 24, range: 1, offset: 0.05, random });
    const targets = new Float32Array(2 * units).fill(0.5);
    put(targets, 2);
    expect(targets.subarray(0, units)).toEqual(targets.subarray(units));
    const squares = targets.subarray(0, units).reduce((sum, d) => sum + (d - 0.5) ** 2, 0);
    // Deviation of a deviation from n draws: 1 / sqrt(2 n) of it, 1.6 %.
    expect(Math.abs(Math.sqrt(squares / units) / 0.05 - 1)).toBeLessThan(0.08);
  });
});
