import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectTwins, seed, size, values } from './twins.js';

describe('learning', () => {
  it('names the same winners, ties and masks included', () => {
    // Few distinct values make ties common.
    const level = fc.constantFrom(0, 0, 0.25, 1, -0.5, 0.1);
    const levels = fc.array(level, { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(levels, levels, size, fc.nat(), seed, fc.boolean(), (y, h, rows, nth, tie, masked) => {
        expectTwins((kernels) => {
          const units = y.length;
          const outputs = kernels.float32(rows * units);
          const threshold = kernels.float32(units);
          const ties = kernels.int32(rows);
          for (let i = 0; i < rows * units; i++) outputs[i] = y[(i * 7) % units];
          for (let unit = 0; unit < units; unit++) threshold[unit] = h[unit % h.length];
          for (let row = 0; row < rows; row++) ties[row] = tie + row;
          const target = kernels.float32(rows * units);
          const mask = masked ? values(kernels, rows * units, 'mask') : null;
          kernels.winnersInto(target, outputs, {
            threshold,
            ties,
            mask,
            units,
            rows,
            count: 1 + (nth % units),
            winner: 0.8,
            loser: 0.01,
          });
          return target;
        });
      }),
    );
  });

  it('contrasts two states alike', () => {
    fc.assert(
      fc.property(size, size, fc.boolean(), (rows, units, stacked) => {
        expectTwins((kernels) => {
          const [after, before] = ['after', 'before'].map((name) => values(kernels, rows * units, name));
          const difference = kernels.float32(2 * rows * units);
          const sums = values(kernels, units, 'sums');
          kernels.contrastInto(difference, sums, { after, before, rows, units, scale: 0.3, stacked });
          return [...difference, ...sums];
        });
      }),
    );
  });

  it('take steps of Adam alike', () => {
    fc.assert(
      fc.property(size, fc.constantFrom(0, 0.4), (length, zeros) => {
        expectTwins((kernels) => {
          const arrays = ['w', 'g', 'm'].map((name) => values(kernels, length, name, zeros));
          const squares = values(kernels, length, 'v', zeros).map((x) => x * x);
          const [w, wanted, means] = arrays;
          const stored = kernels.float32(length);
          stored.set(squares);
          kernels.adamInto(w, wanted, { means, squares: stored, size: 0.03, inverseRoot: 1.7 });
          return [...w, ...means, ...stored];
        });
      }),
    );
  });

  it('let go the moments of a weight that is wanted no more, before they are denormal', () => {
    expectTwins((kernels) => {
      const [w, wanted, means, squares] = Array.from({ length: 4 }, () => kernels.float32(7));
      means.fill(-1e-37);
      squares.fill(1.1755e-38);
      for (let step = 0; step < 30; step++) {
        kernels.adamInto(w, wanted, { means, squares, size: 0.03, inverseRoot: 1.7 });
        for (const moment of [...means, ...squares])
          expect(moment === 0 || Math.abs(moment) >= 2 ** -126).toBe(true);
      }
      expect([...means, ...squares]).toEqual(new Array(14).fill(0));
      return [...means, ...squares];
    });
  });
});
