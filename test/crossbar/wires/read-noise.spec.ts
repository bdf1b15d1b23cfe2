import { expect, it } from 'vitest';
import { createWireNetwork, effectiveConductanceInto, solveNetwork } from '../../../crossbar/index.js';
import { createRandom, uniformInto } from '../../../devices/index.js';

const size = 16;
const cells = size * size;
const uniforms = (name: string, count: number) =>
  Float64Array.from(uniformInto(new Float32Array(count), { random: createRandom(5).stream(name), step: 0 }));
const cellsS = uniforms('cells', cells).map((u) => 1e-4 * (0.1 + 0.9 * u));
const voltageV = uniforms('voltages', size);

// Relative deviations, of noise 1: a read takes the noise of cell i on line j to be u d G V; in the
// circuit it is G dI_j / dG, for every cell of the array.
it.each([
  ['4 ohm per segment', 4, 0],
  ['16 ohm per segment: those of 64 x 64 cells behind 1 ohm', 16, 0],
  ['64 ohm per segment', 64, 0],
  ['16 ohm per segment and ports of 100 ohm', 16, 100],
  ['ports of 500 ohm', 0, 500],
])('noise behind %s is too large by 0.3 to 0.8 of the share of current lost', (_, ohm, portOhm) => {
  const networkOf = (conductanceS: Float64Array) =>
    createWireNetwork({
      rows: size,
      cols: size,
      conductanceS,
      wordLineOhm: ohm,
      bitLineOhm: ohm,
      sourceOhm: portOhm,
      loadOhm: portOhm,
    });
  const currents = (conductanceS: Float64Array) =>
    solveNetwork(networkOf(conductanceS), voltageV, { tolerance: 1e-13 }).currentA;
  const undisturbed = currents(cellsS);
  const inCircuit = new Float64Array(size);
  for (let at = 0; at < cells; at++) {
    const disturbedS = cellsS.slice();
    disturbedS[at] *= 1 + 1e-4;
    currents(disturbedS).forEach((current, j) => {
      inCircuit[j] += ((current - undisturbed[j]) / 1e-4) ** 2;
    });
  }
  const map = new Float64Array(cells);
  const remainderS = new Float64Array(cells);
  effectiveConductanceInto(map, networkOf(cellsS), { remainderS });
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const lost = 1 - sum(map) / sum(cellsS);
  for (let j = 0; j < size; j++) {
    let read = 0;
    for (let i = 0; i < size; i++) {
      const at = i * size + j;
      read += ((map[at] - remainderS[at]) * voltageV[i]) ** 2;
    }
    const excess = Math.sqrt(read / inCircuit[j]) - 1;
    expect(excess / lost).toBeGreaterThan(0.3);
    expect(excess / lost).toBeLessThan(0.8);
  }
});
