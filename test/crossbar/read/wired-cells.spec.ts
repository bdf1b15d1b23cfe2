import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Crossbar,
  copyStored,
  createWireNetwork,
  restoreState,
  solveNetwork,
} from '../../../crossbar/index.js';
import type { ArrayWires } from '../../../crossbar/read/array-wires.js';
import { softBounds, withReadNoise } from '../../../devices/index.js';
import { createArray, distance, product, read, uniforms, weightsOf } from '../fixture.js';

const device = softBounds({
  gMinS: 1e-6,
  gMaxS: 1e-4,
  states: 1000,
  deviceVariation: { step: 0.3, bounds: 0.1 },
});
const adc = { bits: 24, range: 8 };
const wires: ArrayWires = { wordLineOhm: 20, bitLineOhm: 30, solveEvery: 0, updateEvery: 1 };
const scaleS = 1e-4 - 1e-6;

/**
 * What a read of the cells that `conductanceS` describes gives, by a solve of every tile's circuit.
 */
function circuit(
  { rows, cols }: { rows: number; cols: number },
  pairs: { plus: Float64Array; minus: Float64Array },
  { x, wordLines, tilePairs }: { x: Float32Array; wordLines: number; tilePairs: number },
): Float64Array {
  const out = new Float64Array(rows);
  for (let k0 = 0; k0 < cols; k0 += wordLines) {
    for (let r0 = 0; r0 < rows; r0 += tilePairs) {
      const [inputs, outputs] = [Math.min(wordLines, cols - k0), Math.min(tilePairs, rows - r0)];
      const conductanceS = new Float64Array(2 * inputs * outputs);
      for (let k = 0; k < inputs; k++) {
        for (let r = 0; r < outputs; r++) {
          const cell = (r0 + r) * cols + k0 + k;
          conductanceS[2 * (k * outputs + r)] = pairs.plus[cell];
          conductanceS[2 * (k * outputs + r) + 1] = pairs.minus[cell];
        }
      }
      const { wordLineOhm, bitLineOhm } = wires;
      const network = createWireNetwork({
        rows: inputs,
        cols: 2 * outputs,
        conductanceS,
        wordLineOhm,
        bitLineOhm,
      });
      const { currentA } = solveNetwork(network, x.subarray(k0, k0 + inputs));
      for (let r = 0; r < outputs; r++) out[r0 + r] += (currentA[2 * r] - currentA[2 * r + 1]) / scaleS;
    }
  }
  return out;
}

/**
 * Devices without variation, whose pairs stand symmetrically about the middle: G+- = middle +- w
 * scale / 2.
 */
const plain = softBounds({ gMinS: 1e-6, gMaxS: 1e-4, states: 1_000_000 });
function pairsOf(weights: Float32Array) {
  const middleS = (1e-6 + 1e-4) / 2;
  const side = (sign: number) => Float64Array.from(weights, (w) => middleS + (sign * w * scaleS) / 2);
  return { plus: side(1), minus: side(-1) };
}

describe('an array with wires', () => {
  it('reads what the circuits of its tiles give', () => {
    const size = fc.integer({ min: 1, max: 13 });
    fc.assert(
      fc.property(size, size, size, size, (rows, cols, wordLines, tilePairs) => {
        const tile = { wordLines, bitLines: 2 * tilePairs };
        const array = createArray({ rows, cols, device: plain, adc, wires, tile });
        array.program(uniforms(rows * cols, 'w', [-0.3, 0.3]));
        const x = uniforms(cols, 'x');
        const wanted = circuit(array, pairsOf(weightsOf(array)), { x, wordLines, tilePairs });
        // Converters of 24 bits over the tiles along a line, and pairs that are symmetric to a step
        // of 1e-6.
        expect(distance(read(array, x), wanted)).toBeLessThan(3e-5);
        // Up to 26 x 13 ohm-steps of 25 ohm under 50 uS: the wires matter.
      }),
      { numRuns: 30 },
    );
  });

  it('loses current to its wires', () => {
    const array = createArray({ rows: 13, cols: 13, device: plain, adc, wires });
    array.program(new Float32Array(169).fill(0.5));
    const x = uniforms(13, 'x', [1, 1]);
    const ideal = product(array, weightsOf(array), { x, batch: 1 });
    read(array, x).forEach((y, row) => {
      expect(y / ideal[row]).toBeLessThan(0.95);
    });
  });

  it('reads backward the transpose of what it reads forward', () => {
    const array = createArray({ rows: 9, cols: 12, device, adc, wires });
    array.program(uniforms(108, 'w', [-0.3, 0.3]));
    const [x, y] = [uniforms(12, 'x'), uniforms(9, 'y')];
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, v, i) => sum + v * b[i], 0);
    const [forward, backward] = [dot(y, read(array, x)), dot(x, read(array, y, { backward: true }))];
    expect(Math.abs(forward - backward)).toBeLessThan(1e-5);
  });

  it('with wires of 0 ohm is the array without wires', () => {
    const none = { ...wires, wordLineOhm: 0, bitLineOhm: 0 };
    const [ideal, wired] = [null, none].map((of) => {
      const array = createArray({ rows: 9, cols: 12, device, adc, wires: of });
      array.program(uniforms(108, 'w', [-0.3, 0.3]));
      return read(array, uniforms(12, 'x'));
    });
    expect(distance(ideal, wired)).toBeLessThan(2e-6);
  });
});

