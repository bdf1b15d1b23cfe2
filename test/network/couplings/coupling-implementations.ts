import { type CrossbarOptions, createConductanceArray, createWindows } from '../../../crossbar/index.js';
import { constantStep, withReadNoise } from '../../../devices/index.js';
import { createConvCoupling } from '../../../src/network/convolutional/conv-coupling.js';
import { createPool } from '../../../src/network/convolutional/pool.js';
import { withPool } from '../../../src/network/convolutional/pooled-coupling.js';
import { withPruning } from '../../../src/network/convolutional/pruned-coupling.js';
import type { Coupling } from '../../../src/network/coupling.js';
import { createCrossbarCoupling } from '../../../src/network/couplings/crossbar-coupling.js';
import { transposed, withFeedbackArray } from '../../../src/network/couplings/feedback-array.js';
import { createIdealCoupling } from '../../../src/network/couplings/ideal-coupling.js';
import { createTwinCoupling } from '../../../src/network/couplings/twin-coupling.js';
import {
  createDeviceConductances,
  createIdealConductances,
} from '../../../src/network/resistive/conductances.js';
import { idealDevice, kernels } from '../../crossbar/fixture.js';
import { convolve, pool } from '../convolutional-reference.js';
import { configuredCouplings } from './configured-couplings.js';
import {
  arrayOf,
  built,
  few,
  many,
  matrix,
  maxRows,
  perfect,
  uniforms,
  withZeros,
} from './coupling-builders.js';
import type { CouplingSubject } from './coupling-subject.js';

const picture = { height: 5, width: 4, channels: 2 };
const filters = { size: 3, stride: 1, padding: 1 };
const channels = 3;
const places = picture.height * picture.width;
const entries = filters.size ** 2 * picture.channels;

function ideal(weights: Float32Array, { post, pre }: typeof few, rows = maxRows): Coupling {
  return createIdealCoupling(weights, { pre, post, kernels, maxRows: rows });
}

function crossbar(name: string, changed: Partial<CrossbarOptions>, errors: Partial<CouplingSubject>) {
  return matrix(name, few, {
    create(weights, random) {
      const coupling = createCrossbarCoupling(weights, { ...arrayOf(random, few), ...changed });
      return built(coupling, [coupling.crossbar]);
    },
    ...errors,
  });
}

/**
 * An ADC of 8 bits and a range of 4; DACs of 6 bits, whose half steps add up over 7 weights below
 * 0.8.
 */
const coarse = {
  options: { dac: { bits: 6, voltageV: 0.2 }, adc: { bits: 8, range: 4 } },
  readError: (0.5 * 4) / 127 + (7 * 0.8 * 0.5) / 63 + 1e-4,
};
const coarseDevice = constantStep({ gMinS: 0, gMaxS: 1e-4, states: 1000 });

const convolved = (weights: ArrayLike<number>, x: ArrayLike<number>) =>
  convolve(
    { ...picture, values: Float64Array.from(x) },
    { weights: Float64Array.from(weights), biases: new Float64Array(channels) },
    filters,
  );

function convolution(
  name: string,
  own: Partial<CouplingSubject> & Pick<CouplingSubject, 'create'>,
): CouplingSubject {
  return {
    name,
    post: places * channels,
    pre: places * picture.channels,
    weights: (random) => uniforms(channels * entries, random, [-0.5, 0.5]),
    forward: (weights, x) => convolved(weights, x).values,
    ...own,
  };
}

const windows = createWindows(picture, filters);
/** Two pictures at once, so that three take two turns; an array is written once a batch. */
const overPicture = (read: Coupling, picturesAtOnce = 2) =>
  createConvCoupling(read, { windows, kernels, picturesAtOnce });
const filterShape = { post: channels, pre: entries };
const idealFilters = (weights: Float32Array) => ideal(weights, filterShape, 2 * places);

