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
  const units = layers[last];
  const { winners, labelSmoothing, homeostasis } = phase.target;
  const kept = 1 - phase.dropout[last];
  // The published code multiplies by the kept share for backprop and divides by it for EqProp.
  const targetActivity = (winners / units) * (rule.invertedDropout ? kept : 1 / kept);
  const held = hardware === 'ideal' ? null : hardware.homeostasis;
  const circuit = held && createBiasCircuit(units, { ...held, random: random.stream('chip/homeostasis') });
  const biased = held?.as === 'bias';
  const selfDefined = options.supervised
    ? null
    : createSelfDefinedTarget({
        ...{ units, winners, labelSmoothing, biased },
        homeostasis: { ...homeostasis, targetActivity, ...(circuit && { circuit }) },
        random: random.stream('ties'),
        kernels,
      });
  let labelled: LabelTarget | null = null;
  const dropout = createDropout(layers, {
    probabilities: phase.dropout,
    inverted: rule.invertedDropout,
    random: random.stream('dropout'),
    kernels,
    maxBatch,
  });
  const optimizer = createOptimizer(network, phase.optimizer);
  const input = kernels.float32(maxBatch * layers[0]);
  let rates: readonly number[] = phase.learningRate;

  const circuits = hardware === 'ideal' ? null : chipCircuits(hardware, { network, rule, random });
  const { nudgeDac, updateErrors } = circuits ?? {};
  const controller = selfDefined?.homeostasis ?? null;
  const lowered = biased && controller ? loweringBias(network, controller) : <T>(action: () => T) => action();

  const computeUpdate = (images: Selection, step: number, isRehearsal = false) => {
    const batch = images.indices.length;
    const masks = dropout(batch, step);
    imagesInto(input, images, masks[0]);
    return rule.update({
      batch,
      input,
      masks,
      step,
      targetInto(out, output) {
        const mask = masks[last];
        if (selfDefined) {
          selfDefined.targetInto(out, output, { batch, mask, step });
          if (!isRehearsal) selfDefined.homeostasis.observe(out, batch, step);
        } else {
          labelled ??= createLabelTarget({ units, classes: images.set.classes, labelSmoothing });
          labelled.targetInto(out, labelsOf(images), { batch, mask });
        }
        nudgeDac?.(out, batch);
      },
    });
  };
  const learn = (images: Selection, step: number) => {
    const update = lowered(() => computeUpdate(images, step));
    updateErrors?.(update, { batch: images.indices.length, step });
    if (update.status === 'ok') optimizer.apply(update, rates);
    return { sweeps: update.sweeps, status: update.status };
  };

  return Object.freeze<Trainer>({
    phase,
    homeostasis: controller,
    startEpoch(epoch) {
      const factor = scheduleFactor(epoch, phase.schedule);
      rates = phase.learningRate.map((rate) => rate * factor);
      controller?.reset();
    },
    learn,
    rehearse: (images) => void lowered(() => computeUpdate(images, 0, true)),
    memory: [...stateUnder('optimizer', optimizer.memory), ...stateUnder('homeostasis', controller?.memory)],
  });
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
