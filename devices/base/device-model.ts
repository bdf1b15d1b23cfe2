import type { Draw, RandomStream } from './random.js';
import type { ConductanceGrid } from './rounding.js';

/**
 * What one memristor technology is, for the array above it. A model works on the state of many
 * devices at once; it owns no state. Conductances are in siemens, always.
 */
export interface DeviceModel {
  readonly name: string;
  /** The parameters it was made from, frozen. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Nominal bounds of the conductance; a device's own may differ by device-to-device variation. */
  readonly gMinS: number;
  readonly gMaxS: number;
  /**
   * Mean change of conductance by one pulse in the middle of the range: what a write scheme divides
   * by.
   */
  readonly stepS: number;
  /** Read noise: sigma(G)/G, Gaussian, independent per cell and read. 0 = none. */
  readonly readNoise: number;
  readonly currentVoltage: CurrentVoltage;

  /**
   * The state of `count` new devices in the middle of their ranges, device-to-device variation
   * drawn from `random`. `allocate` gives zeroed arrays (by default plain ones).
   */
  readonly create: (count: number, random: RandomStream, allocate?: Allocate) => DeviceState;
  /**
   * Applies counts[i] pulses (> 0 raise the conductance) to device firstIndex + i, i < count.
   * Mutates state.
   */
  readonly pulse: (state: DeviceState, counts: Int32Array, options: PulseOptions) => void;
  /** out[i] = conductance of device firstIndex + i, i < out.length. */
  readonly conductanceInto: (out: Float32Array, state: DeviceState, firstIndex?: number) => Float32Array;
  /**
   * The same as a read at a time sees it: drift, retention and noise that grows with time. Absent =
   * at any time the same.
   */
  readonly conductanceAtInto?: (out: Float32Array, state: DeviceState, options: ReadTime) => Float32Array;

  /** Pulses down do nothing. */
  readonly oneSided?: true;

  /**
   * The parameters of `pulse`, if it is one of the laws that the kernels implement: a whole write
   * may then run in one kernel.
   */
  readonly pulseResponse?: PulseResponse;
  /** Says that `conductanceInto` is state.conductanceS rounded to this grid. */
  readonly conductanceGrid?: ConductanceGrid;
  /**
   * What the device can be set to, where that is a number of levels; errors of writing come on top.
   */
  readonly levelGrid?: ConductanceGrid & { readonly levels: number };

  /**
   * Noise of a single pulse in the middle of the range, which write and verify reckons with; absent
   * = none.
   */
  readonly pulseNoise?: PulseNoise;
  /**
   * Adds a programming error, drawn from `draw`, to device firstIndex + i, i < count; it lasts
   * until the next pulse of the device. `draw: null` removes the error, so that write and verify
   * works on the conductance without it. Mutates state. Absent = no programming error.
   */
  readonly leaveError?: (state: DeviceState, options: ErrorOptions) => void;
}

/**
 * Per-device quantities, each an array of `count` numbers; all of them together are the whole
 * state.
 */
export interface DeviceState {
  readonly count: number;
  readonly arrays: Readonly<Record<string, Float32Array>>;
}

export interface PulseOptions {
  readonly count: number;
  /** A multiple of 16. */
  readonly firstIndex: number;
  /**
   * Cycle-to-cycle noise comes from this draw; its step must differ from one update to the next.
   */
  readonly draw: Draw;
  /**
   * When the pulses come, by the simulated clock; 0 by default. Only models with a clock use it.
   */
  readonly timeSec?: number;
  /**
   * Does the arithmetic of a `PulseResponse` in the model's place, to the same bits. A model around
   * another hands it on.
   */
  readonly kernel?: PulseKernel | null;
}

/** Standard deviations, in siemens. */
export interface PulseNoise {
  /** Of the change by a pulse, which the next pulse starts from. */
  readonly changeS: number;
  /**
   * Of an error that every pulse draws again and that reads see on top of the conductance: the next
   * pulse starts from the conductance without it.
   */
  readonly seenS: number;
}

export const noPulseNoise: PulseNoise = Object.freeze({ changeS: 0, seenS: 0 });

export interface ErrorOptions {
  readonly count: number;
  /** A multiple of 16. */
  readonly firstIndex: number;
  readonly draw: Draw | null;
}

export interface ReadTime {
  /** Of the simulated clock, >= 0. */
  readonly timeSec: number;
  /**
   * What is drawn at each read comes from this draw; its step must differ from one read to the
   * next.
   */
  readonly draw: Draw;
  /** A multiple of 16, 0 by default. */
  readonly firstIndex?: number;
}

/** What pulses do to devices, in numbers. */
export interface PulseResponse {
  readonly law: PulseLaw;
  /** Names of the arrays that the law takes in this order, beside conductanceS, gMinS and gMaxS. */
  readonly arrays: readonly string[];
  /** In the law's order; used in single precision. */
  readonly constants: readonly number[];
  /** Whether normals are drawn. */
  readonly noisy: boolean;
}

/**
 * Named after the files of devices/models that state them; `write-error` see
 * devices/effects/noise/write-noise.ts. The place in this list is the law's number in the compiled
 * kernels.
 */
export const pulseLaws = [
  'constant-step',
  'soft-bounds',
  'linear-step',
  'exp-step',
  'pow-step',
  'piecewise-step',
  'neurosim-exponential',
  'write-error',
] as const;

export type PulseLaw = (typeof pulseLaws)[number];

/**
 * Applies counts[i] pulses to device firstIndex + i, i < options.count. Mutates state. Returns
 * false, and does nothing, where the state is not in the kernel's memory.
 */
export type PulseKernel = (
  devices: { readonly response: PulseResponse; readonly state: DeviceState },
  counts: Int32Array,
  options: PulseOptions,
) => boolean;

export type Allocate = (length: number) => Float32Array;

/** I = G f(V). */
export interface CurrentVoltage {
  readonly name: string;
  /** f in volts, f(V) = V for a linear cell. */
  readonly drive: (voltageV: number) => number;
  /** df/dV, dimensionless. Absent = found by differences of `drive` where it is needed. */
  readonly slope?: (voltageV: number) => number;
  /** f(-V) = -f(V): needed to drive a differential pair backward with +-V. */
  readonly odd: boolean;
}

export const linearCurrent: CurrentVoltage = Object.freeze({
  name: 'linear',
  drive: (voltageV: number) => voltageV,
  slope: () => 1,
  odd: true,
});
