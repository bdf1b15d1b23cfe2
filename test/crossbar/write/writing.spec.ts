import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCells } from '../../../crossbar/array/cells.js';
import {
  constantStep,
  createRandom,
  type PulsedArrays,
  softBounds,
  withStuckCells,
} from '../../../devices/index.js';
import { createArray, distance, idealDevice, kernels, uniforms, weightsOf } from '../fixture.js';

const bounds = { gMinS: 1e-6, gMaxS: 1e-4 };
/** One pulse on both devices of a pair moves a weight by 2 / states, weightMax 1. */
const coarse = constantStep({ ...bounds, states: 100 });
const pulseWeight = 2 / 100;
/**
 * Each model with the largest weight that its devices reach in 20 rounds: soft bounds slow down
 * towards a bound.
 */
const models = [
  ['constant step', constantStep, 0.9],
  ['soft bounds', softBounds, 0.5],
] as const;

describe('write and verify', () => {
  it.each(models)('brings %s to a target within a step', (_, create, largest) => {
    fc.assert(
      fc.property(fc.constantFrom(50, 1000), fc.boolean(), fc.string(), (states, noisy, name) => {
        const device = create({ ...bounds, states, cycleNoise: noisy ? 0.3 : 0 });
        const array = createArray({ device });
        const target = uniforms(35, name, [-largest, largest]);
        array.program(target);
        // Each device of the pair ends within half a step of its goal, a step in both; a device is
        // 1 in weight.
        expect(distance(weightsOf(array), target)).toBeLessThan(1.001 / states);
      }),
      { numRuns: 30 },
    );
  });

  it('overcomes variation between devices, within bounds that allow it', () => {
    const device = softBounds({
      ...bounds,
      states: 500,
      deviceVariation: { step: 0.3, bounds: 0.02 },
      cycleNoise: 0.3,
    });
    const array = createArray({ device });
    const target = uniforms(35, 'w', [-0.4, 0.4]);
    array.program(target);
    expect(distance(weightsOf(array), target)).toBeLessThan(1.001 / 500);
  });

  it('clips targets beyond weightMax', () => {
    const array = createArray();
    array.program(new Float32Array(35).fill(3));
    expect(distance(weightsOf(array), Array(35).fill(1))).toBeLessThan(1e-5);
  });

  it('throws on a matrix of another shape or with a hole', () => {
    expect(() => createArray().program(new Float32Array(34))).toThrow(
      'weights must hold 5 x 7 numbers (got 34)',
    );
    expect(() => createArray().program(new Float32Array(35).fill(NaN, 3, 4))).toThrow(
      'weights[3] must be finite (got NaN)',
    );
  });
});

