import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createState } from '../../src/network/network.js';
import { createClosedForm } from '../../src/relax/closed-form.js';
import { createEuler } from '../../src/relax/euler.js';
import type { Relax, Relaxation } from '../../src/relax/relaxation.js';
import { createIdealNetwork, createParameters, uniforms, upload } from '../network/reference.js';

const layers = [5, 9] as const;
const batch = 3;

const scene = fc
  .record({
    name: fc.string(),
    /** Large weights put many units on their walls. */
    weight: fc.constantFrom(0.1, 1, 4),
    beta: fc.double({ min: -0.499, max: 0.999, noNaN: true }),
    dt: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
    free: fc.integer({ min: 1, max: 60 }),
    nudged: fc.integer({ min: 1, max: 20 }),
    masked: fc.boolean(),
  })
  .filter(({ dt, beta }) => dt * (1 + beta) <= 1);
type Scene = typeof scene extends fc.Arbitrary<infer S> ? S : never;

/** Both phases of EqProp, the second from the state of the first. */
function relaxed(create: typeof createEuler, { name, weight, beta, dt, free, nudged, masked }: Scene) {
  const network = createIdealNetwork(createParameters(layers, { name, weight }));
  const { kernels } = network;
  const relax: Relax = create(network, { dt, maxBatch: batch });
  const state = createState(network, batch);
  state[0].set(uniforms(batch * layers[0], `${name}x`));
  const target = upload(kernels, uniforms(batch * layers[1], `${name}d`));
  const mask = upload(
    kernels,
    uniforms(batch * layers[1], `${name}m`).map((u) => Number(u > 0.4)),
  );
  const masks = masked ? [null, mask] : [];
  const first = relax(state, { batch, steps: free, nudge: null, masks });
  const freeState = state[1].slice();
  const second = relax(state, { batch, steps: nudged, nudge: { beta, target }, masks });
  return { states: [freeState, state[1].slice()], results: [first, second], mask: masked ? mask : null };
}

describe('closed form', () => {
  it('is where the Euler loop ends: free and nudged, masks and walls included', () => {
    fc.assert(
      fc.property(scene, (options) => {
        const [closed, euler] = [createClosedForm, createEuler].map((create) => relaxed(create, options));
        // A step rounds the state, 2^-24, and dt times a drive below 20 (weight 4, 5 inputs), dt 20
        // x 2^-23; the map contracts by 1 - dt (1 + beta), so the sum stays below
        // (2^-24 / dt + 20 x 2^-23) / (1 + beta) < 1.7e-5.
        closed.states.forEach((state, phase) => {
          state.forEach((s, i) => {
            expect(Math.abs(s - euler.states[phase][i])).toBeLessThan(2e-5);
          });
        });
        closed.results.forEach(({ steps, status }, phase) => {
          expect({ steps, status }).toEqual({
            steps: euler.results[phase].steps,
            status: euler.results[phase].status,
          });
        });
      }),
      { numRuns: 300 },
    );
  });

  it('keeps states in [0, 1] and masked units at 0', () => {
    fc.assert(
      fc.property(scene, (options) => {
        const { states, mask } = relaxed(createClosedForm, options);
        for (const state of states) {
          for (const [i, s] of state.entries()) {
            expect(s >= 0 && s <= 1).toBe(true);
            if (mask?.[i] === 0) expect(s).toBe(0);
          }
        }
      }),
    );
  });

  it.each([NaN, Infinity, -Infinity])('reports an input of %d as non-finite', (value) => {
    expect(withInput(createClosedForm, value).status).toBe('non-finite');
  });

  it('throws on a hidden layer, and on a nudge that has no rest', () => {
    const deep = createIdealNetwork(createParameters([2, 3, 2]));
    expect(() => createClosedForm(deep, { dt: 0.2, maxBatch: 1 })).toThrow('without hidden layers (got 1)');
    const flat = createIdealNetwork(createParameters([2, 3]));
    const relax = createClosedForm(flat, { dt: 0.9, maxBatch: 1 });
    const nudge = (beta: number) => ({ beta, target: flat.kernels.float32(3) });
    for (const beta of [-1, 0.5]) {
      const phase = { batch: 1, steps: 1, nudge: nudge(beta), masks: [] };
      expect(() => relax(createState(flat, 1), phase)).toThrow(`got beta=${beta}, dt=0.9`);
    }
  });
});

describe('Euler', () => {
  it('reports an input that is not a number as non-finite', () => {
    expect(withInput(createEuler, NaN).status).toBe('non-finite');
  });
});

/** A free phase of a network with one input of `value`. */
function withInput(create: typeof createEuler, value: number): Relaxation {
  const network = createIdealNetwork(createParameters([3, 4]));
  const state = createState(network, 1);
  state[0].set([0.5, value, 0.5]);
  return create(network, { dt: 0.2, maxBatch: 1 })(state, { batch: 1, steps: 5, nudge: null, masks: [] });
}
