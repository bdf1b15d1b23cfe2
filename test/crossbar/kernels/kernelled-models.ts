import {
  constantStep,
  type DeviceModel,
  expStep,
  linearStep,
  neurosimExponential,
  piecewiseStep,
  powStep,
  softBounds,
  softBoundsReference,
  withWriteNoise,
} from '../../../devices/index.js';

const range = { gMinS: 1e-6, gMaxS: 1e-4 };
const pulsed = { ...range, states: 20, deviceVariation: { step: 0.3, bounds: 0.3 } };
const weights = {
  ...range,
  weightMin: -1,
  weightMax: 1.5,
  step: 0.07,
  upDown: 0.1,
  deviceVariation: { step: 0.3, upDown: 0.1, weightMin: 0.4, weightMax: 0.4 },
};
const exp = { a: 0.7, b: 0.2, amplitudeUp: 0.4, amplitudeDown: -0.8, gammaUp: 2, gammaDown: 3 };
const curve = { ...range, pulsesUp: 30, pulsesDown: 40, nonlinearityUp: 2.4, nonlinearityDown: -4.88 };

/** Models of every law that kernels know, by their cycle noise. */
export const kernelledModels: Readonly<Record<string, (cycleNoise: number) => DeviceModel>> = {
  'constant-step': (cycleNoise) => constantStep({ ...pulsed, cycleNoise }),
  'soft-bounds': (cycleNoise) => softBounds({ ...pulsed, cycleNoise }),
  'linear-step': (cycleNoise) =>
    linearStep({ ...weights, slopeUp: 0.5, slopeDown: 0.8, slopeVariation: 0.2, cycleNoise }),
  'linear-step, additive noise': (cycleNoise) =>
    linearStep({ ...weights, slopeUp: 0.5, slopeDown: 0.8, noise: 'additive', cycleNoise }),
  'soft-bounds-reference': (cycleNoise) =>
    softBoundsReference({ ...weights, subtractSymmetryPoint: true, referenceVariation: 0.1, cycleNoise }),
  'exp-step': (cycleNoise) => expStep({ ...weights, ...exp, cycleNoise }),
  'exp-step, complex noise': (cycleNoise) =>
    expStep({ ...weights, ...exp, complexNoise: { offset: 0.03, slope: 0.1 }, cycleNoise }),
  'pow-step': (cycleNoise) =>
    powStep({ ...weights, gamma: 1.7, gammaVariation: 0.5, gammaUpDown: 0.2, cycleNoise }),
  'pow-step of exponent 0': (cycleNoise) => powStep({ ...weights, gamma: 0, cycleNoise }),
  'piecewise-step': (cycleNoise) =>
    piecewiseStep({ ...weights, nodesUp: [1, 2, 0], nodesDown: [0.5, 1, 0.2, 0.7], cycleNoise }),
  'neurosim-exponential': (cycleNoise) =>
    neurosimExponential({ ...curve, deviceVariation: { nonlinearity: 1.5 }, cycleNoise }),
  'neurosim-exponential, straight': (cycleNoise) =>
    neurosimExponential({ ...curve, nonlinearityUp: 0, nonlinearityDown: 8, cycleNoise }),
  'soft bounds with write noise': (cycleNoise) => withWriteNoise(softBounds({ ...pulsed, cycleNoise }), 2e-6),
};
