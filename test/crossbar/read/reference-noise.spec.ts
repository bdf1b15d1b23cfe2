import { describe, expect, it } from 'vitest';
import { withDrift, withReadNoise, withSinhCurrent } from '../../../devices/index.js';
import { type ArrayOptions, createArray, idealDevice, kernels, read, uniforms } from '../fixture.js';

type Way = 'forward' | 'backward';
type Reference = 'offset-column' | 'half-reference';

const [rows, cols, sigma, batch] = [5, 6, 0.1, 8] as const;
/** Outputs 0 to 2 and 3 to 4 on tiles of their own, inputs 0 to 3 and 4 to 5. */
const tile = { wordLines: 4, bitLines: 4 };
const columnOf = (row: number) => Math.floor(row / 3);
const w = uniforms(rows * cols, 'w', [-0.8, 0.8]);
const signals = { forward: uniforms(cols, 'x', [0.4, 1]), backward: uniforms(rows, 'y', [0.4, 1]) };
const device = withReadNoise(idealDevice, sigma);

function programmed(mapping: Reference, options: ArrayOptions = {}) {
  const array = createArray({ rows, cols, tile, device, mapping, maxBatch: batch, ...options });
  array.program(w);
  return array;
}
type Programmed = ReturnType<typeof programmed>;

/**
 * Second moments [outputs, outputs] about the mean of n reads, `batch` at a time, or of one per
 * draw where noise is held.
 */
function moments(array: Programmed, way: Way, { n, held = false }: { n: number; held?: boolean }) {
  const size = held ? 1 : batch;
  const x = kernels.float32(size * signals[way].length);
  for (let b = 0; b < size; b++) x.set(signals[way], b * signals[way].length);
  const outputs = way === 'forward' ? rows : cols;
  const reads = Array.from({ length: n / size }, () => {
    array.drawNoise();
    return [...read(array, x, { batch: size, backward: way === 'backward' })];
  }).flat();
  const mean = new Float64Array(outputs);
  reads.forEach((value, i) => {
    mean[i % outputs] += value / n;
  });
  return eachPair(outputs, (i, j) => {
    let sum = 0;
    for (let at = 0; at < reads.length; at += outputs) {
      sum += ((reads[at + i] - mean[i]) * (reads[at + j] - mean[j])) / n;
    }
    return sum;
  });
}

/**
 * Oracle: the sum over all cells. In units of weight G+ is 1 + w and the reference 1, devices of an
 * offset column alone.
 */
function expected(mapping: Reference, way: Way): number[][] {
  const share = mapping === 'offset-column' ? 1 : 0;
  const of = signals[way];
  const sum = (term: (value: number, i: number) => number) =>
    sigma ** 2 * of.reduce((total, value, i) => total + term(value, i), 0);
  if (way === 'forward') {
    const common = share * sum((x) => x ** 2);
    return eachPair(rows, (i, j) => {
      const own = i === j ? sum((x, k) => ((1 + w[i * cols + k]) * x) ** 2) : 0;
      return own + (columnOf(i) === columnOf(j) ? common : 0);
    });
  }
  const driven = [0, 1].map((column) =>
    of.reduce((total, y, row) => total + (columnOf(row) === column ? y : 0), 0),
  );
  const columns = share * sigma ** 2 * driven.reduce((total, y) => total + y ** 2, 0);
  return eachPair(cols, (i, j) =>
    i === j ? columns + sum((y, row) => ((1 + w[row * cols + i]) * y) ** 2) : 0,
  );
}

function eachPair(size: number, value: (i: number, j: number) => number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => value(i, j)));
}

/**
 * Each moment within 5 of its standard errors, sqrt((v_ii v_jj + v_ij^2) / n) for n draws of
 * normals.
 */
function expectMoments(found: number[][], wanted: number[][], n: number) {
  const off = eachPair(wanted.length, (i, j) => {
    const error = Math.sqrt((wanted[i][i] * wanted[j][j] + wanted[i][j] ** 2) / n);
    return Math.abs(found[i][j] - wanted[i][j]) / error;
  });
  expect(Math.max(...off.flat())).toBeLessThan(5);
}

