import type { DeviceModel, RandomStream } from '../devices/index.js';
import type { ConductanceCounts } from './array/conductance-counts.js';
import type { MappingName } from './array/mapping.js';
import type { StoredState } from './array/memory.js';
import type { CalibrationStage } from './calibration.js';
import type { AdcOptions } from './converters/adc.js';
import type { DacOptions } from './converters/dac.js';
import type { Kernels } from './kernels/contract/kernels.js';
import type { OuterProduct } from './kernels/contract/packed.js';
import type { ArrayWires } from './read/array-wires.js';
import type { ScalingOptions } from './read/reading.js';
import type { WriteAccount } from './write/write-account.js';
import type { ArrayWrites, WriteOptions } from './write/writing.js';

/**
 * A crossbar of pairs or of single cells beside a reference, with a DAC on every driven line, an
 * ADC on every sensed pair, and wires. It stands for a matrix W [rows, cols]. Inputs are in units
 * of the DAC's full scale, outputs in weight times input.
 */
export interface Crossbar {
  readonly rows: number;
  readonly cols: number;
  readonly device: DeviceModel;
  readonly counters: Readonly<CrossbarCounters>;
  /** What writes took, by kind. */
  readonly writes: {
    readonly [Kind in keyof ArrayWrites]: Readonly<ArrayWrites[Kind]>;
  };
  /** The most pulses that any device has taken, and the mean. O(cells). */
  readonly wear: WriteAccount['wear'];
  /** Tiles under the matrix, and the share of their cells that hold a weight or a reference. */
  readonly tiles: { readonly count: number; readonly utilisation: number };
  /** out [batch, rows] = W pre, pre [batch, cols] on the word lines. */
  readonly forwardInto: (out: Float32Array, pre: Float32Array, batch: number) => void;
  /**
   * out [batch, cols] = W^T post, post [batch, rows] as +-v on the pairs of bit lines of the same
   * cells.
   */
  readonly backwardInto: (out: Float32Array, post: Float32Array, batch: number) => void;
  /** W += an outer product, by pulses. */
  readonly update: (product: OuterProduct) => void;
  /**
   * Sets `calibrated` ranges of converters by the reads between its calls: `inputs`, reads,
   * `currents`, the same reads, `done`. While it lasts, reads count nothing, draw nothing and clip
   * no current. Without it, the first batch that is read sets them.
   */
  readonly calibrate: (stage: CalibrationStage) => void;
  /** Draws new noise and reads the current cells where `noise` is `held`; else does nothing. */
  readonly drawNoise: () => void;
  /** Brings the array to a matrix [rows, cols] by write and verify. */
  readonly program: (matrix: Float32Array) => void;
  /**
   * Puts the simulated clock to a time, not before the last one: reads and writes from now on find
   * the cells as drift, retention and noise that grows with time have left them by then. Devices
   * without a clock stay as they are. With drift compensation, reference reads find its factor; the
   * counters leave them out.
   */
  readonly setTime: (timeSec: number) => void;
  /**
   * Root mean square error of approximate reads of a vector `pre` [cols], relative to exact ones,
   * before converters and without noise, over at most `tiles` tiles (16) spread over the array;
   * null where nothing is approximated, and for inputs other than by amplitude.
   */
  readonly approximationError: (pre: Float32Array, tiles?: number) => number | null;
  /**
   * How far backward reads are from the transpose of forward ones, root mean square of the
   * difference relative to the map of forward reads, before converters and noise. 0 where ports are
   * alike, by reciprocity; null where reads are exact, which have no map.
   */
  readonly asymmetry: () => number | null;
  /**
   * The devices by conductance, in `bins` equal steps from 0 to a tenth above the nominal upper
   * bound, the last holding all beyond; references are not counted. Read without noise or
   * converters, for reports.
   */
  readonly conductances: (bins: number) => ConductanceCounts;
  /** out [rows, cols] = (G+ - G-) / scale, read without noise or converters, for reports. */
  readonly weightsInto: (out: Float32Array) => Float32Array;
  /**
   * All that the array remembers from one call to the next: devices, wires, converters, clocks,
   * counters. Stored and put back into an array of the same options and stream, with `restored`
   * called, that one goes on to the same bits.
   */
  readonly memory: StoredState;
  readonly restored: () => void;
}
export interface CrossbarOptions {
  /** Outputs (post-synaptic units), one pair of bit lines each. */
  readonly rows: number;
  /** Inputs (pre-synaptic units), one word line each. */
  readonly cols: number;
  readonly device: DeviceModel;
  /**
   * Lines of one physical tile; a larger matrix spans several, whose digitised partial sums are
   * added.
   */
  readonly tile: { readonly wordLines: number; readonly bitLines: number };
  /**
   * The weight at which a device stands at its upper bound, and the other of a pair at its lower
   * one.
   */
  readonly weightMax: number;
  /** How weights lie on devices, `differential` by default. */
  readonly mapping?: MappingName | 'bit-slices';
  /**
   * Of `bit-slices`: arrays that hold digits of the weights (2), and bits per digit (2). See
   * `createBitSlices`.
   */
  readonly slices?: BitSliceOptions;
  /**
   * Currents of G+ and G- subtracted before one converter (default), or each converted by one of
   * its own.
   */
  readonly subtract?: 'before-adc' | 'after-adc';
  readonly dac: DacOptions;
  readonly adc: AdcOptions;
  readonly write: WriteOptions;
  /** None by default; exact reads know none. */
  readonly scaling?: ScalingOptions;
  /**
   * Reads of curved cells behind wires: `approximate` (default) applies the curve at the line's
   * voltage and then the linear map of the wires; `exact` solves the circuit of every tile for
   * every vector, inputs by amplitude and without scaling.
   */
  readonly solve?: 'approximate' | 'exact';
  /**
   * `fresh` (default): every read draws its own read noise. `held`: read noise and weights stay as
   * they were at the last `drawNoise`, for all vectors and both directions. `setTime` draws anew;
   * call `drawNoise` after `program` and `update`. `held` needs approximate reads, and equal
   * resistances at both ports, so that both directions read the same matrix. Noise of the ADC is
   * always fresh.
   */
  readonly noise?: 'fresh' | 'held';
  /**
   * `global`: outputs of both directions are scaled by what drift has taken, see
   * `DriftCompensation`; `none` by default.
   */
  readonly driftCompensation?: 'none' | 'global';
  /** null (default) = ideal wires, which `single` needs. */
  readonly wires?: ArrayWires | null;
  readonly random: RandomStream;
  readonly kernels: Kernels;
  /** Most input vectors in one read, and most rows of an outer product. */
  readonly maxBatch: number;
}
/** Of weights on one pair of devices each, or on one beside a reference. */
export interface ArrayOptions extends Omit<CrossbarOptions, 'mapping' | 'slices'> {
  readonly mapping?: MappingName;
}
/** What the array has done so far. */
export interface CrossbarCounters {
  /** Vectors read, forward and backward. */
  forwardReads: number;
  backwardReads: number;
  /** Digital-to-analog conversions of inputs, and how many of them clipped at full scale. */
  inputs: number;
  clippedInputs: number;
  /**
   * Analog-to-digital conversions, and how many of them clipped at full scale; those of backward
   * reads among them.
   */
  conversions: number;
  saturated: number;
  backwardConversions: number;
  backwardSaturated: number;
  updates: number;
  /** Devices that got at least one pulse, summed over the updates. */
  pulsedDevices: number;
}
export interface BitSliceOptions {
  /** Pairs of devices per weight, 2 by default. */
  readonly count?: number;
  /** Bits of magnitude that a pair holds, 2 by default. */
  readonly bits?: number;
}
