import { describe, expect, it } from 'vitest';
import { createRandom } from '../../devices/index.js';
import { createEqprop } from '../../src/learning/eqprop.js';
import type { ImageShape, LayerSpec } from '../../src/network/convolutional/stages.js';
import { createState } from '../../src/network/network.js';
import { createBlock } from '../../src/relax/block.js';
import {
  convolve,
  createFloatNetwork,
  parametersOf,
  pool,
  type StageParameters,
} from '../network/convolutional-reference.js';
import { relativeError, uniforms, upload } from '../network/reference.js';
import { updateOf } from './batch.js';

// Law: what centred EqProp wants of a convolutional network equals minus the slope of [G(b) -
// G(-b)] / 2b in every weight and bias, with G(b) = min_s F_b, at any finite b (the envelope
// identity), by finite differences of an energy written from the definitions: E = 1/2 sum |s_l|^2 -
// sum_l s_l . (P(W_l s_(l-1)) + b_l), the pool P inside, a bias a channel.

const picture: ImageShape = { height: 5, width: 4, channels: 2 };
const images = 2;
const beta = 0.3;

const networkOf = (kind: 'max' | 'average'): readonly LayerSpec[] => [
  { conv: { channels: 3, size: 3, stride: 1, padding: 1, pruned: 0 } },
  { pool: { kind, size: 2, stride: 2, padding: 0 } },
  { conv: { channels: 4, size: 2, stride: 1, padding: 1, pruned: 0 } },
  { pool: { kind, size: 2, stride: 1, padding: 0 } },
  { full: 4 },
];

type States = readonly Float64Array[];

/** Oracle: P(W_l s) + b_l of every layer, s being the states below. */
function drivesOf(layers: readonly LayerSpec[], stages: readonly StageParameters[], states: States) {
  let shape = { ...picture, values: states[0] };
  let l = 0;
  const drives: Float64Array[] = [];
  layers.forEach((layer, i) => {
    if ('pool' in layer) return;
    const next = layers[i + 1];
    const { weights, biases } = stages[l];
    // Biases are added behind the pool, which is the same for a maximum and for an average inside
    // the picture.
    const bare = { weights, biases: new Float64Array(biases.length) };
    if ('conv' in layer) {
      const wide = convolve(shape, bare, layer.conv);
      const out = next && 'pool' in next ? pool(wide, next.pool) : wide;
      drives.push(out.values.map((z, unit) => z + biases[unit % biases.length]));
      shape = { ...out, values: states[l + 1] };
    } else {
      const all = { height: 1, width: 1, channels: shape.values.length, values: shape.values };
      const out = convolve(all, bare, { size: 1, stride: 1, padding: 0 });
      drives.push(out.values.map((z, unit) => z + biases[unit]));
    }
    l++;
  });
  return drives;
}

