import { it } from 'vitest';
import { withEndurance } from '../../../devices/effects/faults/endurance.js';
import { withOpenCells } from '../../../devices/effects/faults/open-cells.js';
import { withGrowingReadNoise } from '../../../devices/effects/noise/growing-read-noise.js';
import { withTelegraphNoise } from '../../../devices/effects/noise/telegraph-noise.js';
import { withDrift } from '../../../devices/effects/time/drift.js';
import { withRelaxation } from '../../../devices/effects/time/relaxation.js';
import { withRetention } from '../../../devices/effects/time/retention.js';
import { softBounds } from '../../../devices/index.js';
import { assertDeviceModel } from '../../../devices/testing/index.js';

const range = { gMinS: 1e-6, gMaxS: 2e-5, states: 60, deviceVariation: { step: 0.2 } };
const model = softBounds({ ...range, cycleNoise: 0.3 });
const wrappers = {
  drift: (of: typeof model) => withDrift(of, { referenceSec: 20, exponent: 0.05, exponentDeviation: 0.01 }),
  retention: (of: typeof model) => withRetention(of, { lifetimeSec: 1e5, towardS: 0 }),
  relaxation: (of: typeof model) => withRelaxation(of, { shiftS: -1e-7, spreadS: 4e-7, spreadGrowthS: 4e-8 }),
  'growing read noise': (of: typeof model) => withGrowingReadNoise(of, { strength: 0.02, readSec: 1e-7 }),
  'telegraph noise': (of: typeof model) =>
    withTelegraphNoise(of, { amplitude: 0.1, captureSec: 1e-3, emissionSec: 1e-3 }),
  endurance: (of: typeof model) => withEndurance(of, { pulses: 1e6 }),
  'open cells': (of: typeof model) => withOpenCells(of, 0.1),
};

/** Laws that an effect breaks by its nature. */
const exempt: Partial<Record<string, Record<string, string>>> = {
  'open cells': { 'stays-in-bounds': 'an open cell conducts nothing' },
};

it.each(Object.entries(wrappers))('a sound model with %s obeys the laws', (name, wrap) => {
  assertDeviceModel(wrap(model), { noiseless: wrap(softBounds(range)), runs: 10, skip: exempt[name] ?? {} });
});
