import type { Tracks } from './measured/tracks.js';
import { createFiltered, filterInto, freeRun } from './noise/innovations.js';
import type { ModelFit } from './types.js';

/** One sweep beside what the model makes of it, in six digits; all arrays of one length. */
export interface FittedSweep {
  readonly device: string;
  readonly direction: 'up' | 'down';
  readonly cycle?: string;
  readonly pulses: readonly number[];
  readonly conductanceS: readonly number[];
  /** The model alone, from the first point on. */
  readonly fittedS: readonly number[];
  /**
   * Measured less predicted from the points before, in standard deviations; 0 at the first point.
   */
  readonly residual: readonly number[];
}

/** Every sweep with its fit. */
export function fittedSweeps({ curve, devices, noise }: ModelFit, tracks: Tracks): FittedSweep[] {
  return tracks.devices.flatMap((device, d) =>
    device.tracks.map((track) => {
      const motion = curve.motion(devices[d].free, track.up);
      const filtered = createFiltered(track);
      filterInto(filtered, track, { motion, noise });
      const inSiemens = (values: Float64Array) =>
        Array.from(values, (value) => sixDigits(value * tracks.unitS));
      return {
        device: device.name,
        direction: track.up ? ('up' as const) : ('down' as const),
        ...(track.cycle !== undefined && { cycle: track.cycle }),
        pulses: [...track.pulses],
        conductanceS: inSiemens(track.conductance),
        fittedS: inSiemens(freeRun(track.conductance[0], track, motion)),
        residual: Array.from(filtered.innovation, (value, t) =>
          t === 0 ? 0 : sixDigits(value / filtered.deviation[t]),
        ),
      };
    }),
  );
}

function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}
