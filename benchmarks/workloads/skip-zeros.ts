import { createPackedOuter, createPackedRows, createPanels, type Kernels } from '../../crossbar/index.js';
import { createRandom } from '../../devices/index.js';
import { imagesInto, selectImages } from '../../src/data/batches.js';
import { loadDataset } from '../../src/data/load.js';
import { alternate, secondsOf } from '../shared/alternate.js';
import type { Benchmark, Row } from '../shared/benchmark.js';
import { withKernels } from './kernels.js';
import { relaxationTurns } from './skip-relaxation.js';

const shape = { batch: 16, units: 2000 };
const dropped = { input: 0.3, output: 0.7 };
/** Calls in a turn. */
const calls = 50;

/**
 * What leaving out zeros gains on a batch of MNIST: the products of one training step with and
 * without zeros.
 */
export const skipZeros: Benchmark = {
  name: 'skip-zeros',
  target: 1,
  run: ({ seed, repetitions, engine }) =>
    withKernels({ engine, threads: 1 }, async (kernels) => {
      const inputs = batchOfMnist(kernels, seed, shape.batch);
      const relaxations = relaxationTurns(kernels, { inputs: batchOfMnist(kernels, seed, 32), seed });
      const outputs = sparse(kernels, shape.batch * shape.units, { seed, zeros: dropped.output });
      const turns = {
        product: productTurn(kernels, inputs),
        productOfAll: productTurn(kernels, filled(kernels, inputs)),
        outer: outerTurn(kernels, outputs, inputs),
        outerOfAll: outerTurn(kernels, filled(kernels, outputs), filled(kernels, inputs)),
        ...relaxations.turns,
      };
      const times = await alternate(turns, { repetitions });
      const gain = (some: keyof typeof turns, all: keyof typeof turns, of = calls): Row => ({
        of: some,
        millisecondsPerCall: (1000 * times[some].medianSec) / of,
        withoutSkipping: (1000 * times[all].medianSec) / of,
        gain: times[all].medianSec / times[some].medianSec,
      });
      const nonZero = (array: Float32Array) => array.filter((x) => x !== 0).length / array.length;
      return {
        work: `product and outer product of a 784-2000 step on 16 MNIST images with input dropout 0.3, 1 thread; ratio = time for the product with every zero made 2^-24 over time with zeros left out`,
        peer: 'the same kernels on the same batch without zeros',
        ratio: times.productOfAll.medianSec / times.product.medianSec,
        rows: [
          { nonZeroInputs: nonZero(inputs), nonZeroOutputs: nonZero(outputs) },
          gain('product', 'productOfAll'),
          gain('outer', 'outerOfAll'),
          {
            relaxation: '784-1000-2000, batch 32, block, free and nudged',
            ...zeroStates(relaxations.zeros()),
          },
          gain('skipping', 'whole', 1),
          gain('following', 'whole', 1),
        ],
      };
    }),
};

function zeroStates([hidden, output]: readonly number[]): Row {
  return { zeroHidden: hidden, zeroOutput: output };
}

function batchOfMnist(kernels: Kernels, seed: number, batch: number): Float32Array {
  const random = createRandom(seed);
  const { train } = loadDataset({ name: 'mnist' });
  const count = batch * train.width * train.height;
  const [mask, inputs] = [kernels.float32(count), kernels.float32(count)];
  kernels.maskInto(mask, { draw: { random, step: 0 }, count, dropped: dropped.input, kept: 1 });
  imagesInto(inputs, selectImages(train, batch, random.stream('images')), mask);
  return inputs;
}

/** Uniform numbers of which a share is 0. */
function sparse(kernels: Kernels, length: number, { seed, zeros }: { seed: number; zeros: number }) {
  const random = createRandom(seed).stream('outputs');
  const [mask, out] = [kernels.float32(length), kernels.float32(length)];
  kernels.maskInto(mask, { draw: { random, step: 0 }, count: length, dropped: zeros, kept: 1 });
  kernels.uniformInto(out, { random, step: 1 });
  for (let i = 0; i < length; i++) out[i] *= mask[i];
  return out;
}

/** The same numbers with nothing to leave out. */
function filled(kernels: Kernels, array: Float32Array): Float32Array {
  const out = kernels.float32(array.length);
  for (let i = 0; i < array.length; i++) out[i] = array[i] === 0 ? 2 ** -24 : array[i];
  return out;
}

function productTurn(kernels: Kernels, inputs: Float32Array) {
  const cols = inputs.length / shape.batch;
  const panels = createPanels(shape.units, cols, kernels.float32);
  kernels.uniformInto(panels.data, { random: createRandom(1), step: 0 });
  const packed = createPackedRows(kernels, shape.batch, cols);
  const out = kernels.float32(shape.batch * shape.units);
  return () =>
    secondsOf(() => {
      for (let i = 0; i < calls; i++) {
        kernels.packRows(packed, inputs, shape.batch);
        kernels.multiplyInto(out, packed, panels);
      }
    });
}

function outerTurn(kernels: Kernels, post: Float32Array, pre: Float32Array) {
  const preCols = pre.length / shape.batch;
  const target = createPanels(shape.units, preCols, kernels.float32).data;
  const packed = createPackedOuter(kernels, shape.batch, { postCols: shape.units, preCols });
  return () =>
    secondsOf(() => {
      for (let i = 0; i < calls; i++) {
        kernels.packOuter(packed, { post, pre, rows: shape.batch, scale: 1e-6 });
        kernels.accumulateOuter(target, packed);
      }
    });
}
