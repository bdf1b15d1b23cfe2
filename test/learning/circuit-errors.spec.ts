import { describe, expect, it } from 'vitest';
import { createRandom } from '../../devices/index.js';
import { createStateErrors, type StateErrorOptions } from '../../src/circuits/state-errors.js';
import { createBackprop } from '../../src/learning/backprop.js';
import { createEqprop } from '../../src/learning/eqprop.js';
import type { Update } from '../../src/learning/learning-rule.js';
import { createUpdateErrors } from '../../src/learning/update-errors.js';
import type { LayerSpec } from '../../src/network/convolutional/stages.js';
import { createClosedForm } from '../../src/relax/closed-form.js';
import { createFloatNetwork } from '../network/convolutional-reference.js';
import { createIdealNetwork, createParameters, uniforms, upload } from '../network/reference.js';
import { batchOf, createExamples, denseUpdate, updateOf } from './batch.js';

// Far from the walls, so that nothing is clipped.
const parameters = createParameters([5, 400], { name: 'errors', weight: 0.05, bias: [0.4, 0.6] });
const examples = createExamples(parameters);
const random = createRandom(2);
const beta = 0.2;

function updateWith(errors: Partial<StateErrorOptions>, step = 0): Update {
  const network = createIdealNetwork(parameters);
  const { layers, kernels } = network;
  const rule = createEqprop(network, {
    relax: createClosedForm(network, { dt: 0.2, maxBatch: 3 }),
    freeSteps: 200,
    nudgedSteps: 200,
    beta,
    nudging: 'positive',
    random,
    maxBatch: 3,
    stateErrors: createStateErrors(layers, {
      noise: 0,
      offset: 0,
      nudgedOffset: 0,
      ...errors,
      kernels,
      random: random.stream('errors'),
    }),
  });
  return updateOf(rule, { ...batchOf(network, examples), step });
}

/** What each image asks of each unit, (s_beta - s_0) / beta, with errors minus without. */
function shiftOf(errors: Partial<StateErrorOptions>, step = 0): Float64Array {
  const exact = updateWith({}).products[0].post.slice();
  const { post } = updateWith(errors, step).products[0];
  return Float64Array.from({ length: 1200 }, (_, i) => (post[i] - exact[i]) / beta);
}

const deviation = (values: Float64Array) =>
  Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);

describe('errors of sampled states', () => {
  it('that are common to both phases cancel in s_beta - s_0', () => {
    expect(Math.max(...shiftOf({ offset: 0.1 }).map(Math.abs))).toBeLessThan(1e-5);
  });

  it('of the nudged phase alone do not: over beta they are in every image alike', () => {
    const shift = shiftOf({ nudgedOffset: 0.1 });
    for (let unit = 0; unit < 400; unit++) expect(shift[400 + unit]).toBeCloseTo(shift[unit], 4);
    // 400 draws: the deviation is off by 1 / sqrt(800) = 3.5 % of itself.
    expect(Math.abs((deviation(shift) * beta) / 0.1 - 1)).toBeLessThan(5 * 0.035);
  });

  it('that are noise add up from both phases, and differ from image to image and batch to batch', () => {
    const [one, other] = [shiftOf({ noise: 0.1 }), shiftOf({ noise: 0.1 }, 1)];
    // Two samples of deviation 0.1; 1200 draws: off by 2 %.
    expect(Math.abs((deviation(one) * beta) / (0.1 * Math.SQRT2) - 1)).toBeLessThan(5 * 0.02);
    const product = one.reduce((sum, x, i) => sum + x * other[i], 0) / 1200;
    expect(Math.abs(product) / deviation(one) ** 2).toBeLessThan(5 / Math.sqrt(1200));
  });

  it('show in the answer too', () => {
    const network = createIdealNetwork(parameters);
    const stateErrors = createStateErrors(network.layers, {
      noise: 0,
      offset: 0.1,
      nudgedOffset: 0,
      kernels: network.kernels,
      random,
    });
    const answers = [null, stateErrors].map((errors) => {
      const rule = createEqprop(network, {
        relax: createClosedForm(network, { dt: 0.2, maxBatch: 3 }),
        freeSteps: 200,
        nudgedSteps: 10,
        beta,
        nudging: 'positive',
        random,
        maxBatch: 3,
        stateErrors: errors,
      });
      const out = network.kernels.float32(1200);
      rule.inferInto(out, batchOf(network, examples).input, 3);
      return out;
    });
    const shift = Float64Array.from(answers[0], (y, i) => answers[1][i] - y);
    expect(Math.abs(deviation(shift) / 0.1 - 1)).toBeLessThan(5 * 0.035);
  });
});

