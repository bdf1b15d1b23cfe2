import type { Kernels } from '../../../crossbar/index.js';
import { permutation, type RandomStream, uniformInto } from '../../../devices/index.js';
import type { DeepReadonly } from '../../configuration/plain-data.js';
import type { LinearOptions } from '../../configuration/schema/readout-schema.js';
import { labelsOf, type Selection } from '../../data/batches.js';
import { createBackprop } from '../../learning/backprop.js';
import { createDropout } from '../../learning/dropout.js';
import { createOptimizer } from '../../learning/optimizers/create-optimizer.js';
import { scheduleFactor } from '../../learning/optimizers/schedule.js';
import { createIdealCoupling } from '../../network/couplings/ideal-coupling.js';
import type { Network } from '../../network/network.js';
import { strongestClass } from '../../readout/strongest-class.js';
import { createLabelTarget } from '../../target/label-target.js';
import { evaluationBatch, type KeptOutputs, markInto } from './evaluation.js';

export interface LinearReadout {
  readonly labelled: Selection;
  readonly test: Selection;
  /** Features: output units of the network below. */
  readonly units: number;
  readonly options: DeepReadonly<LinearOptions>;
  readonly kernels: Kernels;
  readonly random: RandomStream;
}

/**
 * A linear classifier on the outputs of a finished network: a network of one layer that
 * backpropagation trains on the softmax cross-entropy. Returns 1 where a test image is classified
 * correctly; `pause` is awaited after each epoch with the images seen. The features are computed
 * once and kept, 4 x units bytes an image (480 MB for 60,000 of 2,000): a relaxation an epoch would
 * cost more than all the rest. Weights and biases begin uniform in +-1 / sqrt(units).
 */
export async function trainLinear(
  memory: KeptOutputs,
  { labelled, test, units, options, kernels, random }: LinearReadout,
  pause: (done: number) => Promise<void>,
): Promise<Uint8Array> {
  const { classes } = test.set;
  const count = labelled.indices.length;
  const features = await memory.outputsOf(labelled);
  const labels = labelsOf(labelled);

  const maxBatch = Math.max(options.batchSize, evaluationBatch);
  const network = createClassifier([units, classes], { kernels, random, maxBatch });
  const { activation, dropout: p, epochs, learningRate, schedule } = options;
  const rule = createBackprop(network, { maxBatch, activation: [activation], loss: 'cross-entropy' });
  const optimizer = createOptimizer(network, options.optimizer);
  const labelTarget = createLabelTarget({ units: classes, classes, labelSmoothing: 0 });
  const dropout = createDropout(network.layers, {
    probabilities: [p, 0],
    inverted: true,
    random: random.stream('dropout'),
    kernels,
    maxBatch,
  });
  const input = kernels.float32(maxBatch * units);
  const target = kernels.float32(maxBatch * classes);

  for (let epoch = 0, step = 0; epoch < epochs; epoch++) {
    const rates = [learningRate * scheduleFactor(epoch, schedule)];
    const order = permutation(count, { random: random.stream('order'), step: epoch });
    for (let from = 0; from < count; from += options.batchSize, step++) {
      const rows = order.subarray(from, from + options.batchSize);
      const batch = rows.length;
      const masks = dropout(batch, step);
      gatherInto(input, { features, rows, units, mask: masks[0] });
      const own = Uint8Array.from(rows, (row) => labels[row]);
      const { updateTowards } = rule.answer({ batch, input, masks });
      labelTarget.targetInto(target, own, { batch, mask: null });
      optimizer.apply(updateTowards(target), rates);
    }
    await pause((epoch + 1) * count);
  }

  const right = new Uint8Array(test.indices.length);
  const scores = kernels.float32(maxBatch * classes);
  await memory.respond(test, (outputs, batch, before) => {
    rule.inferInto(scores, outputs, batch.indices.length);
    const predicted = strongestClass(scores, { batch: batch.indices.length, units: classes, classes });
    markInto(right, predicted, { batch, before });
  });
  return right;
}

/** input [rows, units] = the features of some images, dropped out. */
function gatherInto(
  input: Float32Array,
  options: { features: Float32Array; rows: Uint32Array; units: number; mask: Float32Array | null },
): void {
  const { features, rows, units, mask } = options;
  for (let b = 0; b < rows.length; b++) {
    input.set(features.subarray(rows[b] * units, (rows[b] + 1) * units), b * units);
  }
  if (mask === null) return;
  for (let i = 0; i < rows.length * units; i++) input[i] *= mask[i];
}

function createClassifier(
  layers: readonly [number, number],
  { kernels, random, maxBatch }: { kernels: Kernels; random: RandomStream; maxBatch: number },
): Network {
  const [pre, post] = layers;
  const bound = 1 / Math.sqrt(pre);
  const uniform = (length: number, name: string) =>
    uniformInto(new Float32Array(length), { random: random.stream(name), step: 0 }).map(
      (u) => bound * (2 * u - 1),
    );
  const bias = kernels.float32(post);
  bias.set(uniform(post, 'bias'));
  const coupling = createIdealCoupling(uniform(post * pre, 'weights'), {
    pre,
    post,
    kernels,
    maxRows: maxBatch,
  });
  return { layers, couplings: [coupling], biases: [bias], kernels };
}