describe('before it was ever programmed', () => {
  const none = { ...wires, wordLineOhm: 0, bitLineOhm: 0, updateEvery: 100 };
  const post = uniforms(9, 'post');
  const use: Readonly<Record<string, (array: Crossbar) => void>> = {
    'is read': () => {},
    'is updated': (array) => array.update({ post, pre: uniforms(12, 'pre'), rows: 1, scale: 0.2 }),
    'grows older': ({ setTime }) => setTime(10),
    'is put back as it was': ({ restored }) => restored(),
  };

  it.each(Object.keys(use))('an array with wires of 0 ohm is the array without wires when it %s', (name) => {
    for (const options of [{}, { subtract: 'after-adc' }, { noise: 'held' }] as const) {
      const noisy = withReadNoise(device, 'noise' in options ? 0.1 : 0);
      const [ideal, wired] = [null, none].map((of) => {
        const array = createArray({ rows: 9, cols: 12, device: noisy, adc, wires: of, ...options });
        use[name](array);
        array.drawNoise();
        return [...read(array, uniforms(12, 'x')), ...read(array, post, { backward: true })];
      });
      expect(Math.max(...ideal.map(Math.abs))).toBeGreaterThan(0.01);
      expect(distance(ideal, wired)).toBeLessThan(2e-6);
    }
  });

  it('what it remembers is that it was not', () => {
    const create = (seed: number) => createArray({ rows: 9, cols: 12, device, adc, wires, seed });
    const [array, other] = [create(1), create(1)];
    const stored = copyStored(array.memory);
    other.program(uniforms(108, 'w', [-0.3, 0.3]));
    expect(restoreState(other.memory, stored)).toBeNull();
    other.restored();
    expect(read(other, uniforms(12, 'x'))).toEqual(read(array, uniforms(12, 'x')));
  });
});

describe('after updates', () => {
  const updated = (of: Partial<ArrayWires>, updates = 3) => {
    const array = createArray({ rows: 16, cols: 16, device, adc, wires: { ...wires, ...of } });
    array.program(uniforms(256, 'w', [-0.3, 0.3]));
    const x = uniforms(16, 'x');
    const before = read(array, x).slice();
    for (let i = 0; i < updates; i++) {
      const post = uniforms(16, `post ${i}`);
      // Two panels of eight rows: one is left alone by each update.
      post.fill(0, i % 2 === 0 ? 8 : 0, i % 2 === 0 ? 16 : 8);
      array.update({ post, pre: uniforms(16, `pre ${i}`, [0, 1]), rows: 1, scale: 0.2 });
    }
    return { array, before, after: read(array, x).slice() };
  };
  const exact = updated({ solveEvery: 1 });
  const moved = distance(exact.before, exact.after);

  it('a solve at every update sees the circuit, and the pulses are the same with any wires', () => {
    expect(moved).toBeGreaterThan(0.1);
    expect(weightsOf(updated({ updateEvery: 100 }).array)).toEqual(weightsOf(exact.array));
  });

  it.each([
    ['to first order at every update', { updateEvery: 1 }, 0.02],
    ['by the conductances alone', { updateEvery: 100 }, 0.1],
  ])('follows %s, with an error far below the change', (_, of, share) => {
    const error = distance(updated(of).after, exact.after);
    expect(error).toBeGreaterThan(0);
    expect(error / moved).toBeLessThan(share);
  });
});