describe.each(['average', 'max'] as const)('EqProp through convolutions and %s pools', (kind) => {
  const layers = networkOf(kind);
  const network = createFloatNetwork(layers, picture, {
    pooledCouplings: true,
    maxBatch: images,
    weightBounds: [0.4, 0.4, 0.4],
  });
  const last = network.layers.length - 1;
  const rows = (units: number, name: string) =>
    Array.from({ length: images }, (_, b) => Float64Array.from(uniforms(units, `${name}${b}`, [0.1, 0.9])));
  const [input, targets] = [rows(network.layers[0], 'image'), rows(network.layers[last], 'target')];
  const flat = (list: readonly Float64Array[]) => list.flatMap((row) => [...row]);
  const stages = parametersOf(network);

  /** Oracle: F_b of one image. */
  const energy = (states: States, { b, target }: { b: number; target: Float64Array }) => {
    let sum = 0;
    drivesOf(layers, stages, states).forEach((drive, l) => {
      states[l + 1].forEach((s, i) => {
        sum += s * s * 0.5 - s * drive[i];
      });
    });
    states[last].forEach((s, i) => {
      sum += 0.5 * b * (s - target[i]) ** 2;
    });
    return sum;
  };

  const relax = createBlock(network, { tolerance: 1e-7, maxBatch: images });
  /** The engine's states of rest, an image each, from a free phase on. */
  const settle = (b: number): readonly States[] => {
    const state = createState(network, images);
    state[0].set(flat(input));
    const target = upload(network.kernels, flat(targets));
    const phase = { batch: images, steps: 500, masks: [] };
    relax(state, { ...phase, nudge: null });
    expect(relax(state, { ...phase, nudge: { beta: b, target } }).status).toBe('settled');
    return input.map((_, image) =>
      state.map((layer, l) => {
        const units = network.layers[l];
        return Float64Array.from(layer.subarray(image * units, (image + 1) * units));
      }),
    );
  };

  it.each([0, beta, -beta])('comes to rest where the energy, nudged by %d, is lowest', (b) => {
    settle(b).forEach((states, image) => {
      const target = targets[image];
      const slopeAt = (l: number, i: number) => {
        const s = states[l][i];
        const at = (value: number) => {
          states[l][i] = value;
          return energy(states, { b, target });
        };
        const slope = (at(s + 1e-4) - at(s - 1e-4)) / 2e-4;
        states[l][i] = s;
        return slope;
      };
      for (let l = 1; l <= last; l++) {
        states[l].forEach((s, i) => {
          // Settled to 1e-7 in single precision; at a wall the energy may fall beyond it.
          const slope = slopeAt(l, i);
          if (s > 0 && s < 1) expect(Math.abs(slope), `layer ${l}, unit ${i}`).toBeLessThan(1e-4);
          else expect(s === 0 ? slope : -slope, `layer ${l}, unit ${i}`).toBeGreaterThan(-1e-4);
        });
      }
    });
  });

  it('wants minus the slope of the difference of minima, stage by stage', () => {
    const rule = createEqprop(network, {
      relax,
      freeSteps: 500,
      nudgedSteps: 500,
      beta,
      nudging: 'centred',
      maxBatch: images,
      random: createRandom(1),
    });
    const update = updateOf(rule, {
      batch: images,
      input: upload(network.kernels, flat(input)),
      masks: network.layers.map(() => null),
      target: upload(network.kernels, flat(targets)),
    });
    // The states of rest, once; by the envelope identity only the energy's own dependence on a
    // parameter counts.
    const [ups, downs] = [settle(beta), settle(-beta)];
    const rest = ups.map((up, image) => ({ up, down: downs[image] }));
    const inside = rest.flatMap(({ up }) => up.slice(1).flatMap((layer) => [...layer]));
    expect(inside.filter((s) => s > 0 && s < 1).length).toBeGreaterThan(10);
    const value = () =>
      rest.reduce((sum, { up, down }, image) => {
        const target = targets[image];
        return (
          sum + (energy(up, { b: beta, target }) - energy(down, { b: -beta, target })) / (2 * beta * images)
        );
      }, 0);
    const step = 1e-6;
    const slopes = (values: Float64Array) =>
      values.map((own, i) => {
        const at = (shift: number) => {
          values[i] = own + shift;
          return value();
        };
        const slope = (at(step) - at(-step)) / (2 * step);
        values[i] = own;
        return -slope;
      });
    network.couplings.forEach((coupling, l) => {
      const wanted = { weights: slopes(stages[l].weights), biases: slopes(stages[l].biases) };
      coupling.update(update.products[l]);
      const after = parametersOf(network)[l].weights.map((weight, i) => weight - stages[l].weights[i]);
      // States to 1e-7 and single precision, differences of two of them over 2 beta.
      expect(relativeError(after, wanted.weights), `weights ${l}`).toBeLessThan(1e-3);
      expect(relativeError(update.biases[l], wanted.biases), `biases ${l}`).toBeLessThan(1e-3);
      coupling.update({ ...update.products[l], scale: -update.products[l].scale });
    });
  });
});
