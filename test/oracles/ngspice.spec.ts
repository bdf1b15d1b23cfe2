import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWireNetwork, solveNetwork, spiceNetlist } from '../../crossbar/index.js';
import { type NetworkCase, networkCase, networkOf, voltagesOf } from '../../crossbar/testing/index.js';
import { linearCurrent, sinhCurrent } from '../../devices/index.js';

const { error } = spawnSync('ngspice', ['--version']);
const missing = error ? ` (skipped: ngspice is not installed, ${error.message})` : '';

const sinh = { kind: 'sinh', voltageV: 0.25 } as const;
const none = { kind: 'none', voltageV: 1 } as const;

/** 50 arrays from 1 x 1 to 64 x 64: many small ones, which cost little, and few large ones. */
function arrays(): NetworkCase[] {
  const sampled = (most: number, numRuns: number) => fc.sample(networkCase({ most }), { seed: 3, numRuns });
  const sized = (rows: number, cols: number) => {
    const [given] = fc.sample(networkCase({ most: 1, brokenShare: 0 }), { seed: rows, numRuns: 1 });
    return { ...given!, rows, cols, idealShare: 0.1, brokenShare: 0.02, openShare: 0.1, segmentOhm: 10 };
  };
  return [
    sized(1, 1),
    ...sampled(4, 15),
    ...sampled(12, 20),
    ...sampled(24, 11),
    sized(48, 20),
    sized(20, 48),
    sized(64, 64),
  ];
}

describe.skipIf(missing)(`ngspice agrees to 1e-6 of the largest current${missing}`, () => {
  test.each(arrays().map((given, k) => [`${given.rows} x ${given.cols}`, given, k] as const))(
    '%s, array %#',
    (_, given, k) => {
      const nonlinearity = k % 2 === 0 ? none : sinh;
      const [network, voltageV] = [networkOf(given), voltagesOf(given)];
      const currentVoltage =
        nonlinearity.kind === 'sinh' ? sinhCurrent(nonlinearity.voltageV) : linearCurrent;
      const { status, currentA } = solveNetwork(network, voltageV, { currentVoltage });
      expect(status).toBe('settled');
      expectSame(currentA, simulated(spiceNetlist(network, { voltageV, nonlinearity }), network.cols));
    },
  );

  test('with ideal wires alone', () => {
    const network = createWireNetwork({
      rows: 2,
      cols: 2,
      conductanceS: Float64Array.of(1e-3, 0, 2e-3, 3e-3),
    });
    const voltageV = [0.1, -0.2];
    expectSame(solveNetwork(network, voltageV).currentA, simulated(spiceNetlist(network, { voltageV }), 2));
  });
});

/** What `ngspice -b` prints for a netlist: one current a bit line. */
function simulated(netlist: string, cols: number): number[] {
  const { stdout, stderr } = spawnSync('ngspice', ['-b'], { input: netlist, encoding: 'utf8' });
  const currents = [...stdout.matchAll(/^i\(vout\d+\) = (\S+)/gm)].map(([, value]) => Number(value));
  expect(currents, stderr).toHaveLength(cols);
  return currents;
}

function expectSame(currentA: Float64Array, wanted: readonly number[]): void {
  const limitA = 1e-6 * Math.max(...wanted.map(Math.abs));
  currentA.forEach((current, j) => {
    expect(Math.abs(current - wanted[j]!)).toBeLessThanOrEqual(limitA);
  });
}
