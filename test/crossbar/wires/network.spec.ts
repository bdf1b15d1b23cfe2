import { describe, expect, it } from 'vitest';
import { createWireNetwork, solveNetwork } from '../../../crossbar/index.js';
import { InputError } from '../../../devices/index.js';

const conductanceS = Float64Array.of(1e-4, 2e-4, 3e-4, 4e-4, 5e-4, 6e-4);
const array = { rows: 2, cols: 3, conductanceS };

describe('a wrong network names the cell or segment', () => {
  it.each([
    [
      { conductanceS: conductanceS.with(4, -1) },
      'conductanceS[1][1] must be a finite number from 0 (got -1)',
    ],
    [{ conductanceS: conductanceS.with(2, Number.NaN) }, 'conductanceS[0][2] must be'],
    [{ conductanceS: conductanceS.with(2, Infinity) }, 'conductanceS[0][2] must be'],
    [{ wordLineOhm: -2 }, 'wordLineOhm[0][0] must be a number from 0, Infinity = broken (got -2)'],
    [{ bitLineOhm: conductanceS.with(5, Number.NaN) }, 'bitLineOhm[1][2] must be'],
    [{ bitLineOhm: new Float64Array(5) }, 'bitLineOhm must hold 2 x 3 numbers (got 5)'],
    [{ sourceOhm: -1 }, 'sourceOhm must be'],
    [{ loadOhm: Number.NaN }, 'loadOhm must be'],
    [{ rows: 0 }, 'rows must be'],
  ])('%#', (change, message) => {
    expect(() => createWireNetwork({ ...array, ...change })).toThrow(InputError);
    expect(() => createWireNetwork({ ...array, ...change })).toThrow(message);
  });
});

it('wrong voltages are refused', () => {
  const network = createWireNetwork(array);
  expect(() => solveNetwork(network, [1])).toThrow('voltageV must hold one number per word line, 2 (got 1)');
  expect(() => solveNetwork(network, [1, Number.NaN])).toThrow('voltageV[1] must be a finite number');
});
