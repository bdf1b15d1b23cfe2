import { describe, expect, it } from 'vitest';
import {
  type Bill,
  backpropReads,
  type ChipWork,
  chipCost,
  costParameters,
  costParts,
  createBill,
  defaultCost,
  eqpropReads,
  inTurn,
  repeated,
  sideBySide,
  tileAreas,
  totalArea,
  totalOf,
} from '../../../crossbar/index.js';
import { chip, tile } from './fixture.js';

const one = (inputs: number, outputs: number, change: Partial<ChipWork> = {}) =>
  chipCost(
    {
      ...chip,
      couplings: [{ inputs, outputs, forwardReads: 2, backwardReads: 0 }],
      nudge: { bits: 8, perImage: 0 },
      ...change,
    },
    defaultCost,
  );
const close = (value: number, expected: number) => expect(value / expected).toBeCloseTo(1, 10);

describe('bills', () => {
  const quick = createBill({ cells: { energyJ: 1, latencySec: 1 } });
  const slow = createBill({ adcs: { energyJ: 2, latencySec: 3 }, dacs: { latencySec: 1 } });

  it('side by side: energies add, the slowest counts', () => {
    expect(totalOf(sideBySide([quick, slow]))).toEqual({ energyJ: 3, latencySec: 4 });
  });

  it('in turn: all adds; repeated: all multiplies', () => {
    expect(totalOf(inTurn([quick, slow]))).toEqual({ energyJ: 3, latencySec: 5 });
    expect(totalOf(repeated(slow, 3))).toEqual(totalOf(inTurn([slow, slow, slow])));
  });

  it('total: the sum of the parts', () => {
    const { image } = chipCost(chip, defaultCost);
    const sum = (key: keyof Bill['cells']) => costParts.reduce((total, part) => total + image[part][key], 0);
    expect(totalOf(image)).toEqual({ energyJ: sum('energyJ'), latencySec: sum('latencySec') });
  });
});

