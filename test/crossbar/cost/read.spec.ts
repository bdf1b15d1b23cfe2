import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  type CostOverrides,
  cellsPowerW,
  costParameters,
  defaultCost,
  readBill,
  totalOf,
} from '../../../crossbar/index.js';
import { read, tile } from './fixture.js';

const ideal = { ...tile, wordLineOhm: 0, bitLineOhm: 0 };
const billWith = (overrides: CostOverrides) => readBill(tile, read, costParameters(overrides));

describe('a read', () => {
  it('of cells takes V^2 G as long as it is on, and as much again in drivers that waste half', () => {
    const { cells, wires, drivers } = readBill(ideal, read, defaultCost);
    // 1 ns and 5 ns.
    expect(cells.energyJ).toBeCloseTo(64 * 32 * 5e-5 * 4e-3 * 6e-9, 22);
    const lineF = 0.2e-9 * defaultCost.cell.pitchM + 1.8e-17;
    expect(wires.energyJ).toBeCloseTo(64 * 32 * lineF * 4e-3, 25);
    expect(drivers.energyJ).toBeCloseTo(cells.energyJ + wires.energyJ, 22);
  });

  it('draws the currents of the sensed lines from the supply of their amplifiers, either way', () => {
    // 64 x 32 cells of 50 uS under a mean of 30 mV; 10 uW a line beside, 6 ns, and the
    // sample-and-holds.
    const lineW = 64 * 32 * 5e-5 * 0.03;
    const holdJ = (10e-6 * 100e-9) / (8 * 128);
    const joules = (more: object, cost = defaultCost) =>
      readBill(ideal, { ...read, meanV: 0.03, ...more }, cost).sensing.energyJ;
    expect(joules({})).toBeCloseTo((32 * 1e-5 + lineW) * 6e-9 + 16 * holdJ, 20);
    expect(joules({ direction: 'backward' })).toBeCloseTo((64 * 1e-5 + lineW) * 6e-9 + 64 * holdJ, 20);
    const classA = costParameters({ sensing: { drawnCurrent: 4, supplyV: 1.2 } });
    expect(joules({}, classA)).toBeCloseTo((32 * 1e-5 + 4.8 * lineW) * 6e-9 + 16 * holdJ, 20);
    // Without a mean its upper bound.
    expect(joules({ meanV: undefined })).toBeCloseTo(joules({ meanV: Math.sqrt(read.meanSquareV2) }), 20);
  });

  it('converts a pair of bit lines once, forward, and a word line once, backward', () => {
    const perConversion = 3.1e-3 / 1.2e9;
    const backward = readBill(tile, { ...read, direction: 'backward' }, defaultCost);
    expect(readBill(tile, read, defaultCost).adcs.energyJ).toBeCloseTo(16 * perConversion, 20);
    expect(backward.adcs.energyJ).toBeCloseTo(64 * perConversion, 20);
    // Sixteen inputs against sixty-four.
    expect(4 * backward.dacs.energyJ).toBeCloseTo(readBill(tile, read, defaultCost).dacs.energyJ, 20);
  });

  test.prop([fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 11 })], { seed: 1 })(
    'costs more with more bits of either converter',
    (adcBits, dacBits) => {
      const total = (more: object) =>
        totalOf(readBill(tile, { ...read, adcBits, dacBits, ...more }, defaultCost));
      expect(total({ adcBits: adcBits + 1 }).energyJ).toBeGreaterThan(total({}).energyJ);
      expect(total({ dacBits: dacBits + 1 }).energyJ).toBeGreaterThan(total({}).energyJ);
      expect(total({ adcBits: adcBits + 1 }).latencySec).toBeGreaterThanOrEqual(total({}).latencySec);
    },
  );

  it('is faster the fewer outputs share a converter, at the same energy', () => {
    const [alone, four, all] = [1, 4, 16].map((outputs) => billWith({ adc: { outputs } })) as [
      ReturnType<typeof billWith>,
      ReturnType<typeof billWith>,
      ReturnType<typeof billWith>,
    ];
    expect([alone, four, all].map(({ adcs }) => Math.round(adcs.latencySec * 1.2e9))).toEqual([1, 4, 16]);
    expect(totalOf(alone).energyJ).toBeCloseTo(totalOf(all).energyJ, 20);
  });

  it('takes energy in proportion to the converters’ rate above the corner, none of it below', () => {
    const [slow, corner, fast] = [6e8, 1.2e9, 2.4e9].map((rateHz) => billWith({ adc: { rateHz } }).adcs) as [
      { energyJ: number; latencySec: number },
      { energyJ: number; latencySec: number },
      { energyJ: number; latencySec: number },
    ];
    expect(slow.energyJ).toBe(corner.energyJ);
    expect(fast.energyJ / corner.energyJ).toBeCloseTo(2, 12);
    expect(slow.latencySec / fast.latencySec).toBeCloseTo(4, 12);
  });

  it('of bits is as many reads; of widths keeps the cells on for the longest', () => {
    const single = readBill(tile, { ...read, dacBits: 1 }, defaultCost);
    const bits = readBill(tile, { ...read, encoding: 'bit-serial' }, defaultCost);
    expect(totalOf(bits).energyJ / totalOf(single).energyJ).toBeCloseTo(8, 10);
    const widths = readBill(ideal, { ...read, encoding: 'pulse-width' }, defaultCost);
    expect(widths.cells.energyJ).toBeCloseTo(64 * 32 * 5e-5 * 4e-3 * (6e-9 + 255e-9), 20);
    expect(widths.dacs.latencySec).toBeCloseTo(256e-9, 18);
  });

  const matrix = fc.array(fc.double({ min: 0, max: 1e-3, noNaN: true }), { minLength: 12, maxLength: 12 });
  test.prop([matrix, fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })], {
    seed: 2,
  })('knows the power of given cells at given voltages', (conductanceS, voltageV) => {
    const byCell = conductanceS.reduce((sum, g, at) => sum + g * voltageV[Math.floor(at / 4)]! ** 2, 0);
    const cellsW = cellsPowerW(conductanceS, voltageV);
    expect(cellsW).toBeCloseTo(byCell, 15);
    expect(readBill(ideal, { ...read, cellsPowerW: cellsW }, defaultCost).cells.energyJ).toBeCloseTo(
      byCell * 6e-9,
      20,
    );
  });

  it('of equal cells or equal voltages has the power of the means', () => {
    expect(cellsPowerW(new Float64Array(8).fill(2e-5), [0.1, 0.3])).toBeCloseTo(8 * 2e-5 * 0.05, 18);
    expect(cellsPowerW([1e-5, 3e-5, 5e-5, 7e-5], [0.2, 0.2])).toBeCloseTo(4 * 4e-5 * 0.04, 18);
  });
});
