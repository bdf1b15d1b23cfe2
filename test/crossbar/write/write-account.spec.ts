import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Crossbar } from '../../../crossbar/index.js';
import { constantStep, createPreset } from '../../../devices/index.js';
import { createArray, kernels, uniforms } from '../fixture.js';

const bounds = { gMinS: 0, gMaxS: 1e-4 };
/**
 * A pulse on each side of a pair moves its weight by 0.02; from the middle there are 50 to either
 * bound.
 */
const coarse = constantStep({ ...bounds, states: 100 });
const stepS = 1e-6;
const write = { scheme: 'deterministic', pulses: 7 } as const;

/** What an update row by row takes, cell by cell; counts are pairs' [rows, cols]. */
function byHand(
  counts: readonly number[],
  { rows, cols }: { rows: number; cols: number },
  { wordLines, pairs }: { wordLines: number; pairs: number },
) {
  const found = { pulses: 0, selectedCells: 0, pulseTimes: 0 };
  for (let r0 = 0; r0 < rows; r0 += pairs) {
    for (let k0 = 0; k0 < cols; k0 += wordLines) {
      const [r1, k1] = [Math.min(rows, r0 + pairs), Math.min(cols, k0 + wordLines)];
      let times = 0;
      // Up and down: in either pass one device of a pair is pulsed.
      for (let pass = 0; pass < 2; pass++) {
        for (let k = k0; k < k1; k++) {
          let most = 0;
          for (let r = r0; r < r1; r++) {
            const n = counts[r * cols + k];
            most = Math.max(most, Math.abs(n));
            found.pulses += Math.abs(n);
            found.selectedCells += Math.abs(n) * (k1 - k0);
          }
          times += most;
          found.selectedCells += most * 2 * (r1 - r0);
        }
      }
      found.pulseTimes = Math.max(found.pulseTimes, times);
    }
  }
  return found;
}

/**
 * An outer product of one row that wants `counts` pulses of column k alone, update after update.
 */
function writeColumns(array: Crossbar, counts: readonly number[]): void {
  for (let k = 0; k < array.cols; k++) {
    const [post, pre] = [kernels.float32(array.rows), kernels.float32(array.cols)];
    for (let r = 0; r < array.rows; r++) post[r] = counts[r * array.cols + k];
    pre[k] = 1;
    array.update({ post, pre, rows: 1, scale: 0.02 });
  }
}

