import { describe, expect, it } from 'vitest';
import { createWireNetwork, currentLoss, solveNetwork, tileAdvice } from '../../../crossbar/index.js';

const tile = { rows: 8, cols: 8, conductanceS: 1e-4, wordLineOhm: 1, bitLineOhm: 1 };
const square = (size: number) => ({ ...tile, rows: size, cols: size });

describe('the current lost', () => {
  it('of one cell is the share of its wires', () => {
    const { mean, worst, byColumn } = currentLoss({ ...square(1), wordLineOhm: 700, bitLineOhm: 300 });
    // 10 kohm behind 1 kohm.
    expect(mean).toBeCloseTo(1 / 11, 12);
    expect([worst, byColumn[0]]).toEqual([mean, mean]);
  });

  it('is exactly none in ideal wires, whatever the size and the cells', () => {
    for (const [size, conductanceS] of [
      [3, 0.1e-3],
      [64, 1e-4],
      [100, 7.3e-6],
    ]) {
      const ideal = { ...square(size), conductanceS, wordLineOhm: 0, bitLineOhm: 0 };
      const { mean, worst, byCell } = currentLoss(ideal);
      expect([mean, worst, Math.max(...byCell)]).toEqual([0, 0, 0]);
    }
  });

  it('does not depend on how far the inputs are on, nor in the mean on how many are', () => {
    const cells = new Float64Array(16 * 12).fill(tile.conductanceS);
    const network = createWireNetwork({ ...tile, rows: 16, cols: 12, conductanceS: cells });
    const flows = (voltageV: Float64Array) =>
      solveNetwork(network, voltageV).currentA.reduce((sum, current) => sum + current, 0);
    const even = Float64Array.from({ length: 16 }, (_, i) => 0.3 * (1 - (i % 2)));
    const odd = even.map((voltage) => 0.3 - voltage);
    const share = (flows(even) + flows(odd)) / (0.3 * 16 * 12 * tile.conductanceS);
    expect(1 - share).toBeCloseTo(currentLoss({ ...tile, rows: 16, cols: 12 }).mean, 8);
  });

  it('of one bit line is that of its ladder, to first order', () => {
    // Segment k from the source's end carries k cells: sum_k k r G k / n = r G (n + 1)(2 n + 1) /
    // 6.
    const { mean } = currentLoss({ rows: 20, cols: 1, conductanceS: 1e-7, wordLineOhm: 0, bitLineOhm: 1 });
    expect(mean / ((1e-7 * 21 * 41) / 6)).toBeCloseTo(1, 4);
  });

  it('grows with the distance from the sources, the size, and the resistance', () => {
    const { byColumn, worst } = currentLoss(square(32));
    byColumn.forEach((loss, j) => {
      if (j > 0) expect(loss).toBeGreaterThan(byColumn[j - 1]!);
    });
    expect(worst).toBe(byColumn[31]);
    const sizes = [1, 2, 3, 7, 16, 33, 64].map((size) => currentLoss(square(size)).mean);
    sizes.forEach((loss, i) => {
      if (i > 0) expect(loss).toBeGreaterThan(sizes[i - 1]!);
    });
    expect(currentLoss({ ...tile, bitLineOhm: 2 }).mean).toBeGreaterThan(currentLoss(tile).mean);
  });

  it('of the cells of a bit line has its loss as the mean, is least beside source and converter and most farthest from them', () => {
    const { byCell, byColumn } = currentLoss({ ...tile, rows: 5 });
    byColumn.forEach((loss, j) => {
      const mean = [0, 1, 2, 3, 4].reduce((sum, i) => sum + byCell[8 * i + j]! / 5, 0);
      // The currents are settled to 1e-9.
      expect(mean).toBeCloseTo(loss, 8);
    });
    expect(byCell.indexOf(Math.min(...byCell))).toBe(4 * 8);
    expect(byCell.indexOf(Math.max(...byCell))).toBe(7);
  });

  it('depends on resistance times conductance alone', () => {
    const scaled = { ...tile, conductanceS: 1e-5, wordLineOhm: 10, bitLineOhm: 10 };
    expect(currentLoss(scaled).mean).toBeCloseTo(currentLoss(tile).mean, 10);
  });
});

describe('the advice', () => {
  it.each([0.01, 0.05, 0.3])('is the largest size that keeps %f', (limit) => {
    const { largest, powerOfTwo, loss, unbounded } = tileAdvice(tile, { limit });
    expect(unbounded).toBe(false);
    expect(currentLoss(square(largest)).mean).toBeLessThanOrEqual(limit);
    expect(currentLoss(square(largest + 1)).mean).toBeGreaterThan(limit);
    expect(currentLoss(square(2 * powerOfTwo)).mean).toBeGreaterThan(limit);
    expect(Math.log2(powerOfTwo) % 1).toBe(0);
    expect(powerOfTwo).toBeLessThanOrEqual(largest);
    expect(loss).toBe(currentLoss(tile).mean);
  });

  it('at 1 ohm and 100 uS: 27, of powers of two 16, where 128 loses half', () => {
    expect(tileAdvice(square(128))).toMatchObject({
      largest: 27,
      powerOfTwo: 16,
      loss: expect.closeTo(0.508, 3),
    });
  });

  it('knows where no size is small enough, and where none tried is too large', () => {
    expect(tileAdvice({ ...tile, wordLineOhm: 1e4 })).toMatchObject({
      largest: 0,
      powerOfTwo: 0,
      unbounded: false,
    });
    const ideal = { ...tile, wordLineOhm: 0, bitLineOhm: 0 };
    expect(tileAdvice(ideal, { maxSize: 64 })).toMatchObject({
      largest: 64,
      powerOfTwo: 64,
      unbounded: true,
    });
    const some = tileAdvice(tile, { maxSize: 24 });
    expect(some).toMatchObject({ largest: 24, powerOfTwo: 16, unbounded: true });
  });

  it('refuses what is no tile', () => {
    expect(() => tileAdvice({ ...tile, conductanceS: 0 })).toThrow('conductanceS must be');
    expect(() => tileAdvice(tile, { limit: 2 })).toThrow('limit must be a finite number in [0, 1] (got 2)');
  });
});