describe('a chip', () => {
  it('of several tiles takes the energy and room of each, and the time of one', () => {
    const [small, large] = [one(64, 16), one(3 * 64, 2 * 16)];
    for (const step of ['read', 'write', 'image'] as const) {
      close(totalOf(large[step]).energyJ, 6 * totalOf(small[step]).energyJ);
      close(totalOf(large[step]).latencySec, totalOf(small[step]).latencySec);
    }
    close(totalArea(large.areas), 6 * totalArea(small.areas));
  });

  it('of a matrix that does not fill its tiles takes what the parts take', () => {
    const [whole, ...parts] = [one(70, 20), one(64, 16), one(6, 16), one(64, 4), one(6, 4)];
    const sum = (of: (cost: typeof whole) => number) => parts.reduce((total, part) => total + of(part!), 0);
    close(
      totalOf(whole!.image).energyJ,
      sum((part) => totalOf(part!.image).energyJ),
    );
    close(
      totalArea(whole!.areas),
      sum((part) => totalArea(part!.areas)),
    );
  });

  it('reads its arrays in turn and writes them side by side', () => {
    const two = chipCost(chip, defaultCost);
    const [first, second] = [one(100, 40), one(40, 10)];
    close(totalOf(two.read).latencySec, totalOf(first.read).latencySec + totalOf(second.read).latencySec);
    close(totalOf(two.write).energyJ, totalOf(first.write).energyJ + totalOf(second.write).energyJ);
    close(totalOf(two.write).latencySec, totalOf(first.write).latencySec);
  });

  it('spends on an image its reads and its share of an update', () => {
    const { read, write, image } = one(100, 40);
    close(totalOf(image).energyJ, 2 * totalOf(read).energyJ + totalOf(write).energyJ / 16);
    close(totalOf(image).latencySec, 2 * totalOf(read).latencySec + totalOf(write).latencySec / 16);
    const nudged = one(100, 40, { nudge: { bits: 8, perImage: 1 } });
    // 40 converters of 256 steps of 0.5 fF at 1 V.
    close(nudged.image.dacs.energyJ - image.dacs.energyJ, 40 * 256 * 0.5e-15);
    expect(totalOf(nudged.write).energyJ).toBe(totalOf(write).energyJ);
  });

  it('spends less on converters without amplitudes, and waits longer', () => {
    const [amplitude, serial] = [one(100, 40), one(100, 40, { encoding: 'bit-serial' })];
    expect(serial.areas.dacs).toBeLessThan(amplitude.areas.dacs);
    expect(totalOf(serial.read).latencySec).toBeGreaterThan(7 * totalOf(amplitude.read).latencySec);
  });

  it('with a reference column has half of the cells and the conversions of pairs', () => {
    // Tiles of 64 x 32: sixteen pairs, or thirty-one cells beside a reference.
    const [pairs, column] = [one(64, 31), one(64, 31, { mapping: 'offset-column' })];
    close(column.areas.cells / pairs.areas.cells, 32 / 62);
    close(column.read.adcs.energyJ, pairs.read.adcs.energyJ);
    expect(column.read.cells.energyJ).toBeLessThan(0.6 * pairs.read.cells.energyJ);
  });

  it('that subtracts behind its converters needs two per weight; slices are as many arrays', () => {
    const [before, after, sliced] = [
      one(64, 16),
      one(64, 16, { subtract: 'after-adc' }),
      one(64, 16, { slices: 3 }),
    ];
    close(after.read.adcs.energyJ, 2 * before.read.adcs.energyJ);
    expect(after.areas.cells).toBe(before.areas.cells);
    close(totalOf(sliced.read).energyJ, 3 * totalOf(before.read).energyJ);
    close(totalOf(sliced.read).latencySec, totalOf(before.read).latencySec);
    close(totalArea(sliced.areas), 3 * totalArea(before.areas));
  });

  it('counts a feedback array in training and in room, and not in inference', () => {
    const own = (backwardReads: number) => [{ inputs: 100, outputs: 40, forwardReads: 4, backwardReads }];
    const feedback = { inputs: 40, outputs: 100, forwardReads: 4, backwardReads: 0, trainingOnly: true };
    const cost = (couplings: typeof chip.couplings) => chipCost({ ...chip, couplings }, defaultCost);
    const [alone, both] = [cost(own(0)), cost([feedback, ...own(0)])];
    expect(both.read).toEqual(alone.read);
    expect(totalOf(both.image).energyJ).toBeGreaterThan(1.5 * totalOf(alone.image).energyJ);
    close(both.areas.cells, alone.areas.cells + cost([feedback]).areas.cells);
  });

  it('writes all rows together in far less time', () => {
    const [rows, all] = [one(100, 40), one(100, 40, { order: 'all-rows', writePulses: 1, batch: 16 })];
    close(totalOf(rows.write).latencySec, 2 * 64 * 2 * 50e-9);
    close(totalOf(all.write).latencySec, 2 * 16 * 50e-9);
  });

  it.each([
    [{ couplings: [] }, 'couplings must be a whole number in [1,'],
    [{ batch: 0 }, 'batch must be a whole number in [1,'],
    [{ gMaxS: Number.NaN }, 'gMaxS must be a finite number'],
    [{ tile: { wordLines: 4, bitLines: 1 } }, 'tile.bitLines (two per weight) must be a whole number in [2,'],
  ])('refuses %j', (change, message) => {
    expect(() => chipCost({ ...chip, ...change }, defaultCost)).toThrow(message);
  });
});

describe('room', () => {
  const bits = { dacBits: 8, adcBits: 8, directions: ['forward'] as const };

  it('is cells on the pitch, converters by their steps, and ports for the directions read', () => {
    const areas = tileAreas(tile, bits, defaultCost);
    close(areas.cells, (64 * 32 * 0.0002e-6) / (8 * 128 * 128));
    // One 8-bit converter for 16 outputs.
    close(areas.adcs, 1.5e-9);
    close(tileAreas(tile, { ...bits, adcBits: 9 }, defaultCost).adcs, 3e-9);
    const both = tileAreas(tile, { ...bits, directions: ['forward', 'backward'] }, defaultCost);
    close(both.sensing, 3 * areas.sensing);
    expect(both.cells).toBe(areas.cells);
  });

  it('grows as fewer outputs share a converter', () => {
    const cost = costParameters({ adc: { outputs: 1 } });
    close(tileAreas(tile, bits, cost).adcs, 16 * 1.5e-9);
  });
});

describe('reads of training', () => {
  it('EqProp: the input once a phase, the others both ways in each sweep', () => {
    expect(eqpropReads({ layers: [784, 100, 10], phases: 2, sweeps: 50 })).toEqual([
      { inputs: 784, outputs: 100, forwardReads: 2, backwardReads: 0 },
      { inputs: 100, outputs: 10, forwardReads: 50, backwardReads: 50 },
    ]);
  });

  it('backpropagation: once forward, once backward but for the input', () => {
    expect(
      backpropReads([784, 100, 10]).map(({ forwardReads, backwardReads }) => [forwardReads, backwardReads]),
    ).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });
});
