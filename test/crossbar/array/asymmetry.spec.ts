import { describe, expect, it } from 'vitest';
import { createWireNetwork, effectiveConductanceInto, type WireNetwork } from '../../../crossbar/index.js';
import { softBounds, withSinhCurrent } from '../../../devices/index.js';
import { createArray, distance, read, uniforms, weightsOf } from '../fixture.js';

const plain = softBounds({ gMinS: 1e-6, gMaxS: 1e-4, states: 1_000_000 });
const scaleS = 1e-4 - 1e-6;
const lines = { wordLineOhm: 20, bitLineOhm: 30, solveEvery: 0, updateEvery: 1 };
const adc = { bits: 24, range: 8 };
const [rows, cols] = [5, 7];

/** The circuit under an array of one tile: word lines x pairs of bit lines. */
function networkOf(
  weights: Float32Array,
  ports: { sourceOhm: number; loadOhm: number },
  turned = false,
): WireNetwork {
  const conductanceS = new Float64Array(cols * 2 * rows);
  for (let k = 0; k < cols; k++) {
    for (let r = 0; r < rows; r++) {
      for (const side of [0, 1]) {
        const g = 5.05e-5 + (((side === 0 ? 1 : -1) * weights[r * cols + k]!) / 2) * scaleS;
        const [i, j] = [k, 2 * r + side];
        conductanceS[turned ? (cols - 1 - i) * 2 * rows + 2 * rows - 1 - j : i * 2 * rows + j] = g;
      }
    }
  }
  return createWireNetwork({
    rows: cols,
    cols: 2 * rows,
    conductanceS,
    wordLineOhm: 20,
    bitLineOhm: 30,
    ...ports,
  });
}

/** Weights that a read finds, [rows, cols]. */
function mapOf(network: WireNetwork, turned = false): Float64Array {
  const map = new Float64Array(cols * 2 * rows);
  effectiveConductanceInto(map, network);
  const at = (k: number, j: number) =>
    map[turned ? (cols - 1 - k) * 2 * rows + 2 * rows - 1 - j : k * 2 * rows + j]!;
  return Float64Array.from(
    { length: rows * cols },
    (_, i) => (at(i % cols, 2 * Math.floor(i / cols)) - at(i % cols, 2 * Math.floor(i / cols) + 1)) / scaleS,
  );
}

/** Columns of the array's map, by reads of unit vectors. */
function readMap(array: ReturnType<typeof createArray>, backward: boolean): Float64Array {
  const found = new Float64Array(rows * cols);
  const inputs = backward ? rows : cols;
  for (let j = 0; j < inputs; j++) {
    const x = uniforms(inputs, 'zero', [0, 0]);
    x[j] = 1;
    read(array, x, { backward }).forEach((y, o) => {
      found[backward ? j * cols + o : o * cols + j] = y;
    });
  }
  return found;
}

describe('reads in both directions', () => {
  it('are transposes through equal ports, whatever their resistance', () => {
    const array = createArray({ device: plain, adc, wires: { ...lines, driverOhm: 50, senseOhm: 50 } });
    array.program(uniforms(35, 'w', [-0.5, 0.5]));
    expect(array.asymmetry()).toBe(0);
    expect(distance(readMap(array, true), readMap(array, false))).toBeLessThan(3e-6);
    const wanted = mapOf(networkOf(weightsOf(array), { sourceOhm: 50, loadOhm: 50 }));
    expect(distance(readMap(array, false), wanted)).toBeLessThan(1e-5);
  });

  it.each([
    ['unequal ports', { driverOhm: 10, senseOhm: 500 }],
    ['far ends', { backwardEnds: 'far' as const }],
    ['both', { driverOhm: 10, senseOhm: 500, backwardEnds: 'far' as const }],
  ])('differ as their circuits do: %s', (_, ports) => {
    const array = createArray({ device: plain, adc, wires: { ...lines, ...ports } });
    array.program(uniforms(35, 'w', [-0.5, 0.5]));
    const {
      driverOhm = 0,
      senseOhm = 0,
      backwardEnds = 'near',
    } = { backwardEnds: 'near', ...ports } as never as {
      driverOhm?: number;
      senseOhm?: number;
      backwardEnds?: string;
    };
    const turned = backwardEnds === 'far';
    const weights = weightsOf(array);
    const forward = mapOf(networkOf(weights, { sourceOhm: driverOhm, loadOhm: senseOhm }));
    const backward = mapOf(networkOf(weights, { sourceOhm: senseOhm, loadOhm: driverOhm }, turned), turned);
    expect(distance(readMap(array, false), forward)).toBeLessThan(1e-5);
    expect(distance(readMap(array, true), backward)).toBeLessThan(1e-5);
    const norm = (values: Float64Array) => Math.hypot(...values);
    const wanted = norm(backward.map((w, i) => w - forward[i]!)) / norm(forward);
    expect(wanted).toBeGreaterThan(0.001);
    expect(array.asymmetry()! / wanted).toBeCloseTo(1, 3);
  });

  it('have no map to compare where they are exact, whatever the ports', () => {
    const of = (more: object) =>
      createArray({ device: withSinhCurrent(plain, 0.25), wires: { ...lines, ...more }, solve: 'exact' });
    expect(of({}).asymmetry()).toBeNull();
    expect(of({ driverOhm: 10 }).asymmetry()).toBeNull();
    // Linear cells have one, however they are asked for.
    expect(createArray({ device: plain, wires: lines, solve: 'exact' }).asymmetry()).toBe(0);
  });

  it('are solved exactly with the same ports', () => {
    // So high a curve voltage that the cells are as good as linear.
    const nearlyLinear = withSinhCurrent(plain, 50);
    const wires = { ...lines, driverOhm: 10, senseOhm: 500, backwardEnds: 'far' as const };
    const maps = (['exact', 'approximate'] as const).map((solve) => {
      const array = createArray({ device: solve === 'exact' ? nearlyLinear : plain, adc, wires, solve });
      array.program(uniforms(35, 'w', [-0.5, 0.5]));
      if (solve === 'exact') expect(array.asymmetry()).toBe(null);
      return [...readMap(array, true), ...readMap(array, false)];
    });
    expect(distance(maps[0]!, maps[1]!)).toBeLessThan(1e-4);
  });
});
