import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type ArraySettlingOptions, settlingSec, slowestTimeConstantSec } from '../../../crossbar/index.js';
import { denseTimeConstantSec, leastEigenvalue } from './rc-network.js';

const size = fc.integer({ min: 1, max: 5 });
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const wired = fc.record({
  wordLines: size,
  bitLines: size,
  minConductanceS: between(0, 1e-2),
  wordLineOhm: between(0.1, 1000),
  bitLineOhm: between(0.1, 1000),
  segmentF: between(1e-18, 1e-15),
  cellF: between(0, 1e-15),
});
const cells = ({ wordLines, bitLines }: ArraySettlingOptions, of: (at: number) => number) =>
  Array.from({ length: wordLines * bitLines }, (_, at) => of(at));

describe('the slowest time constant', () => {
  test.prop([wired], { numRuns: 40, seed: 1 })('is exact for equal cells and ideal ports', (options) => {
    const exact = denseTimeConstantSec(
      options,
      cells(options, () => options.minConductanceS),
    );
    expect(slowestTimeConstantSec(options) / exact).toBeCloseTo(1, 6);
  });

  test.prop(
    [wired, fc.array(between(0, 1e-2), { minLength: 25, maxLength: 25 }), between(0, 1000), between(0, 1000)],
    {
      numRuns: 40,
      seed: 2,
    },
  )('is a bound for any cells above the least and any ports', (wires, extraS, sourceOhm, loadOhm) => {
    const options = { ...wires, sourceOhm, loadOhm };
    const exact = denseTimeConstantSec(
      options,
      cells(options, (at) => options.minConductanceS + extraS[at]!),
    );
    expect(slowestTimeConstantSec(options)).toBeGreaterThanOrEqual(exact * (1 - 1e-6));
  });

  it('is tight with ports: within 10 % for a driver as strong as its line', () => {
    const options = {
      wordLines: 4,
      bitLines: 5,
      minConductanceS: 1e-5,
      wordLineOhm: 10,
      bitLineOhm: 10,
      sourceOhm: 50,
      loadOhm: 20,
      segmentF: 1e-16,
      cellF: 1e-17,
    };
    const exact = denseTimeConstantSec(
      options,
      cells(options, () => 1e-5),
    );
    expect(slowestTimeConstantSec(options) / exact).toBeGreaterThan(1);
    expect(slowestTimeConstantSec(options) / exact).toBeLessThan(1.1);
  });

  const line = {
    wordLines: 1,
    minConductanceS: 0,
    wordLineOhm: 3,
    bitLineOhm: 0,
    segmentF: 2e-16,
    cellF: 0,
  };

  it('of a lone line is that of its ladder, below its Elmore delay by no more than 23 %', () => {
    // 3 segments: conductances 2 2 1 on the diagonal.
    const ladder = [
      [2, -1, 0],
      [-1, 2, -1],
      [0, -1, 1],
    ];
    expect(slowestTimeConstantSec({ ...line, bitLines: 3 })).toBeCloseTo(
      (3 * 2e-16) / leastEigenvalue(ladder),
      25,
    );
    for (const bitLines of [1, 2, 8, 128, 1024]) {
      const elmore = (3 * 2e-16 * bitLines * (bitLines + 1)) / 2;
      const ratio = elmore / slowestTimeConstantSec({ ...line, bitLines });
      expect(ratio).toBeGreaterThanOrEqual(1 - 1e-12);
      // pi^2 / 8 for many segments.
      expect(ratio).toBeLessThanOrEqual(Math.PI ** 2 / 8);
    }
  });

  it('is 0 where wires and ports are ideal, and n R C of a driver on ideal wires', () => {
    const ideal = { ...line, wordLines: 4, bitLines: 4, wordLineOhm: 0 };
    expect(slowestTimeConstantSec(ideal)).toBe(0);
    expect(slowestTimeConstantSec({ ...ideal, sourceOhm: 100 })).toBeCloseTo(4 * 100 * 2e-16, 25);
  });

  it('falls as cells conduct more, rises with resistance', () => {
    const options = { ...line, wordLines: 16, bitLines: 16, bitLineOhm: 3, cellF: 1e-17 };
    const tau = (change: Partial<ArraySettlingOptions>) => slowestTimeConstantSec({ ...options, ...change });
    expect(tau({ minConductanceS: 1e-3, sourceOhm: 100 })).toBeLessThan(tau({ sourceOhm: 100 }));
    expect(tau({ wordLineOhm: 6 })).toBeGreaterThan(tau({}));
    expect(tau({ bitLineOhm: 6 })).toBeGreaterThan(tau({}));
  });
});

it('settling to half a step of 7 bits takes 8 ln 2 time constants', () => {
  expect(Math.exp(-settlingSec(1, 7))).toBeCloseTo(2 ** -8, 12);
});
