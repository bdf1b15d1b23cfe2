import type { Crossbar, Kernels } from '../../crossbar/index.js';
import type { DeviceModel, RandomStream } from '../../devices/index.js';
import { createBackprop } from '../learning/backprop.js';
import { createEqprop } from '../learning/eqprop.js';
import { hiddenPart } from '../learning/head.js';
import type { LearningRule } from '../learning/learning-rule.js';
import { type CrossbarCoupling, createCrossbarCoupling } from '../network/crossbar-coupling.js';
import { createIdealCoupling } from '../network/ideal-coupling.js';
import { createNetwork, type InitialWeights, type Network } from '../network/network.js';
import { createBlock } from '../relax/block.js';
import { createClosedForm } from '../relax/closed-form.js';
import { createDrives } from '../relax/drives.js';
import { createEuler } from '../relax/euler.js';
import { arrayOptions } from './chip.js';
import type { ChipConfiguration, Configuration, Learning } from './configuration.js';

/** A network on its hardware and the rule that it learns by. */
export interface Model {
  readonly network: Network;
  readonly rule: LearningRule;
  /** The arrays under the network, none on ideal hardware. */
  readonly crossbars: readonly Crossbar[];
}

export interface ModelOptions {
  readonly hardware: 'ideal' | ChipConfiguration;
  /** In place of the hardware's own. */
  readonly device?: DeviceModel | undefined;
  readonly kernels: Kernels;
  /** Initial weights come from the same streams for every rule and hardware. */
  readonly random: RandomStream;
  /** In place of drawn ones. */
  readonly initial?: readonly InitialWeights[] | null | undefined;
  /** Most images handed to the network at once, in training or inference. */
  readonly maxBatch: number;
}

export function createModel(
  { layers, activation, weightBounds }: Configuration['network'],
  learning: Learning,
  options: ModelOptions,
): Model {
  const { network, crossbars } = createHardwareNetwork({ layers, weightBounds }, options);
  const { loss } = learning;
  if (learning.rule === 'eqprop')
    return { network, crossbars, rule: createEnergyRule(network, learning, options) };
  const names = layers.slice(1).map((_, l) => (Array.isArray(activation) ? activation[l] : activation));
  const rule = createBackprop(network, { maxBatch: options.maxBatch, activation: names, loss });
  return { network, crossbars, rule };
}

function createHardwareNetwork(
  { layers, weightBounds }: Pick<Configuration['network'], 'layers' | 'weightBounds'>,
  options: ModelOptions,
) {
  const { hardware, device, kernels, random, initial, maxBatch } = options;
  const crossbars: Crossbar[] = [];
  // Couplings between dynamical layers are updated by two products an image, free and nudged.
  const maxRows = 2 * maxBatch;
  const network = createNetwork({
    layers,
    weightBounds,
    random: random.stream('network'),
    kernels,
    initial,
    createCoupling(weights, { pre, post, index }) {
      if (hardware === 'ideal') return createIdealCoupling(weights, { pre, post, kernels, maxRows });
      const coupling: CrossbarCoupling = createCrossbarCoupling(weights, {
        ...arrayOptions(hardware, { model: device, weights }),
        rows: post,
        cols: pre,
        random: random.stream(`chip/array ${index}`),
        kernels,
        maxBatch: maxRows,
      });
      crossbars.push(coupling.crossbar);
      return coupling;
    },
  });
  return { network, crossbars };
}

function createEnergyRule(
  network: Network,
  { eqprop, loss }: Learning,
  { random, maxBatch }: ModelOptions,
): LearningRule {
  const { strategy, tolerance, maxSweeps, beta, nudging } = eqprop;
  const block = strategy === 'block';
  const relaxing = loss === 'cross-entropy' ? hiddenPart(network) : network;
  const step = { dt: eqprop.dt, maxBatch, drives: createDrives(relaxing, maxBatch) };
  const fixed = strategy === 'euler' ? createEuler : createClosedForm;
  return createEqprop(network, {
    relax: block ? createBlock(relaxing, { tolerance, maxBatch }) : fixed(relaxing, step),
    // The pull of a softmax has no closed form.
    ...(loss === 'cross-entropy' && { relaxNudged: createEuler(relaxing, step) }),
    freeSteps: block ? maxSweeps : eqprop.freeSteps,
    nudgedSteps: block ? maxSweeps : eqprop.nudgedSteps,
    beta,
    nudging,
    loss,
    random: random.stream('nudge sign'),
    maxBatch,
  });
}
