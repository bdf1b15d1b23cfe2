import type { Crossbar, Kernels } from '../../crossbar/index.js';
import type { RandomStream } from '../../devices/index.js';
import { imagesInto, type Selection } from '../data/batches.js';
import { createBackprop } from '../learning/backprop.js';
import { createDropout } from '../learning/dropout.js';
import { createEqprop } from '../learning/eqprop.js';
import type { LearningRule } from '../learning/learning-rule.js';
import { applySgd, linearSchedule } from '../learning/sgd.js';
import { type CrossbarCoupling, createCrossbarCoupling } from '../network/crossbar-coupling.js';
import { createIdealCoupling } from '../network/ideal-coupling.js';
import { createNetwork, type Network } from '../network/network.js';
import { createBlock } from '../relax/block.js';
import { createClosedForm } from '../relax/closed-form.js';
import { createEuler } from '../relax/euler.js';
import { createSelfDefinedTarget, type SelfDefinedTarget } from '../target/self-defined-target.js';
import { arrayOptions, quantiseNudge } from './chip.js';
import type { ChipConfiguration, Configuration, Learning } from './configuration.js';
import { resolveLearning } from './configuration.js';

/** A network that learns by one rule on one kind of hardware: what a configuration's names stand for. */
export interface Learner {
  readonly network: Network;
  readonly rule: LearningRule;
  readonly learning: Learning;
  readonly target: SelfDefinedTarget;
  /** The arrays under the network, none on ideal hardware. */
  readonly crossbars: readonly Crossbar[];
  /** Puts an epoch (0-based) in place: its learning rate, homeostasis at 0. */
  readonly startEpoch: (epoch: number) => void;
  /** Learns from a batch of images. */
  readonly learn: (images: Selection) => { sweeps: number; status: 'ok' | 'non-finite' };
}

export interface LearnerOptions {
  readonly rule: 'eqprop' | 'backprop';
  readonly hardware: 'ideal' | ChipConfiguration;
  readonly kernels: Kernels;
  /** Initial weights, dropout and ties come from the same streams for every rule and hardware. */
  readonly random: RandomStream;
  /** Most images handed to the network at once, in training or inference. */
  readonly maxBatch: number;
}

export function createLearner(configuration: Configuration, options: LearnerOptions): Learner {
  const { hardware, kernels, random, maxBatch } = options;
  const learning = resolveLearning(configuration, options.rule);
  const { layers } = configuration.network;
  const units = layers[layers.length - 1];
  const { network, crossbars } = createHardwareNetwork(layers, options);
  const rule = createRule(network, learning, options);
  const { winners, labelSmoothing, homeostasis } = learning.target;
  const kept = 1 - learning.dropout[layers.length - 1];
  // The published code multiplies by the kept share for backprop and divides by it for EqProp.
  const targetActivity = (winners / units) * (options.rule === 'backprop' ? kept : 1 / kept);
  const target = createSelfDefinedTarget({
    units,
    winners,
    labelSmoothing,
    homeostasis: { gain: homeostasis.gain, targetActivity },
    random: random.stream('ties'),
  });
  const dropout = createDropout(layers, {
    probabilities: learning.dropout,
    inverted: rule.invertedDropout,
    random: random.stream('dropout'),
    kernels,
    maxBatch,
  });
  const input = kernels.float32(maxBatch * layers[0]);
  let rates: readonly number[] = learning.learningRate;
  let step = 0;

  const learn = (images: Selection) => {
    const batch = images.indices.length;
    const masks = dropout(batch, step);
    imagesInto(input, images, masks[0]);
    const update = rule.update({
      batch,
      input,
      masks,
      targetInto(out, output) {
        target.targetInto(out, output, { batch, mask: masks[layers.length - 1], step });
        target.homeostasis.observe(out, batch);
        if (hardware !== 'ideal') quantiseNudge(out, batch * units, hardware.converters.nudge.bits);
      },
    });
    if (update.status === 'ok') applySgd(network, update, rates);
    step++;
    return { sweeps: update.sweeps, status: update.status };
  };

  return Object.freeze<Learner>({
    network,
    rule,
    learning,
    target,
    crossbars,
    startEpoch(epoch) {
      const { kind, ...schedule } = learning.schedule;
      const factor = kind === 'linear' ? linearSchedule(epoch, schedule) : 1;
      rates = learning.learningRate.map((rate) => rate * factor);
      target.homeostasis.reset();
    },
    learn,
  });
}

function createHardwareNetwork(layers: readonly number[], options: LearnerOptions) {
  const { hardware, kernels, random, maxBatch } = options;
  const crossbars: Crossbar[] = [];
  // Couplings between dynamical layers are updated by two products an image, free and nudged.
  const maxRows = 2 * maxBatch;
  const network = createNetwork({
    layers,
    random: random.stream('network'),
    kernels,
    createCoupling(weights, { pre, post, index }) {
      if (hardware === 'ideal') return createIdealCoupling(weights, { pre, post, kernels, maxRows });
      const coupling: CrossbarCoupling = createCrossbarCoupling(weights, {
        ...arrayOptions(hardware),
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

function createRule(
  network: Network,
  learning: Learning,
  { rule, random, maxBatch }: LearnerOptions,
): LearningRule {
  if (rule === 'backprop') return createBackprop(network, { maxBatch });
  const { strategy, dt, tolerance, maxSweeps, beta, nudging } = learning.eqprop;
  const block = strategy === 'block';
  const fixed = strategy === 'euler' ? createEuler : createClosedForm;
  return createEqprop(network, {
    relax: block ? createBlock(network, { tolerance, maxBatch }) : fixed(network, { dt, maxBatch }),
    freeSteps: block ? maxSweeps : learning.eqprop.freeSteps,
    nudgedSteps: block ? maxSweeps : learning.eqprop.nudgedSteps,
    beta,
    nudging,
    random: random.stream('nudge sign'),
    maxBatch,
  });
}
