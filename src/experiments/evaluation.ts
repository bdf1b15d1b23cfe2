import { batchesOf, imagesInto, labelsOf, type Selection } from '../data/batches.js';
import { createAssociation } from '../readout/association.js';
import type { Learner } from './learner.js';

/** Images put through the network at once in inference. */
export const evaluationBatch = 256;

export interface Evaluation {
  /** 1 where the image was classified correctly, by test image in order. */
  readonly correct: { readonly average: Uint8Array; readonly max: Uint8Array };
  /** Class of each output unit, -1 for none. */
  readonly labels: Int8Array;
}

/**
 * Class association with `labelled`, then the test on `test`; `pause` is awaited after each batch with the stage and
 * the number of images done in it.
 */
export async function evaluate(
  { network, rule }: Pick<Learner, 'network' | 'rule'>,
  { labelled, test }: { labelled: Selection; test: Selection },
  pause: (stage: 'associate' | 'test', done: number) => Promise<void> = async () => undefined,
): Promise<Evaluation> {
  const units = network.layers[network.layers.length - 1];
  const association = createAssociation(units, test.set.classes);
  const input = network.kernels.float32(evaluationBatch * network.layers[0]);
  const outputs = network.kernels.float32(evaluationBatch * units);
  const respond = (images: Selection) => {
    imagesInto(input, images);
    rule.inferInto(outputs, input, images.indices.length);
  };

  let done = 0;
  for (const images of batchesOf(labelled, evaluationBatch)) {
    respond(images);
    association.observe(outputs, labelsOf(images), images.indices.length);
    done += images.indices.length;
    await pause('associate', done);
  }
  const correct = { average: new Uint8Array(test.indices.length), max: new Uint8Array(test.indices.length) };
  done = 0;
  for (const images of batchesOf(test, evaluationBatch)) {
    respond(images);
    const count = images.indices.length;
    const predicted = association.predict(outputs, count);
    labelsOf(images).forEach((label, i) => {
      correct.average[done + i] = Number(predicted.average[i] === label);
      correct.max[done + i] = Number(predicted.max[i] === label);
    });
    done += count;
    await pause('test', done);
  }
  return { correct, labels: association.assign() };
}

/** Share of ones. */
export function meanOf(correct: Uint8Array): number {
  return correct.reduce((sum, one) => sum + one, 0) / correct.length;
}
