import { checkNumber } from '../../../devices/index.js';
import { addedStates, createStates, type NodeStates, type QuadraticForm } from '../quadratic-form.js';
import type { StateBounds } from '../state-bounds.js';

/**
 * What a diode does under a forward voltage u; currents in the unit of the conductances times
 * volts.
 */
export interface DiodeLaw {
  /** i(u), rising. */
  readonly current: (u: number) => number;
  /** di/du >= 0 */
  readonly slope: (u: number) => number;
  /**
   * Integral of i from 0 to u, the co-content (Kendall et al. 2020, arXiv:2006.01981, eq. 3), >= 0.
   */
  readonly content: (u: number) => number;
}

/**
 * Diodes in place of a network's bounds: one conducts out of a node above its upper bound, one into
 * a node below its lower bound.
 */
export interface Diodes {
  readonly law: DiodeLaw;
  readonly walls: StateBounds;
  /** What a watt in the diodes of a layer counts in the energy, [layer]. */
  readonly energyWeights: readonly number[];
}

/**
 * Currents and conductances in the unit of the network's conductances; thermalV = n kT/q; offS = 0
 * is an open diode.
 */
export type DiodeOptions =
  | { readonly model: 'shockley'; readonly saturationA: number; readonly thermalV: number }
  | { readonly model: 'piecewise'; readonly thresholdV: number; readonly onS: number; readonly offS: number };

/**
 * shockley: i = saturationA (exp(u / thermalV) - 1) (Shockley 1949, doi
 * 10.1002/j.1538-7305.1949.tb03645.x), both > 0. piecewise: i = offS u up to thresholdV >= 0, from
 * there onS > 0 more a volt; offS >= 0. Throws InputError.
 */
export function diodeLaw(options: DiodeOptions): DiodeLaw {
  return options.model === 'shockley' ? shockley(options) : piecewise(options);
}

function shockley(options: { readonly saturationA: number; readonly thermalV: number }): DiodeLaw {
  const saturationA = checkNumber('diode.saturationA', options.saturationA, { min: Number.MIN_VALUE });
  const thermalV = checkNumber('diode.thermalV', options.thermalV, { min: Number.MIN_VALUE });
  return Object.freeze<DiodeLaw>({
    current: (u) => saturationA * Math.expm1(u / thermalV),
    slope: (u) => (saturationA / thermalV) * Math.exp(u / thermalV),
    content: (u) => saturationA * (thermalV * Math.expm1(u / thermalV) - u),
  });
}

function piecewise(options: { thresholdV: number; onS: number; offS: number }): DiodeLaw {
  const thresholdV = checkNumber('diode.thresholdV', options.thresholdV, { min: 0 });
  const onS = checkNumber('diode.onS', options.onS, { min: Number.MIN_VALUE });
  const offS = checkNumber('diode.offS', options.offS, { min: 0 });
  const beyond = (u: number) => Math.max(u - thresholdV, 0);
  return Object.freeze<DiodeLaw>({
    current: (u) => offS * u + onS * beyond(u),
    slope: (u) => offS + (u > thresholdV ? onS : 0),
    content: (u) => (offS * u * u + onS * beyond(u) ** 2) / 2,
  });
}

/**
 * The current that the diodes of a node of layer l draw from it at v, times their energy weight.
 */
export function diodeCurrent(
  { law, walls, energyWeights }: Diodes,
  v: number,
  { l, unit }: { l: number; unit: number },
): number {
  const [lower, upper] = [walls.lower[l][unit], walls.upper[l][unit]];
  const out = upper < Infinity ? law.current(v - upper) : 0;
  return energyWeights[l] * (lower > -Infinity ? out - law.current(lower - v) : out);
}

/** d(diodeCurrent)/dv */
export function slopeAt(
  { law, walls, energyWeights }: Diodes,
  v: number,
  { l, unit }: { l: number; unit: number },
): number {
  const [lower, upper] = [walls.lower[l][unit], walls.upper[l][unit]];
  const out = upper < Infinity ? law.slope(v - upper) : 0;
  return energyWeights[l] * (lower > -Infinity ? out + law.slope(lower - v) : out);
}

/** What the diodes add to the energy: the sum of their co-contents. */
export function coContent({ law, walls, energyWeights }: Diodes, state: NodeStates): number {
  return sumOver(walls, state, (u, l) => energyWeights[l] * law.content(u));
}

/** What the diodes turn into heat, sum u i(u). */
export function diodePower({ law, walls }: Diodes, state: NodeStates): number {
  return sumOver(walls, state, (u) => u * law.current(u));
}

/** The form of small changes about `state`: its diodes are conductances there. */
export function linearisedAt(form: QuadraticForm, state: NodeStates, diodes: Diodes): QuadraticForm {
  const slopes = createStates(form.layers);
  for (let l = 1; l < slopes.length; l++) {
    slopes[l].forEach((_, unit) => {
      slopes[l][unit] = slopeAt(diodes, state[l][unit], { l, unit });
    });
  }
  return Object.freeze<QuadraticForm>({ ...form, diagonal: addedStates(form.diagonal, slopes, 1) });
}

/** Sum of `of` over the forward voltages of all diodes. */
function sumOver(
  { lower, upper }: StateBounds,
  state: NodeStates,
  of: (u: number, l: number) => number,
): number {
  let sum = 0;
  for (let l = 1; l < state.length; l++) {
    state[l].forEach((v, unit) => {
      if (upper[l][unit] < Infinity) sum += of(v - upper[l][unit], l);
      if (lower[l][unit] > -Infinity) sum += of(lower[l][unit] - v, l);
    });
  }
  return sum;
}
