import type { ChipConfiguration, Configuration } from '../../configuration/configuration.js';
import { isDense } from '../../configuration/network-layers.js';
import { batchesOf, imagesInto, labelsOf, type Selection } from '../../data/batches.js';
import { createAssociation } from '../../readout/association.js';
import { strongestClass } from '../../readout/strongest-class.js';
import { unitsOfClass } from '../../target/label-target.js';
import type { Model } from '../build/types.js';
import type { Accuracy, LabelShare } from '../results/result.js';

/** Images put through the network at once in inference. */
export const evaluationBatch = 256;
/**
 * The same on a chip that reads filters at hundreds of places of an image: a run can be stopped
 * between two batches.
 */
const convolutionalChipBatch = 16;

/**
 * Images that a run puts through its network at once in inference. Noise of reads is drawn by the
 * batch.
 */
export function evaluationBatchOf(
  { network: { layers } }: Pick<Configuration, 'network'>,
  hardware: 'ideal' | ChipConfiguration,
): number {
  return hardware === 'ideal' || isDense(layers) ? evaluationBatch : convolutionalChipBatch;
}

export interface Evaluation {
  /** 1 where the image was classified correctly, by test image in order; only what was measured. */
  readonly correct: Readonly<Partial<Record<keyof Accuracy, Uint8Array>>>;
  /** Class of each output unit, -1 for none. */
  readonly labels: Int32Array;
  /** What the same network scores with other shares of the labels. */
  readonly otherLabels?: readonly LabelShare[];
}

export type AssociationEvaluation = Evaluation & {
  readonly correct: { readonly average: Uint8Array; readonly max: Uint8Array };
};

/**
 * Puts images through a network in inference, batch by batch: `see` gets the outputs [batch, units]
 * of some images and the number of those before them, `pause` is awaited after each batch with the
 * number done.
 */
export type Respond = (
  images: Selection,
  see: (outputs: Float32Array, batch: Selection, before: number) => void,
  pause?: (done: number) => Promise<void>,
) => Promise<void>;

/** Its buffers are made once and never taken back, so keep it for the life of the network. */
export function createResponder(
  { network, rule }: Pick<Model, 'network' | 'rule'>,
  batchSize = evaluationBatch,
): Respond {
  const { layers, kernels } = network;
  const input = kernels.float32(batchSize * layers[0]);
  const outputs = kernels.float32(batchSize * layers[layers.length - 1]);
  return async (images, see, pause = async () => undefined) => {
    let done = 0;
    for (const batch of batchesOf(images, batchSize)) {
      imagesInto(input, batch);
      rule.inferInto(outputs, input, batch.indices.length);
      see(outputs, batch, done);
      done += batch.indices.length;
      await pause(done);
    }
  };
}

/**
 * Answers once given, kept: a second look at the same images costs no inference. 4 x units bytes an
 * image.
 */
export interface KeptOutputs {
  readonly respond: Respond;
  /** [images, units]. */
  readonly outputsOf: (images: Selection, pause?: (done: number) => Promise<void>) => Promise<Float32Array>;
}

export function createKeptOutputs(respond: Respond, units: number): KeptOutputs {
  const kept = new Map<Selection, Float32Array>();
  const outputsOf: KeptOutputs['outputsOf'] = async (images, pause) => {
    const known = kept.get(images);
    if (known) return known;
    const all = new Float32Array(images.indices.length * units);
    await respond(
      images,
      (outputs, batch, before) => all.set(outputs.subarray(0, batch.indices.length * units), before * units),
      pause,
    );
    kept.set(images, all);
    return all;
  };
  return Object.freeze<KeptOutputs>({
    outputsOf,
    async respond(images, see, pause) {
      const outputs = await outputsOf(images, pause);
      let before = 0;
      for (const batch of batchesOf(images, evaluationBatch)) {
        see(outputs.subarray(before * units), batch, before);
        before += batch.indices.length;
      }
    },
  });
}

export interface EvaluationOptions {
  readonly labelled: Selection;
  readonly test: Selection;
  /** Output units of the network. */
  readonly units: number;
}

/**
 * Class association with `labelled`, then the test on `test`; `pause` is awaited after each batch
 * with the stage and the number of images done in it.
 */
export async function associate(
  respond: Respond,
  { labelled, test, units }: EvaluationOptions,
  pause: (stage: 'associate' | 'test', done: number) => Promise<void> = async () => undefined,
): Promise<AssociationEvaluation> {
  const association = createAssociation(units, test.set.classes);
  await respond(
    labelled,
    (outputs, batch) => association.observe(outputs, labelsOf(batch), batch.indices.length),
    (done) => pause('associate', done),
  );
  const correct = { average: new Uint8Array(test.indices.length), max: new Uint8Array(test.indices.length) };
  await respond(
    test,
    (outputs, batch, before) => {
      const predicted = association.predict(outputs, batch.indices.length);
      markInto(correct.average, predicted.average, { batch, before });
      markInto(correct.max, predicted.max, { batch, before });
    },
    (done) => pause('test', done),
  );
  return { correct, labels: association.assign() };
}

/** The test of a supervised network: the class that owns the strongest output. */
export async function classify(
  respond: Respond,
  { test, units }: Omit<EvaluationOptions, 'labelled'>,
  pause?: (done: number) => Promise<void>,
): Promise<Evaluation> {
  const { classes } = test.set;
  const owned = unitsOfClass(units, classes);
  const right = new Uint8Array(test.indices.length);
  await respond(
    test,
    (outputs, batch, before) => {
      const predicted = strongestClass(outputs, { batch: batch.indices.length, units, classes });
      markInto(right, predicted, { batch, before });
    },
    pause,
  );
  return {
    correct: { test: right },
    labels: Int32Array.from({ length: units }, (_, i) => Math.floor(i / owned)),
  };
}

/** `associate` for a network that is tested once. */
export function evaluate(
  model: Pick<Model, 'network' | 'rule'>,
  { labelled, test }: Omit<EvaluationOptions, 'units'>,
): Promise<AssociationEvaluation> {
  const units = model.network.layers[model.network.layers.length - 1];
  return associate(createResponder(model), { labelled, test, units });
}

/** right[before ..] = 1 where the prediction is the label. */
export function markInto(
  right: Uint8Array,
  predicted: ArrayLike<number>,
  { batch, before }: { batch: Selection; before: number },
): void {
  labelsOf(batch).forEach((label, i) => {
    right[before + i] = Number(predicted[i] === label);
  });
}

/** Share of ones. */
export function shareCorrect(correct: Uint8Array): number {
  return correct.reduce((sum, one) => sum + one, 0) / correct.length;
}
