import { describe, expect, it } from 'vitest';
import { createRandom, inferenceNoiseNamed, linearStep, withInferenceNoise } from '../../../devices/index.js';
import { curveOf } from '../../../devices/presets/inference-noise.js';
import type { FittedCurve } from '../../../devices/presets/types.js';
import { conductances, devicesOf, moments, pulseAll } from '../models/curve.js';

const count = 40_000;

/** A standard normal on a grid, with its density as weights. */
const grid = Array.from({ length: 161 }, (_, i) => -5 + i / 16);
const density = grid.map((x) => Math.exp(-(x * x) / 2));
const norm = density.reduce((sum, d) => sum + d, 0);

/**
 * Mean and deviation of the published law: g = gProg ((t + t0) / t0)^-|mu + sigma xi| (1 + Q
 * sqrt(ln((t + t0 + tr) / (2 tr))) xi), gProg = target + sigmaProg xi; mu and sigma at the target,
 * Q at gProg.
 */
function published(name: string, targetS: number, timeSec: number) {
  const { maxS, programming, drift, read } = inferenceNoiseNamed(name);
  const { unitS, coefficients } = programming;
  const sigmaS = coefficients.reduce((sum, { value }, k) => sum + value * (targetS / unitS.value) ** k, 0);
  const share = targetS / maxS.value;
  const [mu, sigma] = [curveOf(drift!.exponent)(share), curveOf(drift!.exponentDeviation)(share)];
  const [t0, tr] = [drift!.referenceSec.value, read!.readSec.value];
  const growth = Math.log((timeSec + t0 + tr) / (2 * tr));
  const decay = (exponent: number) => ((timeSec + t0) / t0) ** -Math.abs(exponent);
  let mean = 0;
  let square = 0;
  grid.forEach((x, i) => {
    const programmedS = Math.max(targetS + sigmaS * x, 0);
    const noise = curveOf(read!.strength as FittedCurve)(Math.min(programmedS / maxS.value, 1)) ** 2 * growth;
    grid.forEach((y, k) => {
      const weight = (density[i] * density[k]) / norm ** 2;
      const driftedS = programmedS * decay(mu + sigma * y);
      mean += weight * driftedS;
      square += weight * driftedS ** 2 * (1 + noise);
    });
  });
  return { mean, deviation: Math.sqrt(square - mean ** 2) };
}

describe.each(['pcm-2019', 'hermes-2-devices', 'hermes-1-device'])('%s', (name) => {
  const gMaxS = inferenceNoiseNamed(name).maxS.value;
  const chip = linearStep({ gMinS: 0, gMaxS, weightMin: -1, weightMax: 1, step: 1e-5 });
  const model = withInferenceNoise(chip, name);

  it.each([0.3, 0.5, 0.8])(
    'at %d of its range spreads as published, in the first second and after a year',
    (share) => {
      const state = devicesOf(model, count, share * gMaxS);
      pulseAll(model, state, 1);
      const targetS = moments(conductances(chip, state)).mean;
      for (const timeSec of [1, 25, 3600, 86_400, 31_536_000]) {
        const draw = { random: createRandom(2), step: 0 };
        const found = moments(model.conductanceAtInto!(new Float32Array(count), state, { timeSec, draw }));
        const wanted = published(name, targetS, timeSec);
        // Five deviations of a spread, 5 / sqrt(2 n) = 1.8 %, and a third more for tails that are
        // not quite normal.
        expect(found.deviation / wanted.deviation).toBeGreaterThan(1 - 0.024);
        expect(found.deviation / wanted.deviation).toBeLessThan(1 + 0.024);
        expect(Math.abs(found.mean - wanted.mean)).toBeLessThan((5 * wanted.deviation) / Math.sqrt(count));
      }
    },
  );
});
