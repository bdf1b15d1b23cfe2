import { describe, expect, it } from 'vitest';
import { createWireNetwork, solveNetwork } from '../../../crossbar/index.js';
import { linearCurrent, softBounds, withReadNoise, withSinhCurrent } from '../../../devices/index.js';
import { type ArrayOptions, createArray, distance, kernels, read, uniforms, weightsOf } from '../fixture.js';

const plain = softBounds({ gMinS: 1e-6, gMaxS: 1e-4, states: 1_000_000 });
const sinh = withSinhCurrent(plain, 0.25);
const wires = { wordLineOhm: 30, bitLineOhm: 50, solveEvery: 0, updateEvery: 1 };
const dac = { bits: 24, voltageV: 0.5 };
const w = uniforms(12 * 9, 'w', [-0.5, 0.5]);
const programmed = (options: ArrayOptions) => {
  const array = createArray({
    rows: 12,
    cols: 9,
    device: sinh,
    dac,
    adc: { bits: 24, range: 8 },
    wires,
    ...options,
  });
  array.program(w);
  return array;
};

describe('an exact read', () => {
  const x = uniforms(18, 'x');

  it('is what the circuits of its tiles give, cell currents bent at the voltage that wires leave', () => {
    const [rows, cols, wordLines, pairs] = [12, 9, 5, 7];
    const array = programmed({ solve: 'exact', tile: { wordLines, bitLines: 2 * pairs } });
    const held = weightsOf(array);
    const wanted = new Float64Array(rows);
    for (let k0 = 0; k0 < cols; k0 += wordLines) {
      for (let r0 = 0; r0 < rows; r0 += pairs) {
        const [inputs, outputs] = [Math.min(wordLines, cols - k0), Math.min(pairs, rows - r0)];
        const conductanceS = Float64Array.from({ length: 2 * inputs * outputs }, (_, at) => {
          const [k, line] = [Math.floor(at / (2 * outputs)), at % (2 * outputs)];
          const weight = held[(r0 + (line >> 1)) * cols + k0 + k];
          return 50.5e-6 + ((line % 2 === 0 ? 1 : -1) * weight * 99e-6) / 2;
        });
        const { wordLineOhm, bitLineOhm } = wires;
        const network = createWireNetwork({
          rows: inputs,
          cols: 2 * outputs,
          conductanceS,
          wordLineOhm,
          bitLineOhm,
        });
        const volts = x.slice(k0, k0 + inputs).map((v) => 0.5 * v);
        const { currentA } = solveNetwork(network, volts, { currentVoltage: sinh.currentVoltage });
        for (let r = 0; r < outputs; r++) {
          wanted[r0 + r] += (currentA[2 * r] - currentA[2 * r + 1]) / (99e-6 * 0.5);
        }
      }
    }
    expect(distance(read(array, x.subarray(0, 9)), wanted)).toBeLessThan(2e-5);
  });

  it('differs from an approximate one by what the array says, and not at all for linear cells', () => {
    const [exact, approximate] = (['exact', 'approximate'] as const).map((solve) => {
      const array = programmed({ solve });
      return { array, out: read(array, x.subarray(0, 9)) };
    });
    const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
    const error = norm(exact.out.map((y, i) => y - approximate.out[i])) / norm(exact.out);
    const said = approximate.array.approximationError(x.subarray(0, 9));
    expect(said).toBeGreaterThan(0.01);
    expect(said! / error).toBeCloseTo(1, 2);
    expect(exact.array.approximationError(x.subarray(0, 9))).toBeNull();
    const linear = (['exact', 'approximate'] as const).map((solve) =>
      read(
        programmed({ solve, device: { ...sinh, currentVoltage: { ...linearCurrent, name: 'straight' } } }),
        x.subarray(0, 9),
      ),
    );
    expect(distance(linear[0], linear[1])).toBeLessThan(1e-5);
  });

  it('is compared with approximate ones on tiles all over the array', () => {
    const array = programmed({ tile: { wordLines: 3, bitLines: 128 } });
    // Only the last of three tiles is driven: the error is its own.
    const last = kernels.float32(9);
    last.set(x.subarray(0, 3), 6);
    expect(array.approximationError(last)).toBeGreaterThan(0.01);
    expect(array.approximationError(last, 2)).toBe(array.approximationError(last));
  });

  it.each(['pulse-width', 'bit-serial'] as const)('says nothing of the error of %s reads', (encoding) => {
    expect(programmed({ dac: { ...dac, encoding } }).approximationError(x.subarray(0, 9))).toBeNull();
  });

  it('backward sees the same cells: y . f(W, x) and x . f(W^T, y) agree for faint signals', () => {
    const array = programmed({ solve: 'exact', dac: { bits: 24, voltageV: 1e-3 } });
    const [a, b] = [uniforms(9, 'a', [0, 1]), uniforms(12, 'b', [0, 1])];
    const dot = (p: Float32Array, q: Float32Array) => p.reduce((sum, v, i) => sum + v * q[i], 0);
    const [forward, backward] = [dot(b, read(array, a)), dot(a, read(array, b, { backward: true }))];
    expect(Math.abs(forward - backward)).toBeLessThan(2e-5);
    expect(Math.abs(forward)).toBeGreaterThan(0.005);
  });

  it('draws noise for every cell and read', () => {
    const array = programmed({ solve: 'exact', device: withReadNoise(sinh, 0.05), rows: 12, cols: 9 });
    const first = read(array, x, { batch: 2 }).slice();
    expect(read(array, x, { batch: 2 })).not.toEqual(first);
    const same = kernels.float32(18);
    for (let i = 0; i < 18; i++) same[i] = x[i % 9];
    const both = read(array, same, { batch: 2 });
    expect([...both.subarray(0, 12)]).not.toEqual([...both.subarray(12)]);
  });

  it('refuses encodings that have no one voltage', () => {
    expect(() => programmed({ solve: 'exact', dac: { ...dac, encoding: 'bit-serial' } })).toThrow(
      'Exact reads need dac.encoding amplitude (got bit-serial)',
    );
  });

  it.each([{ noise: 'abs-max' }, { bound: 'iterative' }] as const)(
    'refuses scaling, which it would not do: %j',
    (scaling) => {
      expect(() => programmed({ solve: 'exact', scaling })).toThrow('solve exact needs scaling none');
      expect(() => programmed({ solve: 'exact', scaling, device: plain })).not.toThrow();
      expect(() => programmed({ solve: 'exact', scaling: { noise: 'none', bound: 'none' } })).not.toThrow();
    },
  );
});
