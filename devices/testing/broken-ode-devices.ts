import { linearIonDrift } from '../models/ode/linear-ion-drift.js';
import type { OdeDevice } from '../models/ode/ode-device.js';
import type { Broken } from './broken-models.js';

/** Crosses its range in about 0.1 ms at 1 V. */
const sound = linearIonDrift({ rOnOhm: 100, rOffOhm: 16e3, thicknessM: 1e-8, mobilityM2PerVSec: 1e-10 });

function wrong(breaks: string, mistake: string, parts: Partial<OdeDevice>): Broken<OdeDevice> {
  return { breaks, mistake, subject: { ...sound, name: `broken ${breaks}`, ...parts } };
}

/** One Euler step an interval. */
function euler({ hardStops }: { hardStops: boolean }): OdeDevice['simulate'] {
  const { xMin, xMax } = sound;
  return (options) => {
    const trace = sound.simulate({ ...options, tolerance: 0.1 });
    const { timeSec, voltageV, x } = trace;
    for (let k = 1; k < x.length; k++) {
      x[k] = x[k - 1] + (timeSec[k] - timeSec[k - 1]) * sound.rate(voltageV[k - 1], x[k - 1]);
      if (hardStops) x[k] = Math.min(Math.max(x[k], xMin), xMax);
    }
    return { ...trace, currentA: x.map((at, k) => sound.currentA(voltageV[k], at)) };
  };
}

/** One device for each law of `odeLaws`, at least. */
export const brokenOdeDevices: readonly Broken<OdeDevice>[] = Object.freeze([
  wrong('state-stays-in-bounds', 'there are no hard stops', { simulate: euler({ hardStops: false }) }),
  wrong('device-is-passive', 'the current loses its sign', {
    currentA: (v, x) => Math.abs(sound.currentA(v, x)),
  }),
  wrong('loop-is-pinched', 'the cell leaks at rest', { currentA: (v, x) => sound.currentA(v, x) + 1e-6 }),
  wrong('tolerance-is-honoured', 'steps are fixed and of first order', {
    simulate: euler({ hardStops: true }),
  }),
  wrong('simulation-splits', 'every simulation starts from the same state', {
    simulate: ({ xStart: _, ...options }) => sound.simulate(options),
  }),
]);
