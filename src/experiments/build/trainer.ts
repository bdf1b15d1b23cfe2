import { type Kernels, type StoredState, stateUnder } from '../../../crossbar/index.js';
import type { RandomStream } from '../../../devices/index.js';
import { createBiasCircuit } from '../../circuits/bias-circuit.js';
import { createNudgeDac } from '../../circuits/nudge-dac.js';
import type { ChipConfiguration } from '../../configuration/configuration.js';
import type { DeepReadonly } from '../../configuration/plain-data.js';
import type { Stretch } from '../../configuration/schema/learning-schema.js';
import { imagesInto, labelsOf, type Selection } from '../../data/batches.js';
import { createDropout } from '../../learning/dropout.js';
import { createOptimizer } from '../../learning/optimizers/create-optimizer.js';
import { scheduleFactor } from '../../learning/optimizers/schedule.js';
import { findLearningRule } from '../../learning/rules/index.js';
import { createUpdateErrors } from '../../learning/update-errors.js';
import type { Homeostasis } from '../../target/homeostasis.js';
import { createLabelTarget, type LabelTarget } from '../../target/label-target.js';
import { createSelfDefinedTarget } from '../../target/self-defined-target.js';
import { loweringBias } from './lowered-bias.js';
import type { Model } from './types.js';

/** One way of training a model: a part of semi-supervised training, or the whole of another. */
export interface Trainer {
  readonly phase: DeepReadonly<Stretch>;
  /** null where labels are the target. */
  readonly homeostasis: Homeostasis | null;
  /** Puts an epoch (0-based) in place: its learning rate, homeostasis at 0. */
  readonly startEpoch: (epoch: number) => void;
  /** Learns from a batch of images; `step` numbers the batches of all trainers. */
  readonly learn: (images: Selection, step: number) => { sweeps: number; status: 'ok' | 'non-finite' };
  /**
   * Goes through the reads of a batch, free and nudged, and changes nothing: converters are
   * calibrated by them.
   */
  readonly rehearse: (images: Selection) => void;
  /** All that it remembers from one batch to the next. */
  readonly memory: StoredState;
}

export interface TrainerOptions {
  readonly supervised: boolean;
  readonly hardware: 'ideal' | ChipConfiguration;
  readonly kernels: Kernels;
  /** Dropout and ties come from the same streams for every rule and hardware. */
  readonly random: RandomStream;
  readonly maxBatch: number;
}

export function createTrainer(
  { network, rule }: Model,
  phase: DeepReadonly<Stretch>,
  options: TrainerOptions,
): Trainer {
  const { hardware, kernels, random, maxBatch } = options;
  const { layers } = network;
  const last = layers.length - 1;
  const dropout = createDropout(layers, {
    probabilities: phase.dropout,
    inverted: rule.invertedDropout,
    random: random.stream('dropout'),
    kernels,
    maxBatch,
  });
  const targets = createTargets({ network, rule }, phase, options);
  const circuits = hardware === 'ideal' ? null : chipCircuits(hardware, { network, rule, random });
  const optimizer = createOptimizer(network, phase.optimizer);
  const input = kernels.float32(maxBatch * layers[0]);
  const target = kernels.float32(maxBatch * layers[last]);
  let rates: readonly number[] = phase.learningRate;

  const { homeostasis } = targets;
  const isBias = hardware !== 'ideal' && hardware.homeostasis.as === 'bias';
  const lowered =
    isBias && homeostasis ? loweringBias(network, homeostasis) : <T>(action: () => T) => action();

  const computeUpdate = (images: Selection, step: number, observe: Homeostasis['observe'] | undefined) => {
    const batch = images.indices.length;
    const masks = dropout(batch, step);
    imagesInto(input, images, masks[0]);
    const { output, updateTowards } = rule.answer({ batch, input, masks, step });
    targets.targetInto(target, output, { images, mask: masks[last], step });
    observe?.(target, batch, step);
    circuits?.nudgeDac?.(target, batch);
    return updateTowards(target);
  };

  return Object.freeze<Trainer>({
    phase,
    homeostasis,
    startEpoch(epoch) {
      const factor = scheduleFactor(epoch, phase.schedule);
      rates = phase.learningRate.map((rate) => rate * factor);
      homeostasis?.reset();
    },
    learn(images, step) {
      const update = lowered(() => computeUpdate(images, step, homeostasis?.observe));
      circuits?.updateErrors?.(update, { batch: images.indices.length, step });
      if (update.status === 'ok') optimizer.apply(update, rates);
      return { sweeps: update.sweeps, status: update.status };
    },
    rehearse: (images) => void lowered(() => computeUpdate(images, 0, undefined)),
    memory: [...stateUnder('optimizer', optimizer.memory), ...stateUnder('homeostasis', homeostasis?.memory)],
  });
}

interface Targets {
  /** null where labels are the target. */
  readonly homeostasis: Homeostasis | null;
  /** target [batch, outputs] of images, by their labels or by the output itself. */
  readonly targetInto: (
    target: Float32Array,
    output: Float32Array,
    options: { images: Selection; mask: Float32Array | null; step: number },
  ) => void;
}

function createTargets(
  { network: { layers }, rule }: Pick<Model, 'network' | 'rule'>,
  { target, dropout }: DeepReadonly<Stretch>,
  { supervised, hardware, kernels, random }: TrainerOptions,
): Targets {
  const { winners, labelSmoothing } = target;
  const last = layers.length - 1;
  const units = layers[last];
  if (supervised) {
    let labelled: LabelTarget | null = null;
    return {
      homeostasis: null,
      targetInto(out, _, { images, mask }) {
        labelled ??= createLabelTarget({ units, classes: images.set.classes, labelSmoothing });
        labelled.targetInto(out, labelsOf(images), { batch: images.indices.length, mask });
      },
    };
  }
  const kept = 1 - dropout[last];
  const held = hardware === 'ideal' ? null : hardware.homeostasis;
  const circuit = held && createBiasCircuit(units, { ...held, random: random.stream('chip/homeostasis') });
  const selfDefined = createSelfDefinedTarget({
    units,
    winners,
    labelSmoothing,
    biased: held?.as === 'bias',
    homeostasis: {
      ...target.homeostasis,
      // The published code multiplies by the kept share for backprop, divides by it for EqProp.
      targetActivity: (winners / units) * (rule.invertedDropout ? kept : 1 / kept),
      ...(circuit && { circuit }),
    },
    random: random.stream('ties'),
    kernels,
  });
  return {
    homeostasis: selfDefined.homeostasis,
    targetInto: (out, output, { images, mask, step }) =>
      selfDefined.targetInto(out, output, { batch: images.indices.length, mask, step }),
  };
}

/** What a chip has around its arrays for learning. */
function chipCircuits(
  { converters, write }: ChipConfiguration,
  { network, rule, random }: Pick<Model, 'network' | 'rule'> & Pick<TrainerOptions, 'random'>,
) {
  const { layers, couplings, kernels } = network;
  const units = layers[layers.length - 1];
  const { taught, errorUnit } = findLearningRule(rule.name)!;
  return {
    nudgeDac:
      taught === 'error'
        ? null
        : createNudgeDac(units, { ...converters.nudge, random: random.stream('chip/nudge') }),
    updateErrors: createUpdateErrors(couplings, {
      ...{ offset: write.offset, noise: write.noise, unit: errorUnit(units) },
      ...{ kernels, random: random.stream('chip/update') },
    }),
  };
}