describe('what a write takes', () => {
  const size = fc.integer({ min: 1, max: 11 });

  it('is what its pulses select, line by line', () => {
    fc.assert(
      fc.property(size, size, size, size, fc.boolean(), (rows, cols, wordLines, pairs, fused) => {
        const device = fused ? coarse : Object.freeze({ ...coarse, pulseResponse: undefined as never });
        const tile = { wordLines, bitLines: 2 * pairs };
        const array = createArray({ rows, cols, device, write, tile });
        const counts = Array.from(uniforms(rows * cols, `${rows} ${cols}`, [-3, 3]), (x) =>
          Math.abs(x) < 1 ? 0 : Math.round(x),
        );
        const sum = { pulses: 0, selectedCells: 0, pulseTimes: 0 };
        for (let k = 0; k < cols; k++) {
          const column = counts.map((n, at) => (at % cols === k ? n : 0));
          const { pulses, selectedCells, pulseTimes } = byHand(column, array, { wordLines, pairs });
          sum.pulses += pulses;
          sum.selectedCells += selectedCells;
          sum.pulseTimes += pulseTimes;
        }
        writeColumns(array, counts);
        expect(array.writes.updates).toMatchObject(sum);
        // All devices stood in the middle before their only update.
        expect(Math.abs(array.writes.updates.pulsedS - sum.pulses * 5e-5)).toBeLessThanOrEqual(
          1e-6 * sum.pulses * 5e-5,
        );
        const most = Math.max(...counts.map(Math.abs));
        expect(array.wear()).toEqual({ mostPulses: most, meanPulses: sum.pulses / (2 * rows * cols) });
        expect(array.writes.programming.pulses).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('adds the conductances that the pulses find', () => {
    const array = createArray({ rows: 1, cols: 1, device: coarse, write });
    for (let i = 0; i < 3; i++) writeColumns(array, [2]);
    // G+ at 50, 52, 54 and G- at 50, 48, 46 steps, two pulses each.
    expect(array.writes.updates.pulsedS).toBeCloseTo(2 * 300 * stepS, 9);
  });

  it('counts programming apart, with its looks at the devices and the weights that do not fit', () => {
    const array = createArray({ device: coarse, write: { ...write, pulses: 100 }, weightMax: 1 });
    const weights = new Float32Array(35);
    weights.set([0.5, -0.5, 1, -1, 1.02, -3]);
    array.program(weights);
    const { programming, updates } = array.writes;
    expect(programming).toMatchObject({ weights: 35, clipped: 2, unsettled: 0, verifications: 2 * 70 });
    // 25 + 25 + 4 x 50 a side.
    expect(programming.pulses).toBe(500);
    expect(updates.pulses).toBe(0);
    expect(array.wear().mostPulses).toBe(50);
  });

  it('gives programming no more rounds than asked for, and says what is left', () => {
    const array = createArray({ device: coarse, write: { ...write, pulses: 10, verify: { rounds: 2 } } });
    array.program(new Float32Array(35).fill(0.5));
    // 25 steps away, 20 taken.
    expect(array.writes.programming).toMatchObject({ pulses: 35 * 40, unsettled: 70, verifications: 3 * 70 });
    array.program(new Float32Array(35).fill(0.5));
    expect(array.writes.programming.unsettled).toBe(70);
  });

  it('is done within the tolerance', () => {
    const verify = { rounds: 20, tolerance: 0.1 };
    const array = createArray({ device: coarse, write: { ...write, pulses: 1, verify } });
    array.program(new Float32Array(35).fill(0.5));
    // 25 steps away, 10 steps are near enough: 15 pulses per device.
    expect(array.writes.programming.pulses).toBe(35 * 2 * 15);
    expect(() => createArray({ write: { ...write, verify: { rounds: 0 } } })).toThrow('write.verify.rounds');
    expect(() => createArray({ write: { ...write, verify: { tolerance: 2 } } })).toThrow(
      'write.verify.tolerance',
    );
  });

  it('by coincidence is the trains on the lines, all rows together', () => {
    const array = createArray({
      device: coarse,
      rows: 1,
      cols: 1,
      write: { scheme: 'stochastic-coincidence', pulses: 4 },
    });
    const ones = kernels.float32(1).fill(1);
    // Four pulses for certain: every slot of both trains.
    array.update({ post: ones, pre: ones, rows: 1, scale: 4 * 0.02 });
    // Up and down: a word line of two cells, and two bit lines of one.
    const selectedCells = 2 * (4 * 2 + 2 * 4);
    expect(array.writes.updates).toMatchObject({ pulses: 8, pulseTimes: 8, selectedCells });
  });

  it('takes a reference column as never written', () => {
    const array = createArray({ device: coarse, write, mapping: 'offset-column', rows: 3, cols: 2 });
    const counts = [2, 0, -3, 0, 0, 1];
    writeColumns(
      array,
      counts.map((n) => n / 2),
    );
    const { pulses, pulseTimes, selectedCells } = array.writes.updates;
    expect(pulses).toBeGreaterThan(0);
    // Two word lines, four bit lines: up and down are different passes over different devices.
    expect(selectedCells).toBe(4 * pulseTimes + 2 * pulses);
    expect(array.wear().meanPulses).toBe(pulses / 6);
  });

  it('is counted for devices without bounds of their own', () => {
    const array = createArray({ device: createPreset('pcm'), write });
    writeColumns(array, Array(35).fill(1));
    expect(array.writes.updates.pulses).toBeGreaterThan(0);
  });
});
