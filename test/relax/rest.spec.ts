import { afterAll, describe, expect, it } from 'vitest';
import { createSimdKernels, createTypescriptKernels, type Kernels } from '../../crossbar/index.js';
import { createState, type NetworkState } from '../../src/network/network.js';
import { createBlock } from '../../src/relax/block.js';
import { createEuler } from '../../src/relax/euler.js';
import { distanceFromRest } from '../../src/relax/rest.js';
import { createThreadedKernels } from '../../src/runs/threads/kernel-threads.js';
import {
  createIdealNetwork,
  createParameters,
  type Parameters,
  settle,
  uniforms,
} from '../network/reference.js';

/**
 * Layers 1, m, n whose slowest mode loses 1 - gain^2 of its distance from rest in a sweep. All
 * weights of a coupling are equal, so the units of a layer are: s_1 = 0.001 + gain sqrt(n / m) s_2
 * and s_2 = gain sqrt(m / n) s_1.
 */
function slowNetwork(gain: number, [m, n]: readonly [number, number] = [1, 1]): Parameters {
  return {
    layers: [1, m, n],
    weights: [new Float64Array(m).fill(0.001), new Float64Array(m * n).fill(gain / Math.sqrt(m * n))],
    biases: [new Float64Array(m), new Float64Array(n)],
  };
}
const restOf = (gain: number) => 0.001 / (1 - gain ** 2);
/**
 * A unit moves by no less than its last bit, which a mode that loses so little in a sweep has not
 * shaken off.
 */
const lastBitOf = (gain: number) => 2 ** -24 / (1 - gain ** 2);

function startOf(parameters: Parameters, kernels: Kernels, maxBatch = 1) {
  const network = createIdealNetwork(parameters, { kernels });
  const state = createState(network, maxBatch);
  state[0].fill(1);
  return { network, state };
}
const phase = (steps: number) => ({ batch: 1, steps, nudge: null, masks: [] });

const kernelsOf: Record<string, () => Kernels> = {
  typescript: createTypescriptKernels,
  simd: createSimdKernels,
};

describe.each(Object.entries(kernelsOf))('drives kept up to date by %s kernels', (_, create) => {
  it.each([0.9, 0.99, 0.999])('do not drift, however many sweeps: gain %f', (gain) => {
    for (const shape of [[1, 1] as const, [6, 5] as const]) {
      const { network, state } = startOf(slowNetwork(gain, shape), create());
      const { status } = createBlock(network, { tolerance: 0, maxBatch: 1 })(state, phase(8000));
      for (const s of state[1]) expect(Math.abs(s - restOf(gain))).toBeLessThan(4 * lastBitOf(gain));
      if (shape[0] === 1) expect(status).toBe('settled');
    }
  });

  it('do not drift by Euler steps either', () => {
    const { network, state } = startOf(slowNetwork(0.99), create());
    createEuler(network, { dt: 0.2, maxBatch: 1 })(state, phase(20_000));
    // A step of 0.2 loses a fifth of what a sweep loses.
    expect(Math.abs(state[1][0] - restOf(0.99))).toBeLessThan(5 * 4 * lastBitOf(0.99));
  });
});

it('kernels agree to the bit where products are multiplied anew, on one thread or two', () => {
  const threaded = createThreadedKernels(2, { leastShared: 0 });
  afterAll(threaded.dispose);
  const parameters = createParameters([20, 17, 13, 9], { weight: 0.25 });
  const relaxed = (kernels: Kernels, strategy: 'block' | 'euler') => {
    const { network, state } = startOf(parameters, kernels, 8);
    state[0].set(uniforms(8 * 20, 'x'));
    const relax =
      strategy === 'block'
        ? createBlock(network, { tolerance: 1e-6, maxBatch: 8 })
        : createEuler(network, { dt: 0.3, maxBatch: 8 });
    const { steps, residual } = relax(state, { ...phase(300), batch: 8 });
    return { steps, residual, state: state.map((layer) => layer.slice()) };
  };
  for (const strategy of ['block', 'euler'] as const) {
    const [typescript, ...others] = [createTypescriptKernels(), createSimdKernels(), threaded].map(
      (kernels) => relaxed(kernels, strategy),
    );
    for (const other of others) expect(other).toEqual(typescript);
  }
});

describe('a network that is called settled', () => {
  it.each([0.3, 0.7, 0.9, 0.99])('is within the tolerance of rest: gain %f', (gain) => {
    for (const tolerance of [1e-2, 1e-3, 1e-4, 1e-5]) {
      const { network, state } = startOf(slowNetwork(gain), createSimdKernels());
      const relax = createBlock(network, { tolerance, maxBatch: 1 });
      const { status, residual } = relax(state, phase(10_000));
      expect(status).toBe('settled');
      // What is not followed, a tenth of the last move, adds at most a tenth of the tolerance
      // divided by the contraction.
      const allowed = tolerance * (1 + 0.1 / gain ** 2) + lastBitOf(gain);
      expect(Math.abs(state[1][0] - restOf(gain))).toBeLessThan(allowed);
      expect(residual).toBeLessThanOrEqual(tolerance);
    }
  });

  it('is within the tolerance of rest where units meet walls, on many layers', () => {
    let settled = 0;
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const parameters = createParameters([6, 8, 7, 5], { name, weight: 0.32 });
      const { network, state } = startOf(parameters, createSimdKernels());
      state[0].set(uniforms(6, `${name}x`));
      const relax = createBlock(network, { tolerance: 1e-4, maxBatch: 1 });
      if (relax(state, phase(5000)).status === 'settled') settled++;
      const oracle = settle(parameters, state[0]);
      expect(farthest(state, oracle)).toBeLessThan(2e-4);
    }
    expect(settled).toBe(6);
  });

  it('has shown how fast it settles: one small move says nothing', () => {
    const { network, state } = startOf(slowNetwork(0.999), createSimdKernels());
    const relax = createBlock(network, { tolerance: 1e-3, maxBatch: 1 });
    const { status, residual, steps } = relax(state, phase(100));
    expect({ status, steps }).toEqual({ status: 'max-steps', steps: 100 });
    const distance = restOf(0.999) - state[1][0];
    expect(Math.abs(residual - distance)).toBeLessThan(0.02 * distance);
  });
});

function farthest(state: NetworkState, oracle: readonly Float64Array[]): number {
  return Math.max(...state.flatMap((layer, l) => [...layer].map((s, i) => Math.abs(s - oracle[l][i]))));
}

describe('the estimate of the distance from rest', () => {
  it('is exact where every round shrinks the distance by the same factor', () => {
    for (const r of [0.1, 0.5, 0.9, 0.999]) {
      const distance = (round: number) => r ** round;
      const [before, change] = [3, 4].map((round) => distance(round - 1) - distance(round));
      const expected = Math.max(distance(4), change);
      expect(distanceFromRest({ change, before }, 0) / expected).toBeCloseTo(1, 8);
    }
  });

  it('is unknown after one round and where changes grow, nothing where nothing moved, NaN where states are', () => {
    expect(distanceFromRest({ change: 1e-9, before: Infinity }, 0)).toBe(Infinity);
    expect(distanceFromRest({ change: 2, before: 1 }, 0)).toBe(Infinity);
    expect(distanceFromRest({ change: 0, before: Infinity }, 0)).toBe(0);
    expect(distanceFromRest({ change: Number.NaN, before: 1 }, 0)).toBeNaN();
    expect(distanceFromRest({ change: 1e-8, before: Infinity }, 2 ** -23)).toBe(1e-8);
  });
});
