import { z } from 'zod';
import { inferenceNoise } from '../../../devices/index.js';
import { deviceSchema } from '../device/device-schema.js';
import { costSchema } from './cost-schema.js';
import { choice, list, mapping, number, positive, whole } from './schema-parts.js';

const bits = () => whole(1, 24);

/** 0 = none, for any value; codes on both sides of 0 need two. */
const bitsOrNone = () =>
  whole(0, 24).refine((bits) => bits !== 1, 'expected 0, for any value, or a whole number in [2, 24]');

/** A weight, or how it follows from those that an array begins with or is programmed with, see `weightMaxOf`. */
const weightMaxSchema = z.union([
  z.literal('largest'),
  positive(1000),
  mapping({ percentile: positive(100) }),
  mapping({ deviations: positive(1000) }),
]);

/** How weights lie on tiles of devices. */
/** Cells have no resistance in series of their own. */
const behindTransistor =
  'expected the conductances of a cell behind its access transistor, 1 / (R + R_access), as hardware.device.gMinS and gMaxS';

const arraySchema = mapping(
  {
    /** Word lines and bit lines of a tile. */
    rows: whole(1, 65536),
    cols: whole(1, 65536),
    /** Resistance of a wire from cell to cell; 0 = ideal. */
    wordLineOhm: number(0, 1e9),
    bitLineOhm: number(0, 1e9),
    /**
     * Updates from one exact solve of the wires to the next (0 = after programming alone), and from one first-order look, whose error
     * `updateConductanceInto` states.
     */
    wireSolveEvery: whole(0, 1e9),
    wireUpdateEvery: whole(1, 1e9),
    /** How weights lie on devices, see `mappingOf`. */
    mapping: choice(['differential', 'one-sided', 'offset-column', 'half-reference', 'bit-slices']),
    /** Of bit-slices: pairs of devices a weight, and bits of magnitude that each holds. */
    slices: mapping({ count: whole(1, 24), bits: whole(1, 24) }),
    /** twin: two arrays a coupling with devices of their own, one for the free phase and inference, one for the nudged phase. */
    phases: choice(['time-multiplexed', 'twin']),
    subtract: choice(['before-adc', 'after-adc']),
    /** Resistance of what drives a line and of what senses one; the ends of the lines that backward reads use. */
    driverOhm: number(0, 1e9),
    senseOhm: number(0, 1e9),
    backwardEnds: choice(['near', 'far']),
    /** Conductances a device can be set to; 0 = any. */
    levels: whole(0, 1_000_000),
    /** The weight that stands for the full range of conductance; or a list, one an array. */
    weightMax: z.union([weightMaxSchema, list(weightMaxSchema, 1)], {
      error:
        'expected largest, {percentile: P} with P in (0, 100], {deviations: D} or a number, each in (0, 1000], or a list of these, one an array',
    }),
  },
  { advice: (key) => (/access|transistor|selector/i.test(key) ? behindTransistor : undefined) },
);

const convertersSchema = mapping({
  dac: mapping({
    /** Of the magnitude: the sign is one more, so that 8 bits are 511 codes. */
    bits: bits(),
    /** The line voltage at full scale. */
    voltageV: positive(100),
    /** Full scale, in units of a neuron's state; calibrated = by training images, array by array. */
    range: z.union([z.literal('calibrated'), positive(1_000_000)], {
      error: 'expected calibrated or a number in (0, 1000000]',
    }),
    /** How a code drives its line. */
    encoding: choice(['amplitude', 'pulse-width', 'bit-serial']),
  }),
  adc: mapping({
    /** Codes on both sides of 0 need two. */
    bits: whole(2, 24),
    /** Full scale, in units of a neuron's weighted input; calibrated = by training images, tile by tile. */
    range: z.union([z.literal('calibrated'), positive(1_000_000)], {
      error: 'expected calibrated or a number in (0, 1000000]',
    }),
    /** Standard deviations: of a conversion and of the fixed offsets, as shares of full scale; of the gains about 1. */
    noise: number(0, 10),
    offset: number(0, 10),
    gainError: number(0, 10),
  }),
  /** Digital scaling of vectors: by their largest input, and down while an output clips. */
  scaling: mapping({ noise: choice(['none', 'abs-max']), bound: choice(['none', 'iterative']) }),
  /** Holds the target while the output is nudged, see `NudgeDacOptions`. */
  nudge: mapping({ bits: bits(), range: positive(1000), offset: number(0, 10) }),
});

