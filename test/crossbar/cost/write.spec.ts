import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { costParameters, defaultCost, totalOf, writeBill } from '../../../crossbar/index.js';
import { tile, write } from './fixture.js';

const fullJ = 1.6 ** 2 * 5e-5 * 50e-9;

/**
 * Devices and how often they see a share of the voltage, counted one by one: a pulse a slot, row by
 * row.
 */
function countedHalfSelections(
  pulses: readonly (readonly [row: number, col: number])[],
  rows: number,
  cols: number,
) {
  let half = 0;
  for (let row = 0; row < rows; row++) {
    const selected = new Set(pulses.filter(([r]) => r === row).map(([, col]) => col));
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < cols; j++) {
        const [onRow, onCol] = [i === row, selected.has(j)];
        if (onRow !== onCol) half++;
      }
    }
  }
  return half;
}

describe('an update', () => {
  it('of nothing takes no energy', () => {
    expect(totalOf(writeBill(tile, { ...write, pulsedDevices: 0 }, defaultCost)).energyJ).toBe(0);
  });

  it('takes V^2 G t a pulse where the other devices of the lines see nothing', () => {
    const { cells } = writeBill(tile, write, costParameters({ write: { halfSelect: 0 } }));
    expect(cells.energyJ).toBeCloseTo(200 * fullJ, 20);
  });

  test.prop(
    [
      fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 5 })), {
        minLength: 1,
        selector: ([row, col]) => 6 * row + col,
      }),
    ],
    { seed: 1 },
  )('disturbs, row by row, what a count of all devices finds', (pulses) => {
    const small = { ...tile, wordLines: 4, bitLines: 6 };
    const work = { ...write, pulsedDevices: pulses.length, pulsesPerDevice: 1, slots: 1 };
    const { cells } = writeBill(small, work, defaultCost);
    // Selected in either pass; the second has no pulse here, so that its word lines disturb all of
    // their devices.
    const half = countedHalfSelections(pulses, 4, 6) + 4 * 6;
    expect(cells.energyJ).toBeCloseTo((pulses.length + half / 4) * fullJ, 18);
  });

  it('takes passes x rows x slots x pulse in turn, and no rows together', () => {
    const latency = (order: 'row-by-row' | 'all-rows') =>
      totalOf(writeBill(tile, { ...write, order }, defaultCost)).latencySec;
    expect(latency('row-by-row')).toBeCloseTo(2 * 64 * 4 * 50e-9, 15);
    expect(latency('all-rows')).toBeCloseTo(2 * 4 * 50e-9, 15);
  });

  it('of all devices at once in all slots disturbs none', () => {
    const all = { pulsedDevices: 64 * 32, pulsesPerDevice: 4, slots: 4, order: 'all-rows' as const };
    // One of the two passes is empty: lines are taken to be selected in half of all turns each.
    const { cells } = writeBill(tile, { ...all, slots: 2, pulsesPerDevice: 2 }, defaultCost);
    const share = Math.SQRT1_2;
    const half = 4 * 64 * 32 * (2 * share - 1);
    expect(cells.energyJ).toBeCloseTo((2 * 64 * 32 + half / 4) * fullJ, 18);
  });

  it('must fit its slots and its tile', () => {
    expect(() => writeBill(tile, { ...write, pulsesPerDevice: 5 }, defaultCost)).toThrow(
      'pulsesPerDevice must be a finite number in [0, 4] (got 5)',
    );
    expect(() => writeBill(tile, { ...write, pulsedDevices: 2049 }, defaultCost)).toThrow(
      '[0, 2048] (got 2049)',
    );
  });
});
