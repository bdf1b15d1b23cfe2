import type { Kernels } from '../contract/kernels.js';
import type { NodeJoint, NodeLayer } from '../contract/node-layer.js';
import { panelIndex } from '../contract/panels.js';

const f = Math.fround;

/** The twins of assembly/nodes.ts. */
export const settleNodes: Kernels['settleNodes'] = (layers, { sweeps, rows }) => {
  let worst = 0;
  for (let row = 0; row < rows; row++) {
    let change = 0;
    for (let sweep = 0; sweep < sweeps; sweep++) {
      change = 0;
      for (const layer of layers) change = Math.max(change, settleLayer(layer, row));
    }
    worst = Math.max(worst, change);
  }
  return worst;
};

export const boundPanels: Kernels['boundPanels'] = (panels, sums, { lowest, highest }) => {
  const [low, high] = [f(lowest), f(highest)];
  const { rows, cols, data } = panels;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let col = 0; col < cols; col++) {
      const at = panelIndex(panels, row, col);
      data[at] = bounded(data[at], low, high);
      sum = f(sum + data[at]);
    }
    sums[row] = sum;
  }
};

export const subtractHalvesInto: Kernels['subtractHalvesInto'] = (out, panels) => {
  for (let row = 0; row < out.rows; row++) {
    for (let col = 0; col < out.cols; col++) {
      const [first, second] = [col, col + out.cols].map((k) => panels.data[panelIndex(panels, row, k)]);
      out.data[panelIndex(out, row, col)] = first - second;
    }
  }
};

/** One step of a layer for one image; returns the largest change. */
function settleLayer(layer: NodeLayer, row: number): number {
  const { units, state, drive, bias, target, inverse, lower, upper, mask, above, below } = layer;
  const first = row * units;
  const beta = f(layer.beta);
  let worst = 0;
  for (let i = 0; i < units; i++) {
    let sum = drive ? drive[first + i] : 0;
    if (bias) sum = f(sum + bias[i]);
    if (target) sum = f(sum + f(beta * target[first + i]));
    if (above) sum = f(sum + f(f(above.gain) * columnProduct(above, { unit: i, units, row })));
    if (below) sum = f(sum + f(f(below.gain) * rowProduct(below, i, row)));
    const open = f(sum * inverse[i]);
    const moved = bounded(open, lower[i], upper[i]);
    const old = state[first + i];
    state[first + i] = mask ? f(moved * mask[first + i]) : moved;
    worst = Math.max(worst, f(f(Math.abs(f(state[first + i] - old))) + (open - open)));
  }
  return worst;
}

/** NaN passes, and -0 where a bound is 0, as in the SIMD kernel. */
function bounded(value: number, low: number, high: number): number {
  return value < low ? low : Math.min(value, high);
}

/** sum_o g[o][unit] v[o] in rising o. */
function columnProduct(
  { state, conductance, units: count }: NodeJoint,
  { unit, units, row }: { unit: number; units: number; row: number },
): number {
  let sum = 0;
  for (let o = 0; o < count; o++) sum = f(sum + f(state[row * count + o] * conductance[o * units + unit]));
  return sum;
}

/** sum_j g[unit][j] v[j]: four lanes, then what does not fill four. */
function rowProduct({ state, conductance, units: count }: NodeJoint, unit: number, row: number): number {
  const product = (j: number) => f(state[row * count + j] * conductance[unit * count + j]);
  const lanes = [0, 0, 0, 0];
  const whole = count & ~3;
  for (let j = 0; j < whole; j++) lanes[j & 3] = f(lanes[j & 3] + product(j));
  let sum = f(f(lanes[0] + lanes[1]) + f(lanes[2] + lanes[3]));
  for (let j = whole; j < count; j++) sum = f(sum + product(j));
  return sum;
}
