import fc from 'fast-check';
import type { DeviceModel, DeviceState } from '../../base/device-model.js';
import { createRandom, type Draw } from '../../base/random.js';
import { deviceState } from '../arbitraries.js';
import { copyState, read, replicasOf, stateOf } from '../replicas.js';
import { correlation, sigmas } from '../statistics.js';
import { type DeviceLawOptions, declaredBy } from '../subject.js';
import { defineLaw } from './law.js';

/** Everything that a model draws depends on its random stream and step alone. */
export const sameSeedSameBits = defineLaw({
  law: 'same-seed-same-bits',
  statement: 'the same seed and pulses give the same bits, whatever was drawn before',
  cases: deviceState,
  check(model: DeviceModel, given, _options: DeviceLawOptions) {
    const first = stateOf(model, given);
    stateOf(model, { ...given, seed: given.seed + 1 });
    checkSame(first, stateOf(model, given), 'run twice');
  },
});

/**
 * A pulse on part of the devices does to them what a pulse on all does: the order of tiles and
 * threads is free.
 */
export const sameBitsInParts = defineLaw({
  law: 'same-bits-in-parts',
  statement: 'pulsing all devices at once or sixteen at a time, in any order, gives the same bits',
  cases: () =>
    fc.record({
      seed: fc.nat(),
      pulses: fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 40, maxLength: 40 }),
    }),
  check(model: DeviceModel, { seed, pulses }, _options: DeviceLawOptions) {
    const counts = Int32Array.from(pulses);
    const draw = { random: createRandom(seed).stream('pulses'), step: 0 };
    const whole = model.create(40, createRandom(seed).stream('devices'));
    const parts = copyState(whole);
    model.pulse(whole, counts, { count: 40, firstIndex: 0, draw });
    for (const firstIndex of [32, 0, 16]) {
      const part = counts.subarray(firstIndex, firstIndex + 16);
      model.pulse(parts, part, { count: part.length, firstIndex, draw });
    }
    checkSame(whole, parts, 'in parts');
  },
});

/** Draws of different streams and steps have nothing in common. */
export const streamsAreIndependent = defineLaw({
  law: 'streams-are-independent',
  statement: 'the noise of one stream or step says nothing about the noise of another',
  skipped(model: DeviceModel) {
    const { cycleNoise, writeNoiseS, levels } = declaredBy(model);
    if (levels > 0) return 'rounding to levels hides the noise';
    return cycleNoise > 0 || writeNoiseS > 0 ? undefined : 'no cycleNoise or writeNoiseS is declared';
  },
  cases: () => fc.record({ seed: fc.nat(), device: fc.integer({ min: 0, max: 15 }) }),
  check(model, { seed, device }, { replicas = 2048 }: DeviceLawOptions) {
    const start = replicasOf(model, { seed, device, train: [] }, replicas);
    const noise = ({ random, step }: Draw) => {
      const state = copyState(start);
      const counts = new Int32Array(replicas).fill(1);
      model.pulse(state, counts, { count: replicas, firstIndex: 0, draw: { random, step } });
      return read(model, state);
    };
    const random = createRandom(seed);
    const reference = noise({ random, step: 0 });
    const others = {
      'the next step': { random, step: 1 },
      'another stream': { random: random.stream('other'), step: 0 },
      'another seed': { random: createRandom(`${seed} other`), step: 0 },
    };
    for (const [name, draw] of Object.entries(others)) {
      const r = correlation(reference, noise(draw));
      if (Math.abs(r) <= sigmas / Math.sqrt(replicas)) continue;
      throw new Error(`the noise has correlation ${r} with that of ${name}, expected none`);
    }
  },
});

function checkSame(a: DeviceState, b: DeviceState, what: string): void {
  for (const [name, array] of Object.entries(a.arrays)) {
    const i = array.findIndex((value, at) => !Object.is(value, b.arrays[name][at]));
    if (i >= 0) throw new Error(`${what}, ${name}[${i}] is ${array[i]}, then ${b.arrays[name][i]}`);
  }
}
