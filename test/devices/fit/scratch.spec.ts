import { test } from 'vitest';
import { softBounds, constantStep, linearStep, softBoundsPmax, softBoundsReference, powStep, expStep, piecewiseStep, neurosimExponential } from '../../../devices/index.js';
import { fitModel } from '../../../devices/fit/fit-model.js';
import { linearised, meanDevice } from '../../../devices/fit/linearised.js';
import { meanOf } from '../../../devices/fit/random-effects.js';
import { responseCurveNamed } from '../../../devices/fit/responses/response-curves.js';
import { tracksOf } from '../../../devices/fit/tracks.js';
import { syntheticCurves } from './synthetic.js';

const g = { gMinS: 1e-6, gMaxS: 1e-5 };
const w = { ...g, weightMin: -1, weightMax: 1 };
const dv = { step: 0.1, upDown: 0.02, weightMin: 0.02, weightMax: 0.02 };
const cases: Record<string, { model: any; up: number; down: number; truth: Record<string, number> }> = {
  'constant-step': { model: constantStep({ ...g, states: 40, upDownAsymmetry: 0.1, cycleNoise: 0.5, deviceVariation: { step: 0.1, bounds: 0.02, upDown: 0.02 } }), up: 60, down: 60, truth: { ...g, states: 40, upDownAsymmetry: 0.1 } },
  'soft-bounds': { model: softBounds({ ...g, states: 40, upDownAsymmetry: 0.1, cycleNoise: 0.5, deviceVariation: { step: 0.1, bounds: 0.02, upDown: 0.02 } }), up: 60, down: 60, truth: { ...g, states: 40, upDownAsymmetry: 0.1 } },
  'soft-bounds-pmax': { model: softBoundsPmax({ ...g, pulses: 60, rate: 0.04, rangeMin: -1, rangeMax: 1, cycleNoise: 0.5, deviceVariation: { step: 0.1, weightMin: 0.02, weightMax: 0.02 } }), up: 60, down: 60, truth: { ...g, rate: 0.04 } },
  'soft-bounds-reference': { model: softBoundsReference({ ...w, step: 0.05, upDown: 0.1, cycleNoise: 0.5, deviceVariation: dv }), up: 60, down: 60, truth: { ...g, step: 0.05, upDown: 0.1 } },
  'linear-step': { model: linearStep({ ...w, step: 0.05, upDown: 0.1, slopeUp: 0.5, slopeDown: 0.3, slopeVariation: 0.05, cycleNoise: 0.5, deviceVariation: dv }), up: 70, down: 70, truth: { ...g, step: 0.05, upDown: 0.1, slopeUp: 0.5, slopeDown: 0.3 } },
  'neurosim-exponential': { model: neurosimExponential({ ...g, pulsesUp: 50, pulsesDown: 40, nonlinearityUp: 2, nonlinearityDown: -3, cycleNoise: 0.01, deviceVariation: { nonlinearity: 0.2 } }), up: 70, down: 70, truth: { ...g, pulsesUp: 50, pulsesDown: 40, nonlinearityUp: 2, nonlinearityDown: -3 } },
  'pow-step': { model: powStep({ ...w, step: 0.1, upDown: 0.1, gamma: 1.6, gammaUpDown: -0.1, gammaVariation: 0.05, cycleNoise: 0.3, deviceVariation: dv }), up: 80, down: 80, truth: { ...g, step: 0.1, upDown: 0.1, gamma: 1.6, gammaUpDown: -0.1 } },
  'exp-step': { model: expStep({ ...w, step: 0.03, upDown: 0.1, amplitudeUp: -0.3, amplitudeDown: -0.5, gammaUp: -2.5, gammaDown: -2, a: 1, b: 0, cycleNoise: 0.1, deviceVariation: dv }), up: 90, down: 90, truth: { ...g, step: 0.03, upDown: 0.1, amplitudeUp: -0.3, amplitudeDown: -0.5, gammaUp: -2.5, gammaDown: -2 } },
  'piecewise-step': { model: piecewiseStep({ ...w, step: 0.03, nodesUp: [1.5, 1.2, 1, 0.8, 0.5], nodesDown: [0.4, 0.7, 1, 1.3, 1.6], cycleNoise: 0.3, deviceVariation: {...dv, upDown: 0} }), up: 90, down: 90, truth: { ...g, step: 0.03, 'nodesUp[0]': 1.5, 'nodesUp[2]': 1, 'nodesUp[4]': 0.5, 'nodesDown[0]': 0.4, 'nodesDown[4]': 1.6 } },
};
const trials = Number(process.env.TRIALS ?? 30);
const only = process.env.ONLY?.split(',');
for (const readNoise of (process.env.READ ?? '0.005').split(',').map(Number))
for (const [name, { model, up, down, truth }] of Object.entries(cases)) {
  if (only && !only.includes(name)) continue;
  test(`${name} read ${readNoise}`, () => {
    const covered: Record<string, number> = {}, width: Record<string, number> = {}, bias: Record<string, number> = {};
    let t0 = performance.now(); const cyc = []; const held: Record<string, number> = {};
    for (let seed = 0; seed < trials; seed++) {
      const curves = syntheticCurves(model, { seed: `${name} ${seed}`, devices: Number(process.env.NDEV ?? 4), up, down, readNoise });
      const tracks = tracksOf(curves);
      const curve = responseCurveNamed(name, tracks.largestPulse);
      const fit = fitModel(tracks, curve)!;
      const mean = meanDevice(fit);
      cyc.push(fit.noise.cycle);
      for (const h of fit.held) held[curve.free[h].name] = (held[curve.free[h].name] ?? 0) + 1;
      for (const q of curve.parameters) {
        const t = truth[q.name]; if (t === undefined) continue;
        const e = linearised(fit, (f) => q.of(f, tracks.unitS), mean);
        const m = e && meanOf(e);
        if (!m) { continue; }
        covered[q.name] = (covered[q.name] ?? 0) + (m.ci95[0] <= t && t <= m.ci95[1] ? 1 : 0);
        width[q.name] = (width[q.name] ?? 0) + (m.ci95[1] - m.ci95[0]) / 2 / Math.abs(t) / trials;
        bias[q.name] = (bias[q.name] ?? 0) + (m.mean - t) / Math.abs(t) / trials;
      }
    }
    console.log(name, readNoise, ((performance.now() - t0) / trials).toFixed(0), 'ms/trial; cycle', (cyc.reduce((a, b) => a + b) / trials).toFixed(3), 'held', JSON.stringify(held), '\n', Object.keys(truth).map((k) => `${k} ${covered[k]}/${trials} w${width[k]?.toFixed(3)} b${bias[k]?.toFixed(3)}`).join(' | '));
  });
}
