import { deepFreeze } from './mapping.js';
import type { RawConfiguration } from './schema/configuration-schema.js';
import type { RawHardware } from './schema/hardware-schema.js';

/**
 * A chip of the middle of the road, not of one foundry: bounded, noisy, varying devices of 1,000 pulses and 64 levels
 * between 1 and 100 uS, one cell in a thousand stuck, 8-bit converters, 128 x 128 tiles, ideal wires. All of it is an
 * assumption to be replaced by one's own figures.
 */
const hardware: RawHardware = {
  device: {
    model: 'soft-bounds',
    gMinS: 1e-6,
    gMaxS: 1e-4,
    states: 1000,
    upDownAsymmetry: 0,
    deviceVariation: { step: 0.3, bounds: 0.1 },
    cycleNoise: 0.3,
  },
  array: {
    rows: 128,
    cols: 128,
    wordLineOhm: 0,
    bitLineOhm: 0,
    wireSolveEvery: 0,
    wireUpdateEvery: 50,
    mapping: 'differential',
    slices: { count: 2, bits: 2 },
    phases: 'time-multiplexed',
    subtract: 'before-adc',
    driverOhm: 0,
    senseOhm: 0,
    backwardEnds: 'near',
    levels: 64,
    weightMax: 0.3,
  },
  converters: {
    dac: { bits: 8, voltageV: 0.2, range: 1, encoding: 'amplitude' },
    adc: { bits: 8, range: 2, noise: 0, offset: 0, gainError: 0 },
    scaling: { noise: 'none', bound: 'none' },
    nudge: { bits: 8, range: 1, offset: 0 },
  },
  read: {
    noise: 0.01,
    nonlinearity: { kind: 'sinh', voltageV: 0.25 },
    solve: 'approximate',
    relaxation: 'sampled',
    reads: 'per-phase',
    frozen: false,
    feedback: 'transpose',
    inferenceAfterSec: 0,
    driftCompensation: 'none',
  },
  write: {
    scheme: 'stochastic-rounding',
    pulses: 31,
    disturb: 0,
    verify: { rounds: 200 },
    offset: 0,
    noise: 0,
  },
  neurons: { noise: 0, offset: 0, nudgedOffset: 0 },
  faults: { stuckLow: 0.001, stuckHigh: 0 },
  effects: {
    writeNoise: 0,
    endurance: { pulses: 0, deviation: 0 },
    drift: { exponent: 0, deviation: 0, referenceSec: 20 },
    retention: { lifetimeSec: 0, deviation: 0, towardS: 0 },
    flicker: { strength: 0, readSec: 2.5e-7 },
    telegraph: { amplitude: 0, captureSec: 1, emissionSec: 1 },
    published: 'none',
  },
  training: 'in-situ',
  homeostasis: {
    as: 'selection',
    inInference: true,
    bits: 8,
    range: 0.5,
    accumulatorBits: 0,
    rounding: 'nearest',
    centred: true,
    gainError: 0,
    leak: 0,
    deadBand: 0,
    offset: 0,
  },
  cost: {},
};

/**
 * The mapping of weights where none is written: about mid-range, so that both devices of a pair can move either way, for
 * arrays that learn; with one device at gMin for those that are only programmed.
 */
export function defaultMappingOf(training: unknown): RawHardware['array']['mapping'] {
  return training === 'transfer' ? 'one-sided' : hardware.array.mapping;
}

/**
 * What a configuration leaves out, but for `defaultMappingOf`: one-layer unsupervised EqProp on MNIST and, as override, its backprop twin,
 * with the hyper-parameters of Liu et al. 2024, doi:10.1088/2634-4386/ad8c78, and their public code; one epoch
 * of the 100 (EqProp) and 200 (backprop) that their schedules span.
 */
export const defaultConfiguration = deepFreeze<RawConfiguration>({
  name: 'mnist-self-defined-target',
  seed: 1,
  dataset: { name: 'mnist' },
  network: { layers: [784, 2000], activation: 'hard-sigmoid' },
  learning: {
    rule: 'eqprop',
    mode: 'unsupervised',
    loss: 'mse',
    epochs: 1,
    batchSize: 16,
    learningRate: [0.03],
    schedule: { kind: 'linear', start: 1, end: 1e-3, epochs: 100 },
    optimizer: 'sgd',
    target: { winners: 5, labelSmoothing: 0.3, homeostasis: { gain: 0.3, averaging: 1 } },
    dropout: [0.3, 0.2],
    eqprop: {
      strategy: 'closed-form',
      dt: 0.2,
      freeSteps: 40,
      nudgedSteps: 10,
      tolerance: 1e-3,
      maxSweeps: 100,
      beta: 0.2,
      nudging: 'random-sign',
    },
    backprop: {
      learningRate: [8],
      schedule: { end: 5e-4, epochs: 200 },
      target: { winners: 6, labelSmoothing: 0, homeostasis: { gain: 0.4 } },
    },
  },
  readout: { labels: 1, linear: false, every: 1 },
  hardware,
});
