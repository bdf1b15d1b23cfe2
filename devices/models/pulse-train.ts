import type { DeviceState, PulseOptions } from '../base/device-model.js';
import { blockSize, normalInto } from '../base/random.js';
import { pulsedArrays } from './soft-bounds.js';

/** The conductance of device `index` after one pulse, before it is clipped; xi is standard normal, 0 without noise. */
export type PulseResponse = (
  conductanceS: number,
  index: number,
  pulse: { up: boolean; xi: number },
) => number;

/**
 * |counts[i]| single pulses in turn on device firstIndex + i, each clipped to [gMinS, gMaxS] and with noise of its own
 * (draw.sub counts up) where `noisy`. A device without a range does not move. The pulses of one call run in double
 * precision; the state is rounded once, at their end.
 */
export function pulseTrain(
  state: DeviceState,
  counts: Int32Array,
  { count, firstIndex, draw, noisy, response }: PulseOptions & { noisy: boolean; response: PulseResponse },
): void {
  const { conductanceS, gMinS, gMaxS } = pulsedArrays(state);
  const noise = new Float32Array(blockSize);
  const conductance = new Float64Array(blockSize);
  const pulse = { up: true, xi: 0 };
  for (let at = 0; at < count; at += blockSize) {
    const block = counts.subarray(at, Math.min(at + blockSize, count));
    const most = block.reduce((largest, n) => Math.max(largest, Math.abs(n)), 0);
    if (most === 0) continue;
    const first = firstIndex + at;
    conductance.set(conductanceS.subarray(first, first + block.length));
    for (let turn = 0; turn < most; turn++) {
      if (noisy) normalInto(noise, { ...draw, sub: (draw.sub ?? 0) + turn }, first / blockSize);
      for (let j = 0; j < block.length; j++) {
        const i = first + j;
        if (Math.abs(block[j]) <= turn || gMinS[i] >= gMaxS[i]) continue;
        pulse.up = block[j] > 0;
        pulse.xi = noise[j];
        const moved = response(conductance[j], i, pulse);
        conductance[j] = Math.min(Math.max(moved, gMinS[i]), gMaxS[i]);
      }
    }
    for (let j = 0; j < block.length; j++) if (block[j] !== 0) conductanceS[first + j] = conductance[j];
  }
}
