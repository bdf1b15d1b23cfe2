import { nonlinearityOfShape, shapeOfNonlinearity } from '../nonlinearity.js';
import { boundQuantities } from './factory-form.js';
import { boundsAndSteps, middleSteps, type ResponseCurve } from './response-curve.js';

/** A nonlinearity that leaves the model's own room for variation. */
const steepest = 9;

/**
 * NeuroSim's exponential pulse curves: the numbers of pulses from bound to bound, and the
 * nonlinearities.
 */
export const exponentialCurve: ResponseCurve = Object.freeze({
  name: 'neurosim-exponential',
  free: [
    ...boundsAndSteps.slice(0, 2).map((bound) => ({ ...bound, shared: true })),
    { name: 'pulses up', min: 1, max: 1e9, scale: null, holdFirst: 9, shared: true },
    { name: 'pulses down', min: 1, max: 1e9, scale: null, holdFirst: 8, shared: true },
    { name: 'nonlinearity up', min: -steepest, max: steepest, scale: 2, holdFirst: 2 },
    { name: 'nonlinearity down', min: -steepest, max: steepest, scale: 2, holdFirst: 2 },
  ],
  fixed: [],
  starts(sketch) {
    const range = sketch.high - sketch.low;
    const [up, down] = middleSteps(sketch);
    const steps = [sketch.low, sketch.high, Math.max(range / up, 1), Math.max(range / down, 1)];
    // Steps fall by the factor exp(-1 / A) from one bound to the other.
    const bend = (first: number, last: number) =>
      Math.min(Math.max(nonlinearityOfShape(1 / Math.log(first / last)), 1 - steepest), steepest - 1);
    const seen = [bend(sketch.up.atLow, sketch.up.atHigh), -bend(sketch.down.atHigh, sketch.down.atLow)];
    return [
      [...steps, ...seen],
      [...steps, 1, -1],
    ];
  },
  motion([low, high, pulsesUp, pulsesDown, nonlinearityUp, nonlinearityDown], up) {
    const range = Math.max(high - low, 1e-9);
    const whole = 1 / shapeOfNonlinearity(up ? nonlinearityUp : nonlinearityDown);
    const step = up ? 1 / pulsesUp : -1 / pulsesDown;
    // One pulse along (1 - e^(-x whole)) / (1 - e^-whole), as a line in the share of the range.
    const slope = Math.expm1(-step * whole);
    const first = whole === 0 ? step : slope / Math.expm1(-whole);
    // The model stops at the bound before it adds the noise.
    const change = up
      ? (g: number) => Math.min(first * range + slope * (g - low), high - g)
      : (g: number) => Math.max(first * range + slope * (g - low), low - g);
    return { low, high, change, deviation: range };
  },
  parameters: [
    ...boundQuantities,
    { name: 'pulsesUp', unit: 'pulses', meaning: 'up pulses from bound to bound', of: (free) => free[2] },
    { name: 'pulsesDown', unit: 'pulses', meaning: 'down pulses from bound to bound', of: (free) => free[3] },
    {
      name: 'nonlinearityUp',
      unit: '1',
      meaning: 'bend of the up curve, 0 = straight, above 0 = fast at first',
      of: (free) => free[4],
    },
    {
      name: 'nonlinearityDown',
      unit: '1',
      meaning: 'bend of the down curve, 0 = straight, below 0 = fast at first',
      of: (free) => free[5],
    },
  ],
  spread: [
    {
      name: 'deviceVariation.nonlinearity',
      meaning: 'both nonlinearities from device to device, absolute',
      of: (free) => [free[4], free[5]],
    },
  ],
  cycleNoiseOf: 'the range',
} satisfies ResponseCurve);