describe('an update by pulses', () => {
  /** Every weight of a 5 x 7 array moved by `change`, as a product of rank one. */
  const flat = (change: number) => {
    const [post, pre] = [kernels.float32(5), kernels.float32(7)];
    return { post: post.fill(1), pre: pre.fill(1), rows: 1, scale: change };
  };

  it('is the outer product, to the rounding of fine pulses', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.string(), (rows, name) => {
        const array = createArray();
        const [post, pre] = [uniforms(rows * 5, `${name}p`), uniforms(rows * 7, `${name}q`)];
        array.update({ post, pre, rows, scale: 0.01 });
        const wanted = Float64Array.from({ length: 35 }, (_, i) => {
          let sum = 0;
          for (let b = 0; b < rows; b++) sum += 0.01 * post[b * 5 + Math.floor(i / 7)] * pre[b * 7 + (i % 7)];
          return sum;
        });
        // One pulse, 2e-6 in weight; conductances of 5e-5 kept to 2^-25, 3e-8 in weight.
        expect(distance(weightsOf(array), wanted)).toBeLessThan(2.5e-6);
      }),
      { numRuns: 40 },
    );
  });

  it.each([0.3, 1.25, -0.7])('of %d pulses has that mean under stochastic rounding', (pulses) => {
    const array = createArray({ rows: 64, cols: 64, device: constantStep({ ...bounds, states: 1e5 }) });
    const [post, pre] = [kernels.float32(64).fill(1), kernels.float32(64).fill(1)];
    const unit = 2 / 1e5;
    const updates = 10;
    for (let i = 0; i < updates; i++) array.update({ post, pre, rows: 1, scale: pulses * unit });
    const moved = weightsOf(array);
    const n = moved.length * updates;
    const mean = moved.reduce((sum, w) => sum + w / unit, 0) / n;
    const fraction = pulses - Math.floor(pulses);
    // 5 standard errors of n Bernoulli trials; single precision of 1e-4 a weight.
    expect(Math.abs(mean - pulses)).toBeLessThan(5 * Math.sqrt((fraction * (1 - fraction)) / n) + 1e-3);
    // Rounded apart, cell by cell: the weights differ as sums of ten such trials do.
    const variance = moved.reduce((sum, w) => sum + (w / unit - updates * mean) ** 2, 0) / moved.length;
    const expected = updates * fraction * (1 - fraction);
    expect(Math.abs(variance / expected - 1)).toBeLessThan(5 * Math.sqrt(2 / moved.length) + 0.01);
  });

  it('rounds to nearest, and loses less than half a pulse, when deterministic', () => {
    const write = { scheme: 'deterministic', pulses: 31 } as const;
    for (const [pulses, whole] of [
      [0.49, 0],
      [0.51, 1],
      [2.4, 2],
      [-0.49, 0],
      [-1.6, -2],
    ]) {
      const array = createArray({ device: coarse, write });
      const before = weightsOf(array);
      for (let i = 0; i < 3; i++) array.update(flat(pulses * pulseWeight));
      expect(
        distance(
          weightsOf(array),
          before.map(() => 3 * whole * pulseWeight),
        ),
      ).toBeLessThan(1e-5);
      expect(array.counters.pulsedDevices).toBe(whole === 0 ? 0 : 3 * 2 * 35);
    }
  });

  it('gives no device more than the limit of pulses', () => {
    const array = createArray({ device: coarse, write: { scheme: 'deterministic', pulses: 4 } });
    array.update(flat(20 * pulseWeight));
    expect(distance(weightsOf(array), Array(35).fill(4 * pulseWeight))).toBeLessThan(1e-5);
  });

  it('counts updates and the devices that got a pulse, and leaves the others bit for bit', () => {
    const device = softBounds({
      ...bounds,
      states: 100,
      deviceVariation: { step: 0.3, bounds: 0.1 },
      cycleNoise: 0.3,
    });
    const array = createArray({ device });
    array.program(uniforms(35, 'w', [-0.5, 0.5]));
    const before = weightsOf(array);
    const [post, pre] = [kernels.float32(5), kernels.float32(7)];
    post[2] = 1;
    pre[3] = 1;
    pre[6] = -1;
    array.update({ post, pre, rows: 1, scale: 3 * pulseWeight });
    const moved = [...weightsOf(array).keys()].filter((i) => weightsOf(array)[i] !== before[i]);
    expect(moved).toEqual([2 * 7 + 3, 2 * 7 + 6]);
    expect(array.counters).toMatchObject({ updates: 1, pulsedDevices: 4 });
  });

  it('is the same for the same seed, other for another', () => {
    const device = softBounds({
      ...bounds,
      states: 100,
      deviceVariation: { step: 0.3, bounds: 0.1 },
      cycleNoise: 0.3,
    });
    const updated = (seed: number) => {
      const array = createArray({ device, seed });
      for (let i = 0; i < 3; i++) array.update(flat(0.4 * pulseWeight));
      return weightsOf(array);
    };
    expect(updated(1)).toEqual(updated(1));
    expect(updated(2)).not.toEqual(updated(1));
  });

  it('moves half a pair whose other device is stuck, and nothing of one that is all stuck', () => {
    const stuck = (low: number) =>
      createArray({ device: withStuckCells(coarse, { low }), rows: 40, cols: 40 });
    const moves = (low: number) => {
      const array = stuck(low);
      const before = weightsOf(array);
      const ones = kernels.float32(40).fill(1);
      array.update({ post: ones, pre: ones, rows: 1, scale: 4 * pulseWeight });
      return weightsOf(array).map((w, i) => w - before[i]);
    };
    expect(Math.max(...moves(1).map(Math.abs))).toBe(0);
    // With a tenth stuck: both move in 81 %, one in 18 %, none in 1 % of 1600 pairs; 5 standard
    // deviations.
    const shares = [4, 2, 0].map(
      (pulses) => moves(0.1).filter((move) => Math.abs(move - pulses * pulseWeight) < 1e-5).length / 1600,
    );
    [0.81, 0.18, 0.01].forEach((p, i) => {
      expect(Math.abs(shares[i] - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / 1600));
    });
  });
});

describe('differential cells', () => {
  it('are two devices each, none like another', () => {
    const device = softBounds({ ...bounds, states: 100, deviceVariation: { step: 0.3, bounds: 0.1 } });
    const cells = createCells({
      rows: 16,
      cols: 16,
      device,
      weightMax: 1,
      tile: { bitLines: 128 },
      random: createRandom(4),
      kernels,
    });
    const [plus, minus] = [cells.plus, cells.minus].map(({ arrays }) => arrays as unknown as PulsedArrays);
    // 256 pairs: 24-bit draws repeat among 512 with probability 512^2 / 2^25 < 1 %.
    expect(new Set([...plus.stepUpS, ...minus.stepUpS]).size).toBeGreaterThan(500);
    // Correlation of independent normals: 5 / sqrt n.
    const z = (steps: Float32Array) => steps.map((step) => (step / (2 * device.stepS) - 1) / 0.3);
    const [a, b] = [z(plus.stepUpS), z(minus.stepUpS)];
    const correlation = a.reduce((sum, v, i) => sum + v * b[i], 0) / a.length;
    expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(a.length));
  });

  it('start as W = 0 where devices are alike', () => {
    expect(distance(weightsOf(createArray({ device: idealDevice })), new Float32Array(35))).toBe(0);
  });

  it('throw on options that cannot be', () => {
    expect(() => createArray({ rows: 0 })).toThrow('rows must be a whole number');
    expect(() => createArray({ tile: { wordLines: 8, bitLines: 1 } })).toThrow(
      'tile.bitLines (a weight needs two)',
    );
    expect(() => createArray({ weightMax: 0 })).toThrow('array.weightMax');
    expect(() => createArray({ write: { scheme: 'deterministic', pulses: 0 } })).toThrow('write.pulses');
  });
});
