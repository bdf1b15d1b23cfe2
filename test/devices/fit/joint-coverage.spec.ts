import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fitModel } from '../../../devices/fit/fit-model.js';
import { tracksOf } from '../../../devices/fit/measured/tracks.js';
import { pulseFitOf } from '../../../devices/fit/pulse-fit.js';
import { responseCurveNamed } from '../../../devices/fit/responses/response-curves.js';
import { neurosimExponential } from '../../../devices/index.js';
import { syntheticCurves } from './synthetic.js';

/** Sweeps up and down of a number of devices, all of them with cycle noise of 1 % of the range. */
interface Scenario {
  readonly devices: number;
  readonly pulses: number;
  readonly readNoise: number;
  /** Standard deviation of the nonlinearity from device to device. */
  readonly variation: number;
  readonly truth: Readonly<Record<string, number>>;
}

const truthOf = (pulsesUp: number, pulsesDown: number, nonlinearityUp: number, nonlinearityDown: number) => ({
  gMinS: 2e-6,
  gMaxS: 8e-5,
  pulsesUp,
  pulsesDown,
  nonlinearityUp,
  nonlinearityDown,
});

const bent = truthOf(64, 64, 3.571, -3.571);
const scenarios: Readonly<Record<string, Scenario>> = {
  tenDevices: { devices: 10, pulses: 100, readNoise: 0.01, variation: 0, truth: truthOf(100, 100, 2, -2) },
  saturating: { devices: 4, pulses: 70, readNoise: 0.005, variation: 0.2, truth: truthOf(50, 40, 2, -3) },
  withoutReadNoise: { devices: 3, pulses: 64, readNoise: 0, variation: 0, truth: bent },
  fiveDevices: { devices: 5, pulses: 64, readNoise: 0.01, variation: 0, truth: bent },
};

/** What became of one parameter over all trials. */
interface Count {
  /** Fits that gave an interval, and those of them whose interval held the truth. */
  printed: number;
  covered: number;
  /** Mean over all fits, over the truth, less 1. */
  bias: number;
}

/**
 * `COVERAGE_TRIALS=40 COVERAGE_OUT=docs/results/joint-fit-coverage.json npx vitest run
 * test/devices/fit/joint-coverage.spec.ts` simulates the fit of all devices at once; by default it
 * is left out.
 */
const trials = Number(process.env.COVERAGE_TRIALS ?? 0);
const out = process.env.COVERAGE_OUT;
const counts: Record<string, Record<string, Count>> = {};

it.skipIf(trials === 0).each(Object.entries(scenarios))(
  'intervals of the common fit cover the truth, %s',
  (name, { devices, pulses, readNoise, variation, truth }) => {
    const deviceVariation = { nonlinearity: variation };
    const model = neurosimExponential({ ...truth, cycleNoise: 0.01, deviceVariation } as never);
    const found: Record<string, Count> = {};
    for (const parameter of Object.keys(truth)) found[parameter] = { printed: 0, covered: 0, bias: 0 };
    for (let trial = 0; trial < trials; trial++) {
      const seed = `joint coverage of ${name}, ${trial}`;
      const tracks = tracksOf(syntheticCurves(model, { seed, devices, up: pulses, down: pulses, readNoise }));
      const fit = pulseFitOf(fitModel(tracks, responseCurveNamed('neurosim-exponential', pulses))!, tracks);
      for (const [parameter, value] of Object.entries(truth)) {
        const count = found[parameter];
        count.bias += ((fit.device[parameter] as number) / value - 1) / trials;
        const interval = fit.parameters.find((row) => row.name === parameter)?.ci95;
        if (!interval) continue;
        count.printed++;
        if (interval[0] <= value && value <= interval[1]) count.covered++;
      }
      counts[name] = found;
      if (out) writeFileSync(out, `${JSON.stringify({ trials, done: trial + 1, counts }, null, 2)}\n`);
    }
    // Of 40 intervals of 95 %, at least 33 cover with probability 0.997. Fewer than 20 say little.
    for (const [parameter, { printed, covered }] of Object.entries(found))
      expect([parameter, printed < 20 || covered >= 0.825 * printed]).toEqual([parameter, true]);
  },
  1_800_000,
);