const wires = { wordLineOhm: 1e-3, bitLineOhm: 1e-3, solveEvery: 0, updateEvery: 1 };
/** At a fiftieth of the volt that bends them the cells are straight to 1e-4. */
const bent = { device: withSinhCurrent(device, 1), wires, dac: { bits: 24, voltageV: 0.02 } };
const kinds: Readonly<Record<string, { n: number; options?: ArrayOptions; held?: boolean }>> = {
  fresh: { n: 4096 },
  'fresh, behind wires of next to nothing': { n: 4096, options: bent },
  'fresh, exact, behind the same': { n: 1024, options: { ...bent, solve: 'exact' } },
  'exact, at the far ends': {
    n: 1024,
    options: { ...bent, wires: { ...wires, backwardEnds: 'far' }, solve: 'exact' },
  },
  held: { n: 2048, options: { noise: 'held' }, held: true },
  'held, behind wires of next to nothing': { n: 2048, options: { ...bent, noise: 'held' }, held: true },
};
const cases = Object.keys(kinds).flatMap((kind) =>
  (['offset-column', 'half-reference'] as const).flatMap((mapping) =>
    (['forward', 'backward'] as const).map((way) => ({ kind, mapping, way })),
  ),
);

describe('the read noise of a reference', () => {
  it.each(cases)(
    'is that of its cells, on all outputs of a tile alike: $mapping $way, $kind',
    ({ kind, mapping, way }) => {
      const { n, options, held = false } = kinds[kind];
      expectMoments(moments(programmed(mapping, options), way, { n, held }), expected(mapping, way), n);
    },
  );

  it.each(['forward', 'backward'] as const)('stands beside that of converters, %s', (way) => {
    const [n, noise, range] = [4096, 0.02, 8];
    const array = programmed('offset-column', { adc: { bits: 24, range, noise } });
    // Two tiles along the sum, either way.
    const own = 2 * (noise * range) ** 2;
    const wanted = expected('offset-column', way).map((row, i) => row.map((v, j) => v + (i === j ? own : 0)));
    expectMoments(moments(array, way, { n }), wanted, n);
  });

  it('is drawn for every bit of an input', () => {
    const n = 4096;
    const array = programmed('offset-column', { dac: { bits: 2, voltageV: 0.2, encoding: 'bit-serial' } });
    const ones = kernels.float32(batch * cols).fill(1);
    const reads = Array.from({ length: n / batch }, () => [...read(array, ones, { batch })]).flat();
    const mean = (of: (at: number) => number) => {
      let sum = 0;
      for (let at = 0; at < reads.length; at += rows) sum += of(at) / n;
      return sum;
    };
    const [first, second] = [0, 1].map((i) => mean((at) => reads[at + i]));
    const found = mean((at) => (reads[at] - first) * (reads[at + 1] - second));
    // Bits of 1 / 3 and 2 / 3, six cells of 1. 5 standard errors, each sqrt(2 / n) of the larger
    // variance or less: that of weights of 0.8 is 6 (1.8^2 + 1).
    const share = sigma ** 2 * (1 / 9 + 4 / 9);
    expect(Math.abs(found / share - 6)).toBeLessThan(5 * Math.sqrt(2 / n) * 6 * (1.8 ** 2 + 1));
  });

  it.each([{}, { wires: { ...wires, wordLineOhm: 0, bitLineOhm: 0 } }])(
    'fades with its cells: %j',
    (options) => {
      const n = 4096;
      const exponent = 0.2;
      const drifting = withReadNoise(withDrift(idealDevice, { referenceSec: 20, exponent }), sigma);
      const array = programmed('offset-column', { device: drifting, ...options });
      array.setTime(3600);
      const fade = ((3600 + 20) / 20) ** (-2 * exponent);
      for (const way of ['forward', 'backward'] as const) {
        const wanted = expected('offset-column', way).map((row) => row.map((v) => fade * v));
        expectMoments(moments(array, way, { n }), wanted, n);
      }
    },
  );

  it('is as much less as wires leave of its cells’ currents', () => {
    const n = 4096;
    // 300 ohm per cell of 50 uS and more takes half of the current.
    const lossy = { ...bent, wires: { ...wires, wordLineOhm: 300, bitLineOhm: 300 } };
    const correlations = (['exact', 'approximate'] as const).map((solve) => {
      const [first, second] = moments(programmed('offset-column', { ...lossy, solve }), 'forward', { n });
      expect(first[1] / expected('offset-column', 'forward')[0][1]).toBeLessThan(0.6);
      return first[1] / Math.sqrt(first[0] * second[1]);
    });
    // 5 standard errors of two correlations, each of less than 1 / sqrt n.
    expect(Math.abs(correlations[1] - correlations[0])).toBeLessThan(5 * Math.sqrt(2 / n));
  });

  it('is the same for the same seed and drawn anew for each read', () => {
    const make = (seed: number) => {
      const array = programmed('offset-column', { seed });
      return [0, 1].map(() => [...read(array, signals.forward)]);
    };
    const [first, second] = make(1);
    expect(second).not.toEqual(first);
    expect(make(1)).toEqual([first, second]);
    expect(make(2)[0]).not.toEqual(first);
  });
});
