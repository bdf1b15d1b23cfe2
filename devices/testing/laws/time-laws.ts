import fc from 'fast-check';
import type { DeviceModel, DeviceState } from '../../base/device-model.js';
import { createRandom } from '../../base/random.js';
import { deviceState } from '../arbitraries.js';
import { replicasOf, roundingS } from '../replicas.js';
import { moments, sigmas } from '../statistics.js';
import type { DeviceLawOptions } from '../subject.js';
import { defineLaw } from './law.js';

const timeless = ({ conductanceAtInto }: DeviceModel) =>
  conductanceAtInto ? undefined : 'the conductance does not change with time';

/** 1 us to 3 years after programming. */
const twoTimes = fc.record({
  log10Sec: fc.double({ min: -6, max: 8, noNaN: true }),
  laterByDecades: fc.double({ min: 0.1, max: 3, noNaN: true }),
});

const cases = (model: DeviceModel) => fc.record({ state: deviceState(model), times: twoTimes });

interface ReadAt {
  readonly timeSec: number;
  readonly seed: number;
  readonly step: number;
}

function readAt(model: DeviceModel, state: DeviceState, { timeSec, seed, step }: ReadAt): Float32Array {
  const draw = { random: createRandom(seed).stream('read'), step };
  return model.conductanceAtInto!(new Float32Array(state.count), state, { timeSec, draw });
}

/**
 * Drift goes one way: a device left alone conducts no more later, in the mean over the noise of its
 * reads.
 */
export const driftsOneWay = defineLaw({
  law: 'drifts-one-way',
  statement: 'a device left alone conducts no more later than earlier, in the mean over read noise',
  skipped: timeless,
  cases,
  check(model, { state: given, times }, { replicas = 2048 }: DeviceLawOptions) {
    const state = replicasOf(model, given, replicas);
    const [earlySec, lateSec] = [10 ** times.log10Sec, 10 ** (times.log10Sec + times.laterByDecades)];
    const early = moments(readAt(model, state, { timeSec: earlySec, seed: given.seed, step: 0 }));
    const late = moments(readAt(model, state, { timeSec: lateSec, seed: given.seed, step: 1 }));
    const slackS = sigmas * Math.hypot(early.meanError, late.meanError) + roundingS(model);
    if (late.mean <= early.mean + slackS) return;
    throw new Error(`${early.mean} S at ${earlySec} s rose to ${late.mean} S at ${lateSec} s`);
  },
});

/**
 * An interval may be split: looking at the array in between, or passing over it with no pulses,
 * changes nothing.
 */
export const driftSplits = defineLaw({
  law: 'drift-splits',
  statement: 'a read or a call without pulses in between does not change what is read later',
  skipped: timeless,
  cases,
  check(model, { state: given, times }, _options: DeviceLawOptions) {
    const [earlySec, lateSec] = [10 ** times.log10Sec, 10 ** (times.log10Sec + times.laterByDecades)];
    const late = (split: boolean) => {
      const state = replicasOf(model, given, 16);
      if (split) {
        readAt(model, state, { timeSec: earlySec, seed: given.seed, step: 0 });
        const draw = { random: createRandom(given.seed).stream('pulses'), step: given.train.length };
        const none = new Int32Array(16);
        model.pulse(state, none, { count: 16, firstIndex: 0, draw, timeSec: earlySec });
      }
      return readAt(model, state, { timeSec: lateSec, seed: given.seed, step: 1 });
    };
    const [whole, split] = [late(false), late(true)];
    const i = whole.findIndex((g, at) => Math.abs(g - split[at]) > roundingS(model));
    if (i < 0) return;
    throw new Error(
      `at ${lateSec} s: ${whole[i]} S, but ${split[i]} S where the time was split at ${earlySec} s`,
    );
  },
});
