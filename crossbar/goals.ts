import type { DeviceModel } from '../devices/index.js';
import type { Cells, Side } from './array/cells.js';
import { panelIndex } from './kernels/contract/panels.js';

/** Where programming is to bring the devices of an array. */
export interface Goals extends Readonly<Record<Side, Float64Array>> {
  /**
   * Siemens, in the order of the weights' panels, NaN where no weight is; `minus` is empty where G-
   * is a reference.
   */
  readonly plus: Float64Array;
  readonly minus: Float64Array;
  /** Weights beyond what the nominal bounds allow, which are brought to the bound. */
  readonly clipped: number;
}

/**
 * The conductances that stand for `matrix` [rows, cols], within the nominal bounds. Devices with
 * levels get levels. Those of a pair are chosen together, for the difference nearest to the
 * weight's, halves going away from 0: L levels per device hold 2 L - 1 weights per pair. About
 * mid-range, where two devices cannot share an odd number of steps evenly, both stand half a step
 * lower. The goals of -w are those of w, exchanged. O(rows cols).
 */
export function createGoals(
  cells: Cells,
  device: Pick<DeviceModel, 'gMinS' | 'gMaxS' | 'levelGrid'>,
  matrix: Float32Array,
): Goals {
  const { weights, scaleS, mapping } = cells;
  const { gMinS, gMaxS, levelGrid } = device;
  const isPair = mapping.minusMoves;
  const { length } = weights.data;
  const plus = new Float64Array(length).fill(Number.NaN);
  const minus = new Float64Array(isPair ? length : 0).fill(Number.NaN);
  const reference = new Float32Array(isPair ? 0 : length);
  if (!isPair) cells.conductanceInto(reference, 'minus', 0);
  const spanS = gMaxS - gMinS;
  const spacingS = levelGrid?.spacingS ?? 0;

  /** Sets the goals of device or pair i; returns the difference that the bounds leave. */
  const placePair = (i: number, wantedS: number): number => {
    const withinS = clamped(wantedS, -spanS, spanS);
    const steps = Math.round(Math.abs(withinS) / spacingS);
    const differenceS = spacingS === 0 ? withinS : Math.sign(withinS) * steps * spacingS;
    const goalOf = (signedS: number) => {
      const goalS = mapping.goalS(signedS, { gMinS, gMaxS, referenceS: 0 });
      // A level, or half-way between two of them.
      return spacingS === 0 ? goalS : gMinS + Math.floor((goalS - gMinS) / spacingS + 0.25) * spacingS;
    };
    plus[i] = goalOf(differenceS);
    minus[i] = goalOf(-differenceS);
    return withinS;
  };
  const placeDevice = (i: number, wantedS: number): number => {
    const referenceS = reference[i];
    const goalS = clamped(mapping.goalS(wantedS, { gMinS, gMaxS, referenceS }), gMinS, gMaxS);
    plus[i] = spacingS === 0 ? goalS : gMinS + Math.round((goalS - gMinS) / spacingS) * spacingS;
    return goalS - referenceS;
  };

  const place = isPair ? placePair : placeDevice;
  // Single precision of a goal at the very bound is no clipping.
  const slackS = 1e-6 * spanS;
  let clipped = 0;
  matrix.forEach((weight, at) => {
    const i = panelIndex(weights, Math.floor(at / weights.cols), at % weights.cols);
    const wantedS = weight * scaleS;
    if (Math.abs(wantedS - place(i, wantedS)) > slackS) clipped++;
  });
  return Object.freeze<Goals>({ plus, minus, clipped });
}

function clamped(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
