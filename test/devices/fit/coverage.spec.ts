import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { fitModel } from '../../../devices/fit/fit-model.js';
import { tracksOf } from '../../../devices/fit/measured/tracks.js';
import { pulseFitOf } from '../../../devices/fit/pulse-fit.js';
import { responseCurveNamed } from '../../../devices/fit/responses/response-curves.js';
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
const pulsed = { step: 0.1, bounds: 0.02, upDown: 0.02 };
const weighted = { step: 0.1, upDown: 0.02, weightMin: 0.02, weightMax: 0.02 };

interface Case {
  readonly model: DeviceModel;
  /** Pulses of each sweep. */
  readonly pulses: number;
  readonly truth: Readonly<Record<string, number>>;
}

/**
 * What a fit is to find, with noise from pulse to pulse, device to device and reading to reading.
 */
const cases: Readonly<Record<string, Case>> = {
  'constant-step': {
    model: constantStep({
      ...bounds,
      states: 40,
      upDownAsymmetry: 0.1,
      cycleNoise: 0.5,
      deviceVariation: pulsed,
    }),
    pulses: 60,
    truth: { ...bounds, states: 40, upDownAsymmetry: 0.1 },
  },
  'soft-bounds': {
    model: softBounds({
      ...bounds,
      states: 40,
      upDownAsymmetry: 0.1,
      cycleNoise: 0.5,
      deviceVariation: pulsed,
    }),
    pulses: 60,
    truth: { ...bounds, states: 40, upDownAsymmetry: 0.1 },
  },
  'soft-bounds-pmax': {
    model: softBoundsPmax({
      ...bounds,
      pulses: 60,
      rate: 0.04,
      rangeMin: -1,
      rangeMax: 1,
      cycleNoise: 0.5,
      deviceVariation: { step: 0.1, weightMin: 0.02, weightMax: 0.02 },
    }),
    pulses: 60,
    truth: { ...bounds, rate: 0.04 },
  },
  'soft-bounds-reference': {
    model: softBoundsReference({
      ...weights,
      step: 0.05,
      upDown: 0.1,
      cycleNoise: 0.5,
      deviceVariation: weighted,
    }),
    pulses: 60,
    truth: { ...bounds, step: 0.05, upDown: 0.1 },
  },
  'linear-step': {
    model: linearStep({
      ...weights,
      step: 0.05,
      upDown: 0.1,
      slopeUp: 0.5,
      slopeDown: 0.3,
      slopeVariation: 0.05,
      cycleNoise: 0.5,
      deviceVariation: weighted,
    }),
    pulses: 70,
    truth: { ...bounds, step: 0.05, upDown: 0.1, slopeUp: 0.5, slopeDown: 0.3 },
  },
  'neurosim-exponential': {
    model: neurosimExponential({
      ...bounds,
      pulsesUp: 50,
      pulsesDown: 40,
      nonlinearityUp: 2,
      nonlinearityDown: -3,
      cycleNoise: 0.01,
      deviceVariation: { nonlinearity: 0.2 },
    }),
    pulses: 70,
    truth: { ...bounds, pulsesUp: 50, pulsesDown: 40, nonlinearityUp: 2, nonlinearityDown: -3 },
  },
  'pow-step': {
    model: powStep({
      ...weights,
      step: 0.1,
      upDown: 0.1,
      gamma: 1.6,
      gammaUpDown: -0.1,
      gammaVariation: 0.05,
      cycleNoise: 0.3,
      deviceVariation: weighted,
    }),
    pulses: 80,
    truth: { ...bounds, step: 0.1, upDown: 0.1, gamma: 1.6, gammaUpDown: -0.1 },
  },
  'exp-step': {
    model: expStep({
      ...weights,
      step: 0.03,
      upDown: 0.1,
      amplitudeUp: -0.3,
      amplitudeDown: -0.5,
      gammaUp: -2.5,
      gammaDown: -2,
      a: 1,
      b: 0,
      cycleNoise: 0.1,
      deviceVariation: weighted,
    }),
    pulses: 90,
    truth: {
      ...bounds,
      step: 0.03,
      upDown: 0.1,
      amplitudeUp: -0.3,
      amplitudeDown: -0.5,
      gammaUp: -2.5,
      gammaDown: -2,
    },
  },
  'piecewise-step': {
    model: piecewiseStep({
      ...weights,
      step: 0.03,
      nodesUp: [1.5, 1.2, 1, 0.8, 0.5],
      nodesDown: [0.4, 0.7, 1, 1.3, 1.6],
      cycleNoise: 0.3,
      deviceVariation: { ...weighted, upDown: 0 },
    }),
    pulses: 90,
    truth: {
      ...bounds,
      step: 0.03,
      'nodesUp[0]': 1.5,
      'nodesUp[1]': 1.2,
      'nodesUp[2]': 1,
      'nodesUp[3]': 0.8,
      'nodesUp[4]': 0.5,
      'nodesDown[0]': 0.4,
      'nodesDown[1]': 0.7,
      'nodesDown[2]': 1,
      'nodesDown[3]': 1.3,
      'nodesDown[4]': 1.6,
    },
  },
};

/**
 * `COVERAGE_TRIALS=100` is the full check: true intervals of 95 % hold at least 88 times of 100
 * with probability 0.998. Its counts go to the file that `COVERAGE_OUT` names, for
 * docs/results/fit-coverage.json.
 */
const trials = Number(process.env.COVERAGE_TRIALS ?? 10);
const leastCovered = trials >= 100 ? 0.88 * trials : 0.7 * trials;

const counts: Record<string, Record<string, number>> = {};
afterAll(() => {
  const out = process.env.COVERAGE_OUT;
  if (out)
    writeFileSync(out, `${JSON.stringify({ trials, devices: 4, readNoise: 0.005, counts }, null, 2)}\n`);
});

describe('95 % intervals', () => {
  it.each(Object.entries(cases))(
    'cover the parameters of %s',
    (name, { model, pulses, truth }) => {
      const covered = new Map(Object.keys(truth).map((parameter) => [parameter, 0]));
      for (let seed = 0; seed < trials; seed++) {
        const options = { seed: `${name} ${seed}`, devices: 4, up: pulses, down: pulses, readNoise: 0.005 };
        const tracks = tracksOf(syntheticCurves(model, options));
        const fit = fitModel(tracks, responseCurveNamed(name, tracks.largestPulse));
        for (const { name: parameter, ci95 } of fit ? pulseFitOf(fit, tracks).parameters : []) {
          const value = truth[parameter];
          if (value === undefined || !(ci95[0] <= value && value <= ci95[1])) continue;
          covered.set(parameter, (covered.get(parameter) ?? 0) + 1);
        }
      }
      counts[name] = Object.fromEntries(covered);
      for (const [parameter, times] of covered)
        expect([parameter, times >= leastCovered, times]).toEqual([parameter, true, times]);
    },
    600_000,
  );
});
