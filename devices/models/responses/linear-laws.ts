import {
  boundQuantities,
  statesForm,
  statesSpread,
  weightForm,
  weightSpread,
  weightUnits,
} from './factory-form.js';
import {
  boundsAndSteps,
  type Motion,
  middleSteps,
  type ResponseCurve,
  type Sketch,
} from './response-curve.js';

const ofTheStep = 'the step at hand';

/** The same step everywhere. */
export const constantCurve: ResponseCurve = Object.freeze({
  name: 'constant-step',
  free: boundsAndSteps,
  fixed: [],
  starts: (sketch) => [[sketch.low, sketch.high, ...middleSteps(sketch)]],
  motion([low, high, stepUp, stepDown], up) {
    const change = up ? stepUp : -stepDown;
    return { low, high, change: () => change, deviation: null };
  },
  parameters: statesForm,
  spread: statesSpread,
  cycleNoiseOf: ofTheStep,
} satisfies ResponseCurve);

/** Steps in proportion to the way left; the free steps are those of mid-range. */
export const softBoundsCurve: ResponseCurve = Object.freeze({
  ...constantCurve,
  name: 'soft-bounds',
  starts: softStarts,
  motion: softMotion,
} satisfies ResponseCurve);

/**
 * The curve of soft bounds with noise in proportion to the step at weight 0, which is mid-range
 * here.
 */
export const softBoundsReferenceCurve: ResponseCurve = Object.freeze({
  name: 'soft-bounds-reference',
  free: boundsAndSteps,
  fixed: [
    ...weightUnits,
    { name: 'referenceMean', value: 0, reason: 'the curve shows bounds less reference, never the two apart' },
  ],
  starts: softStarts,
  // Noise that does not end at the bound is clipped there.
  motion: (free, up) => ({
    ...softMotion(free, up),
    low: free[0],
    high: free[1],
    deviation: free[up ? 2 : 3],
  }),
  parameters: weightForm(([, , up, down]) => [up, down], 'change of weight by a pulse at weight 0'),
  spread: weightSpread(([, , up, down]) => [up, down]),
  cycleNoiseOf: 'the step at weight 0 (noise: additive)',
} satisfies ResponseCurve);

/** Soft bounds of one rate for both ways; the upper bound is the asymptote. */
export function softBoundsPmaxCurve(pulses: number): ResponseCurve {
  const reached = (rate: number) => -Math.expm1(-rate * pulses);
  return Object.freeze({
    name: 'soft-bounds-pmax',
    free: [...boundsAndSteps.slice(0, 2), { name: 'rate', min: 1e-9, max: 20, scale: null, holdFirst: 9 }],
    fixed: [
      {
        name: 'pulses',
        value: pulses,
        reason: 'any pulse number gives the same curve: the largest measured',
      },
      { name: 'rangeMin', value: -1, reason: 'the unit of weight is free: -1 stands for gMinS' },
      { name: 'rangeMax', value: 1, reason: 'the unit of weight is free: 1 stands for gMaxS' },
    ],
    starts(sketch) {
      const [[low, high, up, down]] = softStarts(sketch);
      return [[low, high, (up + down) / (high - low)]];
    },
    motion([low, high, rate], up) {
      const share = -Math.expm1(-rate);
      const change = up ? (g: number) => share * (high - g) : (g: number) => share * (low - g);
      return { low: -Infinity, high: Infinity, change, deviation: null };
    },
    parameters: [
      boundQuantities[0],
      {
        name: 'gMaxS',
        unit: 'S',
        meaning: `conductance after ${pulses} pulses up from gMinS`,
        of: ([low, high, rate], unitS) => (low + (high - low) * reached(rate)) * unitS,
      },
      {
        name: 'rate',
        unit: '1',
        meaning: 'a pulse covers the share 1 - exp(-rate) of the way left',
        of: ([, , rate]) => rate,
      },
    ],
    spread: [
      {
        name: 'deviceVariation.step',
        meaning: 'rates from device to device, relative to their mean',
        of: ([, , rate], mean) => [rate / mean[2]],
      },
      {
        name: 'deviceVariation.weightMin',
        meaning: 'lower bound from device to device, relative to half the range',
        of: ([low], mean) => [(2 * low) / ((mean[1] - mean[0]) * reached(mean[2]))],
      },
      {
        name: 'deviceVariation.weightMax',
        meaning: 'upper bound from device to device, relative to its distance from mid-range',
        of: ([, high], mean) => [high / ((mean[1] - mean[0]) * (1 - reached(mean[2]) / 2))],
      },
    ],
    cycleNoiseOf: ofTheStep,
  } satisfies ResponseCurve);
}

