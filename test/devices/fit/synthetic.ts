import type { PulseCurves } from '../../../devices/fit/measured/pulse-curves.js';
import { createRandom, type DeviceModel, normalInto } from '../../../devices/index.js';

export interface SyntheticOptions {
  readonly seed: number | string;
  readonly devices: number;
  /**
   * Pulses of the sweep up from the lowest conductance, then of the sweep down; 0 = not measured.
   */
  readonly up: number;
  readonly down: number;
  /** Noise of a reading, as a share of the conductance. 0 by default. */
  readonly readNoise?: number;
  /** Pulses from one reading to the next. 1 by default. */
  readonly every?: number;
}

/**
 * Pulse curves as an experiment on `devices` cells of a model would give them, noise and variation
 * included.
 */
export function syntheticCurves(model: DeviceModel, options: SyntheticOptions): PulseCurves {
  const { seed, devices, up, down, readNoise = 0, every = 1 } = options;
  const random = createRandom(seed);
  const state = model.create(devices, random.stream('devices'));
  const { conductanceS, gMinS, gMaxS } = state.arrays;
  const read = new Float32Array(devices);
  const noise = new Float32Array(devices);
  const sweep = (direction: 'up' | 'down', pulses: number) => {
    conductanceS.set(direction === 'up' ? gMinS : gMaxS);
    const counts = new Int32Array(devices).fill(direction === 'up' ? 1 : -1);
    const stream = random.stream(direction);
    const curves = Array.from({ length: devices }, () => [] as number[]);
    for (let n = 0; n <= pulses; n++) {
      if (n > 0)
        model.pulse(state, counts, { count: devices, firstIndex: 0, draw: { random: stream, step: n } });
      if (n % every !== 0) continue;
      model.conductanceInto(read, state);
      normalInto(noise, { random: stream.stream('read'), step: n });
      curves.forEach((curve, i) => void curve.push(Math.max(read[i] * (1 + readNoise * noise[i]), 0)));
    }
    return curves.map((curve) => ({
      direction,
      pulses: Float64Array.from(curve, (_, i) => i * every),
      conductanceS: Float64Array.from(curve),
    }));
  };
  const [ups, downs] = [up > 0 ? sweep('up', up) : null, down > 0 ? sweep('down', down) : null];
  const measured = Array.from({ length: devices }, (_, i) => ({
    name: `${i + 1}`,
    sweeps: [ups, downs].flatMap((curves) => (curves ? [curves[i]] : [])),
  }));
  return { source: 'synthetic.csv', devices: measured, rows: devices * (up + down + 2) };
}

/** The same as CSV text, conductances in microsiemens. */
export function csvOf({ devices }: PulseCurves, digits = 6): string {
  const rows = devices.flatMap(({ name, sweeps }) =>
    sweeps.flatMap(({ direction, pulses, conductanceS }) =>
      Array.from(
        pulses,
        (pulse, i) => `${name},${direction},${pulse},${(conductanceS[i] * 1e6).toPrecision(digits)}`,
      ),
    ),
  );
  return ['device,direction,pulse,conductance_uS', ...rows, ''].join('\n');
}
