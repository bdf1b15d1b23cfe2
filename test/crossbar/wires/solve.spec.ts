import { describe, expect, it } from 'vitest';
import { createWireNetwork, solveNetwork } from '../../../crossbar/index.js';
import { InputError } from '../../../devices/index.js';

const broken = Infinity;
const ones = (rows: number, cols: number, valueS = 1e-3) => ({
  rows,
  cols,
  conductanceS: new Float64Array(rows * cols).fill(valueS),
});

describe('one cell', () => {
  it('is in series with its wires and ports', () => {
    const network = createWireNetwork({
      ...ones(1, 1),
      wordLineOhm: 100,
      bitLineOhm: 50,
      sourceOhm: 30,
      loadOhm: 20,
    });
    const { currentA, wordLineV, bitLineV, status } = solveNetwork(network, [1.2]);
    expect(status).toBe('settled');
    expect(currentA[0]).toBeCloseTo(1e-3, 15);
    expect(wordLineV[0]).toBeCloseTo(1.2 - 0.13, 14);
    expect(bitLineV[0]).toBeCloseTo(0.07, 15);
  });
});

it('never gives a number where products leave f64', () => {
  const network = createWireNetwork({ ...ones(2, 2, 1e200), wordLineOhm: 1e200, bitLineOhm: 1 });
  expect(solveNetwork(network, [1, 1]).status).toBe('non-finite');
});

it('a ladder of two cells on one bit line', () => {
  // Cells of 1 kohm, 1 kohm a bit-line segment, ideal word lines: b1 = (b0 + V1) / 3 ... solved by
  // hand for V = 1, 0.
  const network = createWireNetwork({ ...ones(2, 1), bitLineOhm: 1000 });
  const { currentA, bitLineV } = solveNetwork(network, [1, 0]);
  // 2 b0 - b1 = 1, 3 b1 - b0 = 0.
  expect(bitLineV[0]).toBeCloseTo(0.6, 14);
  expect(bitLineV[1]).toBeCloseTo(0.2, 14);
  expect(currentA[0]).toBeCloseTo(0.2e-3, 16);
});

describe('broken wires', () => {
  it('of a word line leave its rest to what the bit lines do', () => {
    const network = createWireNetwork({ ...ones(2, 2), wordLineOhm: Float64Array.of(0, broken, 0, 0) });
    const { currentA, wordLineV, sourceCurrentA } = solveNetwork(network, [1, 1]);
    expect([...currentA]).toEqual([2e-3, 1e-3]);
    expect([...sourceCurrentA]).toEqual([1e-3, 2e-3]);
    // Cell [0,1] hangs on a grounded bit line: no current, 0 V.
    expect(wordLineV[1]).toBe(0);
  });

  it('of a bit line carry currents from one word line to another', () => {
    const network = createWireNetwork({ ...ones(2, 2), bitLineOhm: Float64Array.of(0, 0, broken, 0) });
    const { currentA, cellCurrentA, bitLineV } = solveNetwork(network, [1, 0]);
    expect(currentA[0]).toBeCloseTo(0, 18);
    expect(bitLineV[0]).toBeCloseTo(0.5, 15);
    expect(cellCurrentA[0]).toBeCloseTo(0.5e-3, 16);
    expect(cellCurrentA[2]).toBeCloseTo(-0.5e-3, 16);
    expect(currentA[1]).toBeCloseTo(1e-3, 16);
  });

  it('a piece that hangs on nothing has no voltage and carries nothing', () => {
    // Cell [0,1] is cut off on both lines.
    const network = createWireNetwork({
      ...ones(2, 2),
      wordLineOhm: Float64Array.of(1, broken, 1, 1),
      bitLineOhm: Float64Array.of(1, broken, 1, 1),
    });
    const { wordLineV, bitLineV, cellCurrentA, currentA, status } = solveNetwork(network, [1, 1]);
    expect(status).toBe('settled');
    expect([wordLineV[1], bitLineV[1], cellCurrentA[1]]).toEqual([Number.NaN, Number.NaN, 0]);
    for (const current of currentA) expect(current).toBeGreaterThan(0);
  });

  it.each([
    ['word lines', { wordLineOhm: broken }],
    ['bit lines', { bitLineOhm: broken }],
    ['ends of the bit lines', { bitLineOhm: Float64Array.of(1, 1, broken, broken) }],
  ])('that leave no path are an error: %s', (_, wires) => {
    const network = createWireNetwork({ ...ones(2, 2), ...wires });
    expect(() => solveNetwork(network, [1, 1])).toThrow(
      new InputError(
        'Broken wires leave no path from a source to a ground: cell [0][0] and all others float, expected at least one path',
      ),
    );
  });

  it('cells that are all open are none: nothing flows', () => {
    const { currentA, status } = solveNetwork(createWireNetwork({ ...ones(2, 2, 0), bitLineOhm: 1 }), [1, 1]);
    expect([[...currentA], status]).toEqual([[0, 0], 'settled']);
  });
});

describe('the status', () => {
  const network = createWireNetwork({ ...ones(32, 32), wordLineOhm: 5, bitLineOhm: 5 });
  const voltageV = new Float64Array(32).fill(0.2);

  it('says that it did not settle', () => {
    const { status, iterations, residual } = solveNetwork(network, voltageV, { maxIterations: 2 });
    expect([status, iterations]).toEqual(['max-steps', 2]);
    expect(residual).toBeGreaterThan(1e-12);
  });

  it('says that numbers are not finite', () => {
    const huge = createWireNetwork({ ...ones(2, 2, 1e308), wordLineOhm: 1, bitLineOhm: 1 });
    expect(solveNetwork(huge, [1e10, 1e10]).status).toBe('non-finite');
  });

  it('counts few iterations at any size', () => {
    for (const [n, most] of [
      [64, 6],
      [256, 9],
    ]) {
      const { status, iterations } = solveNetwork(
        createWireNetwork({ ...ones(n!, n!, 1e-4), wordLineOhm: 1, bitLineOhm: 1 }),
        new Float64Array(n!).fill(0.2),
        { tolerance: 1e-10 },
      );
      expect(status).toBe('settled');
      expect(iterations).toBeLessThanOrEqual(most!);
    }
  });
});