const readSchema = mapping({
  /**
   * Standard deviation of a cell's conductance from read to read, relative to it. Behind wires that take a share of the current lines
   * see too much of it, by 0.3 to 0.8 of that share, but with `solve: exact`.
   */
  noise: number(0, 10),
  nonlinearity: mapping({
    kind: choice(['sinh', 'none']),
    /** v0 of i = G v0 sinh(v / v0). */
    voltageV: positive(100),
  }),
  solve: choice(['approximate', 'exact']),
  /** sampled: converters between arrays and neurons. analog: neurons on the array's lines, which no read drives backward. */
  relaxation: choice(['sampled', 'analog']),
  /**
   * The clamped input's product is read once a phase, or anew at every step or sweep. per-batch: resistive networks alone; read noise
   * stands still for all phases of a batch, as noise slower than those does.
   */
  reads: choice(['per-phase', 'each-step', 'per-batch']),
  /** Read noise stands still for a phase, common to its images and to both directions; else it is drawn for every read. */
  frozen: choice([true, false]),
  /**
   * transpose: arrays are driven backward. second-array: a transposed array with devices of its own, given the same updates. none:
   * zeros, a chip that can do neither.
   */
  feedback: choice(['transpose', 'second-array', 'none']),
  /** Seconds from the last pulse of training, or from programming, to the test at the end. */
  inferenceAfterSec: number(0, 1e12),
  /**
   * global: the outputs of every array are scaled digitally by what drift has taken since then, one factor an array, from a
   * reference read before and after, see `createDriftCompensation`. none: weights shrink, while biases, which are ideal
   * currents, do not: late accuracies of a network with biases are then lower than by drift of the weights alone.
   */
  driftCompensation: choice(['none', 'global']),
});

/** What devices do over pulses and time, whatever their model; 0 = off. What goes by time shows at `read.inferenceAfterSec`. */
const effectsSchema = mapping({
  /** What a write is off by until the next one: deviation as a share of the range. */
  writeNoise: number(0, 10),
  /** Median number of pulses that a device takes, and the deviation of its logarithm. */
  endurance: mapping({ pulses: whole(0, 2 ** 24), deviation: number(0, 10) }),
  /** ((t + referenceSec) / referenceSec)^-exponent; the exponent's deviation from device to device. */
  drift: mapping({ exponent: number(0, 10), deviation: number(0, 10), referenceSec: positive(1e12) }),
  /** Exponential decay towards a conductance. */
  retention: mapping({ lifetimeSec: number(0, 1e12), deviation: number(0, 10), towardS: number(0, 1) }),
  /** 1/f noise: strength sqrt(ln((t + readSec) / (2 readSec))), relative. */
  flicker: mapping({ strength: number(0, 10), readSec: positive(1e6) }),
  /** A trap a device: share of the conductance that it takes, and its mean times empty and filled. */
  telegraph: mapping({ amplitude: number(0, 1), captureSec: positive(1e12), emissionSec: positive(1e12) }),
  /** Programming error, drift and 1/f noise of a technology, by name. */
  published: choice(['none', ...inferenceNoise.map(({ name }) => name)]),
});

/** The circuit that holds homeostasis thresholds, see `BiasCircuitOptions`; in units of a neuron's state. */
const homeostasisSchema = mapping({
  /** selection: H is subtracted where winners are chosen. bias: from the drive, in both phases of training. */
  as: choice(['selection', 'bias']),
  /** The bias stays on in inference too. */
  inInference: choice([true, false]),
  bits: bitsOrNone(),
  range: positive(1000),
  accumulatorBits: bitsOrNone(),
  rounding: choice(['nearest', 'stochastic']),
  centred: choice([true, false]),
  gainError: number(0, 10),
  leak: number(0, 1),
  deadBand: number(0, 10),
  offset: number(0, 10),
});

/** The hardware block of a configuration: one chip. */
export const hardwareSchema = mapping(
  {
    device: deviceSchema,
    array: arraySchema,
    converters: convertersSchema,
    read: readSchema,
    write: mapping({
      scheme: choice(['stochastic-rounding', 'deterministic', 'stochastic-coincidence', 'accumulated']),
      /** Pulses a device can get in one update, at most; of coincidences, in one image of it, at most 31. */
      pulses: whole(1, 65535),
      /** What a pulse does to the other devices on its lines, as a share of a pulse. */
      disturb: number(0, 1),
      /** Write and verify, when an array is programmed: rounds, and how near is near enough, as a share of the range. */
      verify: mapping({ rounds: whole(1, 100_000), tolerance: number(0, 1).optional() }),
      /** Of the update circuit, see `UpdateErrorOptions`: in units of (s_beta - s_0) / beta. */
      offset: number(0, 10),
      noise: number(0, 10),
    }),
    /** Of the circuits that sample states, see `StateErrorOptions`. */
    neurons: mapping({ noise: number(0, 10), offset: number(0, 10), nudgedOffset: number(0, 10) }),
    /** Fractions of the devices. */
    faults: mapping({ stuckLow: number(0, 1), stuckHigh: number(0, 1) }),
    homeostasis: homeostasisSchema,
    effects: effectsSchema,
    /** in-situ: by pulses on the arrays. transfer: ideal floats learn, the chip is programmed with the result and tested. */
    training: choice(['in-situ', 'transfer']),
    /** What energy, latency and area rest on, in place of defaults. */
    cost: costSchema,
  },
  { expected: 'ideal or a mapping' },
);

export type RawHardware = z.infer<typeof hardwareSchema>;
