import { describe, expect, it } from 'vitest';
import { createTypescriptKernels, type OuterProduct } from '../../crossbar/index.js';
import { createRandom, UnsettledError } from '../../devices/index.js';
import { createAdjoint } from '../../src/learning/adjoint.js';
import { withDoubledInput } from '../../src/learning/doubled-input.js';
import { createEqprop, type EqpropOptions } from '../../src/learning/eqprop.js';
import type { LearningRule } from '../../src/learning/learning-rule.js';
import { createDropContrast } from '../../src/learning/voltage-difference-gradient.js';
import { createIdealConductances } from '../../src/network/resistive/conductances.js';
import { createResistiveNetwork } from '../../src/network/resistive/resistive-network.js';
import type { Energy } from '../../src/reference/energy/energy.js';
import {
  contrast as contrastOf,
  type EnergyGradient,
  type SettledImage,
  settleImage,
} from '../../src/reference/energy/energy-gradient.js';
import { resistiveEnergy, sourceVoltages } from '../../src/reference/energy/resistive-energy.js';
import { createKirchhoff } from '../../src/relax/kirchhoff.js';
import { uniforms } from '../network/random-circuit.js';
import { updateOf } from './batch.js';

const inputGain = 5;
const batch = 5;
const beta = 0.25;
/** Far beyond what 32-bit floats can tell. */
const sweeps = 600;

/** The batched network and its double-precision twin, with the same examples. */
function createScene(hidden: readonly number[], amplifierGain = 1) {
  const kernels = createTypescriptKernels();
  const layers = [6, ...hidden, 3];
  const random = createRandom(hidden.length);
  const matrices: Float64Array[] = [];
  const network = createResistiveNetwork({
    layers,
    kernels,
    random,
    amplifierGain,
    bounds: layers.slice(1).map(() => 1),
    createConductances(values, shape) {
      // So that every node has a path to a source.
      for (let i = 0; i < values.length; i += 2) values[i] += 0.3;
      matrices.push(Float64Array.from(values));
      return createIdealConductances(values, { ...shape, kernels, maxRows: 2 * batch + 2 });
    },
  });
  network.biases.forEach((bias, l) => {
    bias.set(uniforms(random.stream(`b${l}`), bias.length).map((u) => Math.fround(2 * u - 1)));
  });
  const biases = network.biases.map((bias) => Float64Array.from(bias));
  const energy = resistiveEnergy({ layers: network.layers, weights: matrices, biases, amplifierGain });
  const images = Array.from({ length: batch }, (_, b) => uniforms(random.stream(`x${b}`), 6));
  const targets = images.map((_, b) => uniforms(random.stream(`y${b}`), 3));
  const settled = images.map((x, b) =>
    settleImage(energy, {
      sources: sourceVoltages(x, inputGain),
      target: targets[b]!,
      beta,
      tolerance: 1e-13,
    }),
  );
  return { kernels, network, energy, images, targets, settled, random };
}

type Scene = ReturnType<typeof createScene>;

function eqpropOf({ network, random }: Scene, options: Partial<EqpropOptions>): LearningRule {
  const { relax } = createKirchhoff(network, { tolerance: 0, maxBatch: batch });
  return createEqprop(network, {
    relax,
    contrast: createDropContrast(network, batch),
    random,
    beta,
    nudging: 'centred',
    freeSteps: sweeps,
    nudgedSteps: sweeps,
    maxBatch: batch,
    ...options,
  });
}

/** What a rule wants for the examples: minus a gradient. */
function wanted(rule: LearningRule, { kernels, images, targets }: Scene) {
  const doubled = withDoubledInput(rule, { pixels: 6, gain: inputGain, kernels, maxBatch: batch });
  return updateOf(doubled, {
    batch,
    input: Float32Array.from(images.flatMap((x) => [...x])),
    masks: [],
    target: Float32Array.from(targets.flatMap((y) => [...y])),
  });
}

const summed = ({ post, pre, rows, scale }: OuterProduct, [m, n]: readonly [number, number]) =>
  Float64Array.from({ length: m * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += post[row * m + i]! * pre[row * n + j]!;
    return scale * sum;
  });

/**
 * The largest difference between what a rule wants and minus a gradient's mean, over the gradient's
 * largest, layer by layer.
 */
function worstError(
  rule: LearningRule,
  scene: Scene,
  of: (image: SettledImage, b: number) => EnergyGradient,
) {
  const { products, biases } = wanted(rule, scene);
  const { layers } = scene.network;
  const gradients = scene.settled.map(of);
  const mean = (list: 'weights' | 'biases', l: number) =>
    gradients[0]![list][l]!.map((_, i) => gradients.reduce((sum, g) => sum + g[list][l]![i]! / batch, 0));
  const off = (got: ArrayLike<number>, gradient: Float64Array) =>
    Math.max(...gradient.map((g, i) => Math.abs(got[i]! + g))) / Math.max(...gradient.map(Math.abs));
  return Math.max(
    ...products.map((product, l) => off(summed(product, [layers[l + 1]!, layers[l]!]), mean('weights', l))),
    ...biases.map((change, l) => off(change, mean('biases', l))),
  );
}

