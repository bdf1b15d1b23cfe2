import type { FixedParameter, ModelParameter, SpreadQuantity } from './response-curve.js';

type Free = readonly number[];
type Steps = (free: Free) => readonly [up: number, down: number];

/** The nominal bounds, in every model. */
export const boundQuantities: readonly ModelParameter[] = Object.freeze([
  { name: 'gMinS', unit: 'S', meaning: 'lowest conductance', of: ([low], unitS) => low * unitS },
  { name: 'gMaxS', unit: 'S', meaning: 'highest conductance', of: ([, high], unitS) => high * unitS },
] satisfies ModelParameter[]);

/**
 * Parameters of the models given by a number of states; the middle steps stand third and fourth.
 */
export const statesForm: readonly ModelParameter[] = Object.freeze([
  ...boundQuantities,
  {
    name: 'states',
    unit: 'pulses',
    meaning: 'pulses from bound to bound at the step of mid-range, the mean of both ways',
    of: ([low, high, up, down]) => (2 * (high - low)) / (up + down),
  },
  {
    name: 'upDownAsymmetry',
    unit: '1',
    meaning: 'share by which up steps exceed, and down steps fall short of, their mean',
    of: ([, , up, down]) => (up - down) / (up + down),
  },
] satisfies ModelParameter[]);

export const statesSpread: readonly SpreadQuantity[] = Object.freeze([
  {
    name: 'deviceVariation.step',
    meaning: 'steps from device to device, relative to their mean',
    of: ([, , up, down], mean) => [(up + down) / (mean[2] + mean[3])],
  },
  {
    name: 'deviceVariation.bounds',
    meaning: 'each bound from device to device, relative to the range',
    of: ([low, high], mean) => [low / (mean[1] - mean[0]), high / (mean[1] - mean[0])],
  },
  {
    name: 'deviceVariation.upDown',
    meaning: 'difference of up and down steps from device to device, relative to their mean',
    of: (free, mean) => [tilt([free[2], free[3]], [mean[2], mean[3]])],
  },
] satisfies SpreadQuantity[]);

/** What fixes the unit of weight. */
export const weightUnits: readonly FixedParameter[] = Object.freeze([
  { name: 'weightMin', value: -1, reason: 'the unit of weight is free: -1 stands for gMinS' },
  { name: 'weightMax', value: 1, reason: 'the unit of weight is free: 1 stands for gMaxS' },
]);

/**
 * Bounds, step and asymmetry of the models in units of weight; `steps` = those that the model calls
 * step.
 */
export function weightForm(steps: Steps, meaning: string): readonly ModelParameter[] {
  return [
    ...boundQuantities,
    {
      name: 'step',
      unit: '1',
      meaning: `${meaning}, of the larger way; the range is 2`,
      of: (free) => (2 * Math.max(...steps(free))) / (free[1] - free[0]),
    },
    {
      name: 'upDown',
      unit: '1',
      meaning: 'above 0: share by which down steps are smaller than up steps; below 0 the reverse',
      of: (free) => oneSidedAsymmetry(...steps(free)),
    },
  ];
}

export function weightSpread(steps: Steps): readonly SpreadQuantity[] {
  return [
    {
      name: 'deviceVariation.step',
      meaning: 'steps from device to device, relative to their mean',
      of: (free, mean) => [sum(steps(free)) / sum(steps(mean))],
    },
    {
      name: 'deviceVariation.upDown',
      meaning: 'difference of up and down steps from device to device, relative to their mean',
      of: (free, mean) => [tilt(steps(free), steps(mean))],
    },
    {
      name: 'deviceVariation.weightMin',
      meaning: 'lower bound from device to device, relative to half the range',
      of: ([low], mean) => [(2 * low) / (mean[1] - mean[0])],
    },
    {
      name: 'deviceVariation.weightMax',
      meaning: 'upper bound from device to device, relative to half the range',
      of: ([, high], mean) => [(2 * high) / (mean[1] - mean[0])],
    },
  ];
}

/**
 * aihwkit's one-sided asymmetry (`WeightDeviceParameters.upDown`) of two numbers >= 0; 0 where both
 * are 0.
 */
export function oneSidedAsymmetry(up: number, down: number): number {
  if (up === down) return 0;
  return up >= down ? 1 - down / up : up / down - 1;
}

const sum = ([up, down]: readonly [number, number]) => up + down;

/**
 * What is left of the difference of a device's steps once its common gain is taken off, in mean
 * steps.
 */
function tilt(own: readonly [number, number], mean: readonly [number, number]): number {
  const gain = sum(own) / sum(mean);
  return (own[0] - own[1] - gain * (mean[0] - mean[1])) / sum(mean);
}
