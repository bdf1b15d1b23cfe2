import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createState } from '../../src/network/network.js';
import { createBlock } from '../../src/relax/block.js';
import { createEuler } from '../../src/relax/euler.js';
import {
  createIdealNetwork,
  createParameters,
  energy,
  type Nudge,
  settle,
  uniforms,
  upload,
} from '../network/reference.js';

const scene = fc.record({
  name: fc.string(),
  layers: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 2, maxLength: 4 }),
  weight: fc.constantFrom<number>(0.2, 0.6, 2),
  beta: fc.constantFrom(null, -0.4, 0.3, 0.9),
});

/** An engine's network and its double-precision twin, from a random state of the right nudge. */
function prepare({ name, layers, weight, beta }: typeof scene extends fc.Arbitrary<infer S> ? S : never) {
  const parameters = createParameters(layers, { name, weight });
  const network = createIdealNetwork(parameters);
  const state = createState(network, 1);
  state.forEach((layer, l) => void layer.set(uniforms(layer.length, `${name}s${l}`)));
  const target = upload(network.kernels, uniforms(layers[layers.length - 1], `${name}d`));
  const nudge: Nudge & { target: Float32Array } = { beta: beta ?? 0, target };
  return { parameters, network, state, nudge: beta === null ? null : nudge };
}

const copyOf = (state: readonly Float32Array[]) => state.map((layer) => Float64Array.from(layer));

describe('relaxation', () => {
  it('never raises the energy by a small Euler step, nudged or not, from any state', () => {
    fc.assert(
      fc.property(scene, (options) => {
        const { parameters, network, state, nudge } = prepare(options);
        // Projected gradient descent lowers E while dt < 2 / L; the rows of the Hessian sum to
        // below 1.9 + 14 x 2 < 30.
        const relax = createEuler(network, { dt: 0.05, maxBatch: 1 });
        let before = energy(parameters, copyOf(state), nudge);
        for (let step = 0; step < 40; step++) {
          relax(state, { batch: 1, steps: 1, nudge, masks: [] });
          const after = energy(parameters, copyOf(state), nudge);
          // States are kept to 2^-24 and dE/ds is below 30 on up to 28 units.
          expect(after).toBeLessThan(before + 28 * 30 * 2 ** -24);
          before = after;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('by blocks never raises the energy, at any strength of coupling', () => {
    fc.assert(
      fc.property(scene, (options) => {
        const { parameters, network, state, nudge } = prepare(options);
        const relax = createBlock(network, { tolerance: 0, maxBatch: 1 });
        let before = energy(parameters, copyOf(state), nudge);
        for (let sweep = 0; sweep < 20; sweep++) {
          relax(state, { batch: 1, steps: 1, nudge, masks: [] });
          const after = energy(parameters, copyOf(state), nudge);
          expect(after).toBeLessThan(before + 28 * 30 * 2 ** -24);
          before = after;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('settles where an exact coordinate descent does, by steps and by blocks', () => {
    fc.assert(
      fc.property(scene, (options) => {
        // Rows of W sum to below 0.1 x 14: far from the loss of convexity, so that the minimum is
        // unique.
        const { parameters, network, state, nudge } = prepare({ ...options, weight: 0.1 });
        const oracle = settle(parameters, state[0], nudge);
        const expectOracle = () => {
          state.forEach((layer, l) => {
            layer.forEach((s, i) => {
              expect(Math.abs(s - oracle[l][i])).toBeLessThan(1e-5);
            });
          });
        };
        const phase = { batch: 1, steps: 400, nudge, masks: [] };
        const euler = createEuler(network, { dt: 0.2, maxBatch: 1 });
        expect(euler(state, phase).residual).toBeLessThan(1e-5);
        expectOracle();
        for (const layer of state.slice(1)) layer.fill(0);
        const block = createBlock(network, { tolerance: 1e-6, maxBatch: 1 });
        expect(block(state, phase).status).toBe('settled');
        expectOracle();
      }),
      { numRuns: 60 },
    );
  });

  it('leaves masked units at 0 and out of the energy of the others', () => {
    const { network, state, parameters } = prepare({ name: '', layers: [4, 6, 3], weight: 0.3, beta: null });
    const mask = upload(network.kernels, [1, 0, 1, 1, 0, 1]);
    createEuler(network, { dt: 0.2, maxBatch: 1 })(state, {
      batch: 1,
      steps: 300,
      nudge: null,
      masks: [null, mask, null],
    });
    // The oracle has the silenced units cut out of both matrices.
    const [first, second] = parameters.weights.map((matrix) => matrix.slice());
    const biases = parameters.biases.map((bias) => bias.slice());
    for (const unit of [1, 4]) {
      first.fill(0, unit * 4, unit * 4 + 4);
      biases[0][unit] = 0;
      for (let k = 0; k < 3; k++) second[k * 6 + unit] = 0;
    }
    const oracle = settle({ ...parameters, weights: [first, second], biases }, state[0]);
    state.forEach((layer, l) => {
      layer.forEach((s, i) => {
        expect(s).toBeCloseTo(oracle[l][i], 5);
      });
    });
  });
});
