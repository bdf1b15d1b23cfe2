import { describe, expect, it } from 'vitest';
import { createSimdKernels, selectWinners } from '../../../crossbar/index.js';
import { createRandom } from '../../../devices/index.js';
import { batchesOf, imagesInto, type Selection, selectImages, shuffled } from '../../../src/data/batches.js';
import { createLearner, type Learner } from '../../../src/experiments/build/learner.js';
import { evaluate, shareCorrect } from '../../../src/experiments/run/evaluation.js';
import { digits, quickDigits } from '../run-fixture.js';

const [units, winners, epochs] = [100, 3, 10];
const random = createRandom(1);
const train = selectImages(digits.train, undefined, random);
const test = selectImages(digits.test, undefined, random);

/**
 * Shares of the wins that each unit takes of the training images, by the thresholds that training
 * left.
 */
function winShares({ rule, trainers, network }: Learner): Float64Array {
  const shares = new Float64Array(units);
  const [input, outputs] = [64, units].map((n) => network.kernels.float32(256 * n));
  const { threshold } = trainers[0].homeostasis!;
  const add = (images: Selection) => {
    const batch = images.indices.length;
    imagesInto(input, images);
    rule.inferInto(outputs, input, batch);
    for (let b = 0; b < batch; b++) {
      const best = selectWinners(new Int32Array(winners), outputs, { from: b * units, threshold, ties: b });
      for (const unit of best) shares[unit] += 1 / (winners * digits.train.count);
    }
  };
  for (const images of batchesOf(train, 256)) add(images);
  return shares;
}

/** A network of 64-100 after ten epochs on the digits. */
async function trained(gain: number) {
  const configuration = await quickDigits(
    `network.layers=[64, ${units}]`,
    `learning.target.homeostasis.gain=${gain}`,
    'learning.schedule.kind=constant',
    'hardware=ideal',
  );
  const learner = createLearner(configuration, {
    rule: 'eqprop',
    hardware: 'ideal',
    kernels: createSimdKernels(),
    random,
    maxBatch: 256,
  });
  for (let epoch = 0; epoch < epochs; epoch++) {
    learner.startEpoch(epoch);
    for (const images of batchesOf(shuffled(train, random.stream('order'), epoch), 16)) learner.learn(images);
  }
  const shares = winShares(learner);
  const { correct } = await evaluate(learner, { labelled: train, test });
  const entropy = shares.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);
  return {
    accuracy: shareCorrect(correct.average),
    winning: shares.filter((p) => p > 0).length,
    units: 2 ** entropy,
  };
}

describe('homeostasis on real digits', async () => {
  const [balanced, free] = [await trained(0.3), await trained(0)];

  it('keeps most units winning, which else leave the wins to a few', () => {
    expect(balanced.winning).toBeGreaterThan(0.9 * units);
    // 2^entropy: the number of units that would share the wins evenly.
    expect(balanced.units).toBeGreaterThan(0.5 * units);
    expect(free.winning).toBeLessThan(0.3 * units);
    expect(free.units).toBeLessThan(0.2 * units);
  });

  it('is worth a third of the accuracy and more', () => {
    expect(balanced.accuracy).toBeGreaterThan(0.75);
    expect(free.accuracy).toBeLessThan(0.75 * balanced.accuracy);
  });
});
