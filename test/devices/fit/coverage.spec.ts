import { expect, test } from 'vitest';
import { fitModel } from '../../../devices/fit/fit-model.js';
import { pulseFitOf } from '../../../devices/fit/pulse-fit.js';
import { responseCurveNamed } from '../../../devices/fit/responses/response-curves.js';
import { tracksOf } from '../../../devices/fit/tracks.js';
import {
  constantStep,
  type DeviceModel,
  expStep,
  linearStep,
  neurosimExponential,
  piecewiseStep,
  powStep,
  softBounds,
  softBoundsPmax,
  softBoundsReference,
} from '../../../devices/index.js';
import { syntheticCurves } from './synthetic.js';

const bounds = { gMinS: 1e-6, gMaxS: 1e-5 };
const weights = { ...bounds, weightMin: -1, weightMax: 1 };
const states = { ...bounds, states: 25, upDownAsymmetry: 0.1 };
const cycleNoise = 0.3;
const statesVariation = { step: 0.1, bounds: 0.02, upDown: 0.02 };
const variation = { step: 0.1, upDown: 0.02, weightMin: 0.02, weightMax: 0.02 };

/** The parameters that the curve determines, and the model that has them and some that it does not. */
type Case = readonly [truth: Readonly<Record<string, number>>, model: (truth: never) => DeviceModel];

const linear = { ...bounds, step: 0.08, upDown: 0.1, slopeUp: 0.5, slopeDown: 0.3 };
const pow = { ...bounds, step: 0.15, upDown: 0.1, gamma: 1.6, gammaUpDown: -0.1 };
const gammas = { gammaUp: -2.5, gammaDown: -2 };
const exp = { ...bounds, step: 0.04, upDown: 0.1, amplitudeUp: -0.3, amplitudeDown: -0.5, ...gammas };
const nonlinear = { pulsesUp: 35, pulsesDown: 30, nonlinearityUp: 2, nonlinearityDown: -3 };
const nodes = { nodesUp: [1.5, 1.2, 1, 0.8, 0.5], nodesDown: [0.4, 0.7, 1, 1.3, 1.6] };

const cases: Readonly<Record<string, Case>> = {
  'constant-step': [
    { ...states, cycleNoise },
    (truth) => constantStep({ ...(truth as typeof states), deviceVariation: statesVariation }),
  ],
  'soft-bounds': [
    { ...states, cycleNoise },
    (truth) => softBounds({ ...(truth as typeof states), deviceVariation: statesVariation }),
  ],
  'soft-bounds-pmax': [
    { ...bounds, rate: 0.07, cycleNoise },
    (truth) =>
      softBoundsPmax({
        ...(truth as typeof bounds & { rate: number }),
        pulses: 45,
        rangeMin: -1,
        rangeMax: 1,
        deviceVariation: { step: 0.1, weightMin: 0.02, weightMax: 0.02 },
      }),
  ],
  'soft-bounds-reference': [
    { ...bounds, step: 0.08, upDown: 0.1, cycleNoise },
    (truth) =>
      softBoundsReference({
        ...weights,
        ...(truth as { step: number }),
        deviceVariation: variation,
      }),
  ],
  'linear-step': [
    { ...linear, cycleNoise },
    (truth) =>
      linearStep({
        ...weights,
        ...(truth as typeof linear),
        slopeVariation: 0.05,
        deviceVariation: variation,
      }),
  ],
  'neurosim-exponential': [
    { ...bounds, ...nonlinear, cycleNoise: 0.01 },
    (truth) =>
      neurosimExponential({
        ...bounds,
        ...(truth as typeof nonlinear),
        deviceVariation: { nonlinearity: 0.2 },
      }),
  ],
  'pow-step': [
    { ...pow, cycleNoise },
    (truth) =>
      powStep({ ...weights, ...(truth as typeof pow), gammaVariation: 0.05, deviceVariation: variation }),
  ],
  'exp-step': [
    { ...exp, cycleNoise: 0.1 },
    (truth) => expStep({ ...weights, ...(truth as typeof exp), a: 1, b: 0, deviceVariation: variation }),
  ],
  'piecewise-step': [
    {
      ...bounds,
      step: 0.06,
      cycleNoise,
      ...Object.fromEntries(
        Object.entries(nodes).flatMap(([name, list]) => list.map((node, i) => [`${name}[${i}]`, node])),
      ),
    },
    (truth) => {
      const { step, cycleNoise: noise } = truth as { step: number; cycleNoise: number };
      return piecewiseStep({
        ...weights,
        step,
        ...nodes,
        cycleNoise: noise,
        deviceVariation: { ...variation, upDown: 0 },
      });
    },
  ],
};

const trials = 100;

// 3 devices of each model, 45 pulses each way, 0.5 % noise of the readings. With true coverage of 95 %, fewer than 88 of
// 100 trials come in 0.15 % of cases.
for (const [name, [truth, model]] of Object.entries(cases)) {
  test(`${name}: 95 % intervals hold the truth`, () => {
    const t0 = performance.now();
    const covered = new Map(Object.keys(truth).map((key) => [key, 0]));
    for (let seed = 0; seed < trials; seed++) {
      const curves = syntheticCurves(model(truth as never), {
        seed,
        devices: 3,
        up: 45,
        down: 45,
        readNoise: 0.005,
      });
      const tracks = tracksOf(curves);
      const { parameters, spread } = pulseFitOf(fitModel(tracks, responseCurveNamed(name, 45))!, tracks);
      for (const { name: parameter, ci95 } of [...parameters, ...spread]) {
        const value = truth[parameter];
        if (value === undefined) continue;
        if (ci95[0] <= value && value <= ci95[1]) covered.set(parameter, covered.get(parameter)! + 1);
      }
    }
    console.log(
      'COV',
      name,
      (performance.now() - t0).toFixed(0),
      JSON.stringify(Object.fromEntries(covered)),
    );
    for (const [parameter, times] of covered) expect([parameter, times >= 88]).toEqual([parameter, true]);
  });
}