describe('errors of the update circuit', () => {
  const change = (options: { offset: number; noise: number }) => {
    const network = createIdealNetwork(parameters);
    const update = updateWith({});
    const before = denseUpdate(network, update).weights[0];
    const { couplings, kernels } = network;
    const add = createUpdateErrors(couplings, { ...options, unit: 1, kernels, random });
    add?.(update, { batch: 3, step: 0 });
    return denseUpdate(network, update).weights[0].map((w, i) => w - before[i]);
  };
  /** Mean over the images of each input. */
  const inputs = Float64Array.from({ length: 5 }, (_, j) =>
    examples.images.reduce((sum, image) => sum + image[j] / 3, 0),
  );

  it('that stand still are in the mean over images as they are in one', () => {
    const shift = change({ offset: 0.1, noise: 0 });
    const offsets = Float64Array.from({ length: 400 }, (_, unit) => shift[unit * 5] / inputs[0]);
    shift.forEach((dw, i) => {
      expect(dw).toBeCloseTo(offsets[Math.floor(i / 5)] * inputs[i % 5], 5);
    });
    expect(Math.abs(deviation(offsets) / 0.1 - 1)).toBeLessThan(5 * 0.035);
  });

  it('that are noise shrink in the mean over images', () => {
    const shift = change({ offset: 0, noise: 0.1 });
    const squares = inputs.map((_, j) => examples.images.reduce((sum, image) => sum + image[j] ** 2, 0) / 9);
    const expected = 0.1 * Math.sqrt(squares.reduce((sum, x) => sum + x, 0) / 5);
    expect(Math.abs(deviation(shift) / expected - 1)).toBeLessThan(5 * 0.035);
  });

  it('reach every unit in front of a pool, in each image alike', () => {
    const picture = { height: 6, width: 5, channels: 1 };
    const layers: readonly LayerSpec[] = [
      { conv: { channels: 3, size: 2, stride: 1, padding: 0, pruned: 0 } },
      { pool: { kind: 'max', size: 2, stride: 2, padding: 0 } },
      { full: 4 },
    ];
    const network = createFloatNetwork(layers, picture, { pooledCouplings: false });
    const { couplings, kernels } = network;
    const update = updateOf(createBackprop(network, { maxBatch: 3 }), {
      batch: 3,
      input: upload(kernels, uniforms(90, 'pictures')),
      masks: [],
      target: upload(kernels, new Array<number>(12).fill(1)),
    });
    const exact = update.products.map(({ post }) => post.slice());
    const add = createUpdateErrors(couplings, { offset: 0.1, noise: 0, unit: 1, kernels, random });
    add?.(update, { batch: 3, step: 0 });
    update.products.forEach(({ post }, l) => {
      const units = post.length / 3;
      const shift = post.map((error, i) => error - exact[l][i]);
      for (let i = 0; i < units; i++) expect(Math.abs(shift[i])).toBeGreaterThan(0);
      for (let i = units; i < 3 * units; i++) expect(shift[i]).toBeCloseTo(shift[i - units], 6);
    });
  });

  it('are null where there are none', () => {
    const { couplings, kernels } = createIdealNetwork(parameters);
    expect(createUpdateErrors(couplings, { offset: 0, noise: 0, unit: 1, kernels, random })).toBeNull();
    expect(() => createUpdateErrors(couplings, { offset: -1, noise: 0, unit: 1, kernels, random })).toThrow(
      'write.offset',
    );
  });
});