/** A step that falls by the slope's share from mid-range to the bound. */
export const linearCurve: ResponseCurve = Object.freeze({
  name: 'linear-step',
  free: [
    ...boundsAndSteps,
    { name: 'slope up', min: 0, max: 100, scale: 0.5, holdFirst: 2 },
    { name: 'slope down', min: 0, max: 100, scale: 0.5, holdFirst: 2 },
  ],
  fixed: weightUnits,
  starts(sketch) {
    const [up, down] = middleSteps(sketch);
    const slopeUp = Math.max((sketch.up.atLow - sketch.up.atHigh) / (2 * up), 0.01);
    const slopeDown = Math.max((sketch.down.atHigh - sketch.down.atLow) / (2 * down), 0.01);
    return [[sketch.low, sketch.high, up, down, slopeUp, slopeDown]];
  },
  motion([low, high, stepUp, stepDown, slopeUp, slopeDown], up) {
    const half = Math.max((high - low) / 2, 1e-9);
    const middle = (low + high) / 2;
    const change = up
      ? (g: number) => stepUp * (1 - (slopeUp * (g - middle)) / half)
      : (g: number) => -stepDown * (1 + (slopeDown * (g - middle)) / half);
    return { low, high, change, deviation: null };
  },
  parameters: [
    ...weightForm(([, , up, down]) => [up, down], 'change of weight by a pulse at weight 0'),
    {
      name: 'slopeUp',
      unit: '1',
      meaning: 'share of the up step lost from mid-range to the upper bound',
      of: ({ 4: slope }) => slope,
    },
    {
      name: 'slopeDown',
      unit: '1',
      meaning: 'share of the down step lost from mid-range to the lower bound',
      of: ({ 5: slope }) => slope,
    },
  ],
  spread: [
    ...weightSpread(([, , up, down]) => [up, down]),
    {
      name: 'slopeVariation',
      meaning: 'slopeUp and slopeDown from device to device, absolute',
      of: ({ 4: slopeUp, 5: slopeDown }) => [slopeUp, slopeDown],
    },
  ],
  cycleNoiseOf: ofTheStep,
} satisfies ResponseCurve);

/** Bounds where the steps would end, at most two ranges beyond what was measured. */
function softStarts({ low, high, up, down }: Sketch): number[][] {
  const range = high - low;
  const slopeUp = Math.max((up.atLow - up.atHigh) / range, 1e-9);
  const slopeDown = Math.max((down.atHigh - down.atLow) / range, 1e-9);
  const highest = high + Math.min(up.atHigh / slopeUp, 2 * range);
  const lowest = Math.max(low - Math.min(down.atLow / slopeDown, 2 * range), 0);
  const half = (highest - lowest) / 2;
  return [[lowest, highest, slopeUp * half, slopeDown * half]];
}

function softMotion([low, high, stepUp, stepDown]: readonly number[], up: boolean): Motion {
  const share = (2 * (up ? stepUp : stepDown)) / Math.max(high - low, 1e-9);
  const change = up ? (g: number) => share * (high - g) : (g: number) => share * (low - g);
  return { low: -Infinity, high: Infinity, change, deviation: null };
}
