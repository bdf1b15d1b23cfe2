import { describe, expect, it } from 'vitest';
import { constantStep } from '../../../devices/index.js';
import { type ArrayOptions, createArray, kernels, weightsOf } from '../fixture.js';

const coarse = constantStep({ gMinS: 0, gMaxS: 1e-4, states: 1000 });
const disturb = 0.3;
/** Rise of a weight by one pulse on one device of its pair. */
const unit = 1e-3;
const base: ArrayOptions = {
  device: coarse,
  rows: 6,
  cols: 5,
  tile: { wordLines: 3, bitLines: 8 },
  write: { scheme: 'deterministic', pulses: 100, disturb },
};

/** Four roundings at random, of deviation 1/2 at most, over 60 seeds: 5 standard errors. */
const tolerance = 5 * Math.sqrt((4 * 0.25) / 60);

/**
 * Mean change of each weight, in pulses on one device, over seeds, of `pulses` on the pair [row,
 * col].
 */
function meanChange(
  { row, col, pulses }: { row: number; col: number; pulses: number },
  options = {},
  seeds = 60,
) {
  const mean = new Float64Array(30);
  for (let seed = 1; seed <= seeds; seed++) {
    const array = createArray({ ...base, ...options, seed });
    const [post, pre] = [kernels.float32(6), kernels.float32(5)];
    post[row] = 1;
    pre[col] = 1;
    array.update({ post, pre, rows: 1, scale: 2 * unit * pulses });
    weightsOf(array).forEach((w, i) => {
      mean[i] += w / unit / seeds;
    });
  }
  return (r: number, k: number) => mean[r * 5 + k];
}

describe('half-selected devices', () => {
  it('on the bit lines of a pulsed pair follow it by their share, on its tile alone', () => {
    const change = meanChange({ row: 1, col: 0, pulses: 8 });
    // Each side by 8 pulses, and back by the selections of its word line for the other's: 2 x 8 - 2
    // x 8 x 0.3.
    expect(Math.abs(change(1, 0) - 11.2)).toBeLessThan(tolerance);
    // Each side of the neighbour by 8 x 0.3 up, or down; none on other lines.
    for (const k of [1, 2]) expect(Math.abs(change(1, k) - 4.8)).toBeLessThan(tolerance);
    for (const k of [3, 4]) expect(change(1, k)).toBe(0);
  });

  it('on its word line are pushed up and down alike', () => {
    const change = meanChange({ row: 1, col: 0, pulses: 8 });
    // Up and down by 8 x 0.3 each, on either device: 0 in the mean; on the tile of four outputs
    // alone.
    for (const r of [0, 2, 3]) {
      expect(Math.abs(change(r, 0))).toBeLessThan(tolerance);
      expect(change(r, 0)).not.toBe(0);
    }
    for (const r of [4, 5]) expect(change(r, 0)).toBe(0);
    // Neither line is theirs.
    for (const r of [0, 2, 3]) expect(change(r, 1)).toBe(0);
  });

  it('beside a reference drift one way', () => {
    const change = meanChange({ row: 1, col: 0, pulses: 4 }, { mapping: 'offset-column' });
    // Four pulses, each of twice the weight: the word line carries them upward.
    expect(Math.abs(change(0, 0) - 2 * 4 * disturb)).toBeLessThan(2 * tolerance);
  });

  it('see the trains of a coincidence', () => {
    const write = { scheme: 'stochastic-coincidence', pulses: 8, disturb } as const;
    const change = meanChange({ row: 1, col: 0, pulses: 8 }, { write });
    // Both passes carry all trains: back by both lines of the other pass, and nothing in the mean
    // along the lines.
    expect(Math.abs(change(1, 0) - (16 - 2 * 16 * disturb))).toBeLessThan(tolerance);
    for (const k of [1, 2, 3, 4]) expect(Math.abs(change(1, k))).toBeLessThan(tolerance);
    expect([0, 2, 3, 4, 5].some((r) => change(r, 0) !== 0)).toBe(true);
  });

  it('move by every pulse of trains that never meet, as often as the account has their lines selected', () => {
    let met = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const array = createArray({
        ...base,
        seed,
        write: { scheme: 'stochastic-coincidence', pulses: 8, disturb: 1, verify: { rounds: 100 } },
      });
      // At their bounds, G+ only falls, in one pass of two, and G- rises and falls back: one
      // selection in four is seen.
      array.program(new Float32Array(30).fill(1));
      const [post, pre] = [kernels.float32(6), kernels.float32(5)];
      post[1] = 1;
      pre[0] = 1;
      array.update({ post, pre, rows: 1, scale: unit });
      const { pulses, selectedCells } = array.writes.updates;
      if (pulses > 0 || selectedCells === 0) continue;
      met++;
      const fallen = weightsOf(array).reduce((sum, w) => sum + (1 - w) / unit, 0);
      expect(fallen).toBeCloseTo(selectedCells / 4, 1);
    }
    expect(met).toBeGreaterThan(3);
  });

  it('stay where they are where nothing disturbs them or nothing is pulsed', () => {
    const write = { scheme: 'deterministic', pulses: 100 } as const;
    const change = meanChange({ row: 1, col: 0, pulses: 8 }, { write }, 1);
    expect(change(1, 1)).toBe(0);
    const none = meanChange({ row: 1, col: 0, pulses: 0 }, {}, 1);
    expect(none(1, 0)).toBe(0);
    expect(() => createArray({ ...base, write: { ...write, disturb: 2 } })).toThrow('write.disturb');
  });
});
