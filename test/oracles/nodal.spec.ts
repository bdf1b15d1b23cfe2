import fc from 'fast-check';
import { expect, test } from 'vitest';
import { solveNetwork } from '../../crossbar/index.js';
import { networkCase, networkOf, voltagesOf } from '../../crossbar/testing/index.js';
import { nodalCurrents } from './nodal.js';

test('small arrays solve as a dense nodal matrix does', () => {
  const small = networkCase({ most: 5, brokenShare: 0 }).map((given) => ({ ...given, idealShare: 0 }));
  fc.assert(
    fc.property(small, (given) => {
      const [network, voltageV] = [networkOf(given), voltagesOf(given)];
      const wanted = nodalCurrents(network, voltageV);
      const limitA = 1e-9 * Math.max(...wanted.map(Math.abs));
      solveNetwork(network, voltageV).currentA.forEach((current, j) => {
        expect(Math.abs(current - wanted[j]!)).toBeLessThanOrEqual(limitA);
      });
    }),
    { seed: 1, numRuns: 40 },
  );
});
