/**
 * A pulse-response model as the fit sees it: the mean change by one pulse as a function of the
 * conductance and of a few free numbers. Conductances are in units of the measured range, so that
 * all numbers are of order one.
 */
export interface ResponseCurve {
  /** The model's name in `pulseModels`. */
  readonly name: string;
  /**
   * What the fit may move. The first four are always lower bound, upper bound and two numbers of
   * the steps.
   */
  readonly free: readonly FreeNumber[];
  /** What the curve cannot tell, and the value it takes. */
  readonly fixed: readonly FixedParameter[];
  /** Places to start from, best first. */
  readonly starts: (sketch: Sketch) => readonly number[][];
  /** The response with the numbers `free`, one way. */
  readonly motion: (free: readonly number[], up: boolean) => Motion;
  /** The model's own parameters, in the order of the report. */
  readonly parameters: readonly ModelParameter[];
  /** How the model says that devices differ. */
  readonly spread: readonly SpreadQuantity[];
  /** Of what `cycleNoise` is a share. */
  readonly cycleNoiseOf: string;
}

/** One way of a response. */
export interface Motion {
  /** Where pulses stop; infinite where steps end by themselves. */
  readonly low: number;
  readonly high: number;
  /** Mean signed change by one pulse, before it is clipped to the bounds. */
  readonly change: (conductance: number) => number;
  /** Standard deviation of the change at cycleNoise 1; null = the change itself. */
  readonly deviation: number | null;
}

export interface FreeNumber {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /**
   * A change that matters; null = the mean of all such numbers. A number known no better counts as
   * undetermined.
   */
  readonly scale: number | null;
  /** Undetermined numbers are held one after another, the lowest first. */
  readonly holdFirst: number;
  /** The model has no name for its variation from device to device. */
  readonly shared?: boolean;
}

export interface FixedParameter {
  readonly name: string;
  readonly value: number;
  readonly reason: string;
}

/** A parameter as the model's factory takes it, `nodesUp[0]` being an entry of a list. */
export interface ModelParameter {
  readonly name: string;
  readonly unit: 'S' | '1' | 'pulses';
  readonly meaning: string;
  /** Conductances in units of `unitS` siemens. */
  readonly of: (free: readonly number[], unitS: number) => number;
}

export interface SpreadQuantity {
  /** Dotted, as in the factory's parameters; null = a parameter the model has no name for. */
  readonly name: string;
  readonly meaning: string;
  /**
   * Numbers of one device, each of which scatters with the deviation meant, given the mean device.
   */
  readonly of: (free: readonly number[], mean: readonly number[]) => readonly number[];
}

/**
 * One device's curves by eye: bounds, and steps (>= 0) near them; a way that was not measured
 * mirrors the other.
 */
export interface Sketch {
  readonly low: number;
  readonly high: number;
  readonly up: StepSketch;
  readonly down: StepSketch;
}

export interface StepSketch {
  readonly atLow: number;
  readonly atHigh: number;
}

/** Lower bound, upper bound, and the size of the steps each way. */
export const boundsAndSteps: readonly FreeNumber[] = Object.freeze([
  { name: 'lower bound', min: 0, max: 1e3, scale: 0.5, holdFirst: 0 },
  { name: 'upper bound', min: 0, max: 1e3, scale: 0.5, holdFirst: 1 },
  { name: 'step up', min: 1e-9, max: 10, scale: null, holdFirst: 9 },
  { name: 'step down', min: 1e-9, max: 10, scale: null, holdFirst: 8 },
]);

/** Share of the way from the bound that pulses move from to the one they move to, in [0, 1]. */
export function shareOfWay(
  conductance: number,
  { low, high }: { low: number; high: number },
  up: boolean,
): number {
  const range = Math.max(high - low, 1e-9);
  const share = up ? (conductance - low) / range : (high - conductance) / range;
  return Math.min(Math.max(share, 0), 1);
}

/** Steps in the middle of the range. */
export function middleSteps({ up, down }: Sketch): readonly [number, number] {
  return [(up.atLow + up.atHigh) / 2, (down.atLow + down.atHigh) / 2];
}
