import type { RandomStream } from '../../../devices/index.js';
import {
  type Configuration,
  resolveConfiguration,
  resolveLearning,
} from '../../../src/configuration/configuration.js';
import { createModel } from '../../../src/experiments/build/model.js';
import type { Coupling } from '../../../src/network/coupling.js';
import { kernels } from '../../crossbar/fixture.js';
import { perfectChip } from '../../experiments/perfect-chip.js';
import { built, few, matrix, maxRows, perfect, withZeros } from './coupling-builders.js';
import type { BuiltCoupling, CouplingSubject } from './coupling-subject.js';

const digits = { name: 'digits' };
/** A pulse moves a weight of 1 by 2e-5 at most, and an update takes at most 65535. */
const chip = { ...perfectChip(1), device: { ...perfectChip(1).device, states: 100_000 } };
const supervised = { mode: 'supervised', target: { winners: 1 }, backprop: { target: { winners: 1 } } };
const noFeedback = await resolveConfiguration(
  {
    dataset: digits,
    network: { layers: [64, few.pre, few.post] },
    learning: supervised,
    hardware: { ...chip, read: { ...chip.read, feedback: 'none' } },
  },
  { source: 'test' },
);
const resistive = await resolveConfiguration(
  {
    dataset: digits,
    network: { energy: 'resistive', layers: [64, 5], inputGain: 3 },
    learning: { ...supervised, dropout: [0, 0], eqprop: { strategy: 'block' } },
    hardware: chip,
  },
  { source: 'test' },
);

/** The last coupling of a network of `layers` on the hardware of a configuration. */
function configured(
  configuration: Configuration,
  weights: Float32Array,
  options: { readonly layers: readonly number[]; readonly random: RandomStream; readonly isIdeal?: boolean },
): BuiltCoupling {
  const { layers, random, isIdeal = false } = options;
  const last = layers.length - 2;
  const network = { ...configuration.network, layers } as Configuration['network'];
  const model = createModel(network, resolveLearning(configuration, 'eqprop'), {
    hardware: isIdeal ? 'ideal' : configuration.hardware,
    kernels,
    random,
    initial: layers.slice(1).map((units, l) => ({
      weights: l === last ? weights : new Float32Array(units * layers[l]),
      bias: new Float32Array(units),
    })),
    maxBatch: maxRows / 2,
  });
  return built(model.network.couplings[last] as Coupling, model.crossbars);
}

/** Weights from a resistive network's sources, which stand at 3 [x, -x] for an image x. */
function signedInput(name: string, isIdeal: boolean, errors: Partial<CouplingSubject>): CouplingSubject {
  const shape = { post: 5, pre: 8 };
  const layers = [shape.pre / 2, shape.post];
  return matrix(name, shape, {
    lowest: 0,
    weights: (random) => withZeros(shape.post * shape.pre, random, [0, 0.5]),
    create: (weights, random) => configured(resistive, weights, { layers, random, isIdeal }),
    statesOf: (image) => Float32Array.from([...image, ...image.map((x) => -x)], (x) => 3 * x),
    ...errors,
  });
}

/** Couplings that a configuration alone makes. */
export const configuredCouplings: readonly CouplingSubject[] = [
  matrix('no feedback', few, {
    ...perfect,
    resolution: 2e-5,
    backward: 'none',
    create: (weights, random) => configured(noFeedback, weights, { layers: [3, few.pre, few.post], random }),
  }),
  signedInput('signed input', true, {}),
  signedInput('signed input on devices', false, { ...perfect, resolution: 2e-5 }),
];
