import { describe, expect, it } from 'vitest';
import { withReadNoise, withSinhCurrent } from '../../devices/index.js';
import { type ArrayOptions, createArray, idealDevice, kernels, read, uniforms } from './fixture.js';

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

/** Second moments [outputs, outputs] about the mean of n reads, `batch` at a time, or of one a draw where noise is held. */
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

/** Oracle: the sum over all cells. In units of weight G+ is 1 + w and the reference 1, devices of an offset column alone. */
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

/** Each moment within 5 of its standard errors, sqrt((v_ii v_jj + v_ij^2) / n) for n draws of normals. */
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
  'exact, behind wires of next to nothing': { n: 1024, options: { ...bent, solve: 'exact' } },
  'exact, at the far ends': {
    n: 1024,
    options: { ...bent, wires: { ...wires, backwardEnds: 'far' }, solve: 'exact' },
  },
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
});
