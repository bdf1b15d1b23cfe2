import type { NodeLayer } from '../../crossbar/index.js';
import { checkNumber, InputError, UnsettledError } from '../../devices/index.js';
import type { NetworkState } from '../network/network.js';
import type { ResistiveNetwork } from '../network/resistive/resistive-network.js';
import { nodeName } from '../reference/energy/resistive-energy.js';
import { redBlack } from '../reference/sweep.js';
import type { Relax } from './relaxation.js';
import { sweepToRest } from './rest.js';

export interface Kirchhoff {
  /**
   * Sweeps of exact block-coordinate descent, the odd layers and then the even ones, each node at
   * the mean of its neighbours' voltages weighted by their conductances, currents added, bounds
   * kept (Scellier 2024, arXiv:2402.11674, eq. 11). With tolerance 0 phase.steps sweeps, always;
   * else until no voltage moves by more nor is farther from rest, as `distanceFromRest` estimates.
   * The arrays are read once a call, unless the phase sets `reuseInputProduct`. Throws
   * UnsettledError naming the output where a negative nudge outweighs its conductances.
   */
  readonly relax: Relax;
  /**
   * state = the answer of the network, linearised at `rest` with the nodes at their bounds held
   * there, to the currents `pull` into its outputs, after so many sweeps from 0.
   */
  readonly linearResponse: (
    state: NetworkState,
    rest: NetworkState,
    options: { readonly pull: Float32Array; readonly steps: number; readonly batch: number },
  ) => void;
}

/**
 * Relaxation of a network for batches of up to `maxBatch` images, all sweeps of an image in one
 * kernel call.
 */
export function createKirchhoff(
  network: ResistiveNetwork,
  { tolerance, maxBatch }: { tolerance: number; maxBatch: number },
): Kirchhoff {
  checkNumber('eqprop.tolerance', tolerance, { min: 0 });
  const { layers, couplings, biases, kernels, amplifierGain, lower, upper } = network;
  const last = layers.length - 1;
  const array = (units: number) => kernels.float32(maxBatch * units);
  const drive = array(layers[1]);
  const sums = layers.map((units, l) => (l === 0 ? drive : array(units)));
  const conductances = couplings.map(({ pre, post }, l) => kernels.float32(l === 0 ? 0 : pre * post));
  const totals = layers.map((units) => new Float64Array(units));
  const inverses = layers.map((units) => kernels.float32(units));
  const nudgedInverse = kernels.float32(layers[last]);
  const open = { low: layers.map(filled(-Infinity)), high: layers.map(filled(Infinity)) };
  const masks = layers.map((units, l) => (l === 0 ? null : array(units)));

  function filled(value: number) {
    return (units: number) => kernels.float32(units).fill(value);
  }

  const look = (sources: Float32Array, batch: number) => {
    couplings[0].mirroredInto(drive, sources, batch);
    for (let l = 1; l <= last; l++) {
      totals[l].set(couplings[l - 1].sums().subarray(0, layers[l]));
      if (l === last) continue;
      addColumns(totals[l], couplings[l].conductancesInto(conductances[l]));
    }
    // A node that nothing holds stays at 0.
    for (let l = 1; l <= last; l++) {
      for (let i = 0; i < layers[l]; i++) inverses[l][i] = totals[l][i] > 0 ? 1 / totals[l][i] : 0;
    }
  };

  const nudgedTotals = (beta: number) => {
    for (let i = 0; i < layers[last]; i++) {
      const total = totals[last][i] + beta;
      if (!(total > 0)) {
        throw new UnsettledError(
          `eqprop.beta: a nudge of ${beta} outweighs the conductance of ${nodeName(last, i)}, ${totals[last][i]}: the energy has no minimum`,
        );
      }
      nudgedInverse[i] = 1 / total;
    }
    return nudgedInverse;
  };

  const layer = (l: number, state: NetworkState): NodeLayer => ({
    units: layers[l],
    state: state[l],
    sums: sums[l],
    inverse: inverses[l],
    lower: lower[l],
    upper: upper[l],
    bias: biases[l - 1],
    drive: l === 1 ? drive : null,
    target: null,
    beta: 0,
    mask: null,
    above:
      l < last
        ? { state: state[l + 1], conductance: conductances[l], units: layers[l + 1], gain: 1 / amplifierGain }
        : null,
    below:
      l > 1
        ? { state: state[l - 1], conductance: conductances[l - 1], units: layers[l - 1], gain: amplifierGain }
        : null,
  });
  const order = redBlack(layers.length);

  /** The layers of a state in their order, described once: batches are many and small. */
  const described = new WeakMap<NetworkState, readonly NodeLayer[]>();
  const nodesOf = (state: NetworkState): readonly NodeLayer[] => {
    const known = described.get(state) ?? order.map((l) => layer(l, state));
    described.set(state, known);
    return known;
  };

  const relax: Relax = (
    state,
    { batch, steps: limit, nudge, outputDrive, masks: dropped, clampOutput, reuseInputProduct },
  ) => {
    if (outputDrive || dropped.some(Boolean))
      throw new InputError('a resistive network takes no push and no dropout (got one)');
    if (!reuseInputProduct) look(state[0], batch);
    const nudged = nudge && { ...nudge, inverse: nudgedTotals(nudge.beta) };
    const nodes = nodesOf(state);
    const table =
      nudged || clampOutput
        ? nodes.flatMap((one, i) => (order[i] !== last ? one : clampOutput ? [] : { ...one, ...nudged }))
        : nodes;
    const sweep = (sweeps: number) => kernels.settleNodes(table, { sweeps, rows: batch });
    const once = () => ({ rounds: 1, change: sweep(1), before: Infinity });
    const {
      rounds: steps,
      change,
      residual,
    } = tolerance > 0 ? sweepToRest({ limit, tolerance }, once) : fixedSweeps(limit, sweep);
    if (!Number.isFinite(change)) return { state, status: 'non-finite', steps, residual };
    return { state, status: residual <= tolerance ? 'settled' : 'max-steps', steps, residual };
  };

  return Object.freeze<Kirchhoff>({
    relax,
    linearResponse(state, rest, { pull, steps, batch }) {
      state.forEach((voltages, l) => void voltages.fill(0, 0, batch * layers[l]));
      const table = order.map((l) => {
        const mask = masks[l] as Float32Array;
        markFree(mask, rest[l], { lower: lower[l], upper: upper[l], count: batch * layers[l] });
        const linear = { ...layer(l, state), mask, lower: open.low[l], upper: open.high[l] };
        return { ...linear, bias: null, drive: l === last ? pull : null };
      });
      kernels.settleNodes(table, { sweeps: steps, rows: batch });
    },
  });
}

/** Runs a fixed number of sweeps. The largest move of the last sweep is the residual. */
function fixedSweeps(rounds: number, sweep: (sweeps: number) => number) {
  const change = sweep(rounds);
  return { rounds, change, residual: change };
}

/** mask = 1 where a voltage is off its bounds. */
function markFree(
  mask: Float32Array,
  state: Float32Array,
  { lower, upper, count }: { lower: Float32Array; upper: Float32Array; count: number },
): void {
  const units = lower.length;
  for (let i = 0; i < count; i++) {
    const unit = i % units;
    mask[i] = Number(state[i] > lower[unit] && state[i] < upper[unit]);
  }
}

/** totals[pre] += the columns of g [post, pre]. */
function addColumns(totals: Float64Array, g: Float32Array): void {
  const pre = totals.length;
  for (let first = 0; first < g.length; first += pre) {
    for (let j = 0; j < pre; j++) totals[j] += g[first + j];
  }
}