/**
 * dE/dtheta with the output held at a share of the way to the target, in double precision, by a
 * nudge of no end.
 */
function clamped(energy: Energy, scene: Scene, { image, share }: { image: number; share: number }) {
  const { free } = scene.settled[image]!;
  const target = scene.targets[image]!.map((y, i) => free.at(-1)![i]! + share * (y - free.at(-1)![i]!));
  return settleImage(energy, { sources: free[0]!, target, beta: 1e9, tolerance: 1e-9 }).nudgedPlus;
}

// Squares of voltages of up to 15 in 32-bit floats, differences of a tenth of them, sums of some
// ten.
const limit = 5e-4;

describe.each([
  [[], 1],
  [[9], 1],
  [[9, 7], 1],
  [[9, 7, 5], 2],
] as const)('a resistive network with hidden layers %j and amplifiers of %d', (hidden, amplifierGain) => {
  const scene = createScene(hidden, amplifierGain);
  const { energy, network } = scene;

  it('relaxes to the voltages of the exact solve', () => {
    const { relax } = createKirchhoff(network, { tolerance: 1e-6, maxBatch: batch });
    const state = network.layers.map((units) => new Float32Array(batch * units));
    scene.settled.forEach(({ free }, b) => void state[0]!.set(free[0]!, b * network.layers[0]!));
    const { status } = relax(state, { batch, steps: sweeps, nudge: null, masks: [] });
    expect(status).toBe('settled');
    state.forEach((layer, l) => {
      scene.settled.forEach(({ free }, b) => {
        free[l]!.forEach((v, i) => {
          expect(Math.abs(layer[b * free[l]!.length + i]! - v)).toBeLessThan(2e-5);
        });
      });
    });
  });

  it('wants minus the centred gradient', () => {
    expect(worstError(eqpropOf(scene, {}), scene, ({ gradient }) => gradient)).toBeLessThan(limit);
  });

  it.each([
    ['positive', 1],
    ['negative', -1],
  ] as const)('wants minus the %s one-sided gradient', (nudging, sign) => {
    const oneSided = ({ free, nudgedPlus, nudgedMinus }: SettledImage) =>
      contrastOf(energy, [sign > 0 ? nudgedPlus : nudgedMinus, free], sign / beta);
    expect(worstError(eqpropOf(scene, { nudging }), scene, oneSided)).toBeLessThan(limit);
  });

  it('wants minus the exact gradient by the adjoint', () => {
    const kirchhoff = createKirchhoff(network, { tolerance: 0, maxBatch: batch });
    const steps = { freeSteps: sweeps, adjointSteps: sweeps, maxBatch: batch };
    const rule = createAdjoint(network, { ...kirchhoff, ...steps });
    expect(worstError(rule, scene, ({ exactGradient }) => exactGradient)).toBeLessThan(limit);
  });

  it('holds the output on the way to the target in coupled learning', () => {
    const contrast = ({ free }: SettledImage, image: number) =>
      contrastOf(energy, [clamped(energy, scene, { image, share: 0.5 }), free], 1 / 0.5);
    const rule = eqpropOf(scene, { teaching: 'clamp', nudging: 'positive', beta: 0.5 });
    expect(worstError(rule, scene, contrast)).toBeLessThan(limit);
  });

  it('keeps conductances at 0 or above when it learns', () => {
    const { products } = wanted(eqpropOf(scene, {}), scene);
    const reached = products.flatMap((product, l) =>
      [500, -500].map((by) => {
        const { couplings } = createScene(hidden, amplifierGain).network;
        const { pre, post, sums, update, weightsInto } = couplings[l]!;
        update({ ...product, scale: by * product.scale });
        const after = weightsInto(new Float32Array(pre * post));
        const row = (i: number) => after.subarray(i * pre, (i + 1) * pre);
        const added = Array.from({ length: post }, (_, i) => row(i).reduce((a, b) => Math.fround(a + b), 0));
        expect([...sums().subarray(0, post)]).toEqual(added);
        return Math.min(...after);
      }),
    );
    expect(Math.min(...reached)).toBe(0);
    expect(reached.length).toBe(2 * products.length);
  });
});

it('names the output that a negative nudge outweighs', () => {
  const scene = createScene([4]);
  const rule = eqpropOf(scene, { beta: 50, nudging: 'negative' });
  expect(() => wanted(rule, scene)).toThrow(UnsettledError);
  expect(() => wanted(rule, scene)).toThrow(
    /a nudge of -50 outweighs the conductance of node 0 of layer 2, \d/,
  );
});