function pooled(kind: 'max' | 'average'): CouplingSubject {
  const spec = { kind, size: 2, stride: 2, padding: 0 };
  const over = createWindows({ ...picture, channels }, spec);
  const layer = () => createPool({ kind, windows: over, kernels, maxBatch: maxRows });
  return convolution(`convolution, ${kind} pool`, {
    post: layer().post,
    isMatrix: false,
    create: (weights) =>
      built(withPool(overPicture(idealFilters(weights)), { pool: layer(), kernels, maxRows })),
    forward: (weights, x) => pool(convolved(weights, x), spec).values,
  });
}

const conductances: Partial<CouplingSubject> = {
  lowest: 0,
  weights: (random) => withZeros(few.post * few.pre, random, [0, 0.5]),
};

/** Every implementation of `Coupling`. */
export const couplings: readonly CouplingSubject[] = [
  matrix('ideal, few units', few, { create: (weights) => built(ideal(weights, few)) }),
  matrix('ideal, many units', many, { create: (weights) => built(ideal(weights, many)) }),
  matrix('pruned', few, {
    weights: (random) => withZeros(few.post * few.pre, random, [-0.5, 0.5]),
    learns: (initial) => initial !== 0,
    create: (weights) => built(withPruning(ideal(weights, few))),
  }),
  crossbar('crossbar', {}, perfect),
  crossbar(
    'crossbar, offset column, several tiles',
    { mapping: 'offset-column', tile: { wordLines: 3, bitLines: 4 } },
    perfect,
  ),
  crossbar(
    'crossbar, coarse',
    { ...coarse.options, device: coarseDevice },
    { readError: coarse.readError, resolution: 2e-3 },
  ),
  // Read noise of sigma 0.01 of the 14 conductances of a line, all at most 1 and driven by at most
  // 1; 6 sigma.
  crossbar(
    'crossbar, read noise',
    { device: withReadNoise(idealDevice, 0.01) },
    { ...perfect, readError: 6 * 0.01 * Math.sqrt(14) },
  ),
  // 6 standard deviations of a converter of range 8.
  crossbar(
    'crossbar, noisy converters',
    { adc: { bits: 24, range: 8, noise: 0.01 } },
    { ...perfect, readError: 6 * 0.01 * 8 },
  ),
  matrix('twin arrays', few, {
    ...perfect,
    create(weights, random) {
      const coupling = createTwinCoupling(weights, arrayOf(random, few));
      return built(coupling, coupling.crossbars);
    },
  }),
  matrix('feedback array', few, {
    ...perfect,
    create(weights, random) {
      const forward = createCrossbarCoupling(weights, arrayOf(random.stream('forward'), few));
      const backward = createCrossbarCoupling(
        transposed(weights, few.post, few.pre),
        arrayOf(random.stream('feedback'), { post: few.pre, pre: few.post }),
      );
      return built(withFeedbackArray(forward, backward), [forward.crossbar, backward.crossbar]);
    },
  }),
  convolution('convolution', { create: (weights) => built(overPicture(idealFilters(weights))) }),
  convolution('convolution, pruned', {
    weights: (random) => withZeros(channels * entries, random, [-0.5, 0.5]),
    learns: (initial) => initial !== 0,
    create: (weights) => built(overPicture(withPruning(idealFilters(weights)))),
  }),
  convolution('convolution on a crossbar', {
    ...perfect,
    create(weights, random) {
      const options = { ...arrayOf(random, filterShape), maxBatch: maxRows * places };
      const read = createCrossbarCoupling(weights, options);
      return built(overPicture(read, maxRows), [read.crossbar]);
    },
  }),
  pooled('average'),
  pooled('max'),
  matrix('ideal conductances', few, {
    ...conductances,
    create: (weights) => built(createIdealConductances(weights, { ...few, kernels, maxRows })),
  }),
  matrix('conductances of devices', few, {
    ...conductances,
    ...perfect,
    create(weights, random) {
      const array = createConductanceArray({ ...arrayOf(random, few), maxRows });
      array.program(weights);
      return built(createDeviceConductances(array, { ...few, kernels, maxRows, noise: 'per-phase' }), [
        array,
      ]);
    },
  }),
  ...configuredCouplings,
];
