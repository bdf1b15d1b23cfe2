import fc from 'fast-check';
import type { DeviceModel } from '../../base/device-model.js';
import { createRandom } from '../../base/random.js';
import { deviceState, type StateCase } from '../arbitraries.js';
import { pulseAll, read, replicasOf, replicate, roundingS, stateOf } from '../replicas.js';
import { correlation, moments, shareAtEnds, sigmas } from '../statistics.js';
import { boundsOf, type DeviceLawOptions, declaredBy } from '../subject.js';
import { defineLaw } from './law.js';

/** Conductances of replicas after one pulse of their own. */
function afterOnePulse(model: DeviceModel, given: StateCase, replicas: number): Float32Array {
  const state = replicasOf(model, given, replicas);
  pulseAll(model, state, { pulses: 1, seed: given.seed, step: given.train.length });
  return read(model, state);
}

const noNoise = (model: DeviceModel) => {
  const { cycleNoise, writeNoiseS } = declaredBy(model);
  return cycleNoise > 0 || writeNoiseS > 0 ? undefined : 'no cycleNoise or writeNoiseS is declared';
};

/** One pulse's conductance has the mean that the model without noise gives. */
export const noiseHasNoMean = defineLaw({
  law: 'noise-has-no-mean',
  statement: 'the mean over the noise is what the model without noise does, away from the bounds',
  skipped: (model: DeviceModel, { noiseless }: DeviceLawOptions) =>
    noNoise(model) ?? (noiseless ? undefined : 'the option `noiseless` is not given'),
  cases: deviceState,
  check(model, given, { noiseless = model, replicas = 2048 }) {
    const one = replicasOf(model, given, 1);
    pulseAll(noiseless, one, { pulses: 1, seed: given.seed, step: given.train.length });
    const expected = read(noiseless, one)[0];
    const noisy = afterOnePulse(model, given, replicas);
    const { mean, meanError, variance } = moments(noisy);
    if (isClipped(noisy, { ...boundsOf(model, one, 0), centreS: expected, sigmaS: Math.sqrt(variance) }))
      return;
    if (Math.abs(mean - expected) <= sigmas * meanError + roundingS(model)) return;
    throw new Error(`the mean after a pulse is ${mean} S, expected ${expected} S +- ${sigmas * meanError}`);
  },
});

/** One pulse on a new device spreads by the declared noise. */
export const noiseHasDeclaredVariance = defineLaw({
  law: 'noise-has-declared-variance',
  statement: 'one pulse at mid-range spreads by cycleNoise times its step, and by the write noise',
  skipped(model: DeviceModel, { noiseUnit }: DeviceLawOptions) {
    const { cycleNoise, writeNoiseS, levels } = declaredBy(model);
    if (levels > 0) return 'rounding to levels changes the variance';
    if (model.parameters.complexNoise) return 'complexNoise has a form of its own';
    const rangeS = model.gMaxS - model.gMinS;
    const unitS = noiseUnit === 'range' ? rangeS : model.stepS;
    if (6 * (cycleNoise * unitS + writeNoiseS) > rangeS / 2) return 'one pulse of noise spans the range';
    return noNoise(model);
  },
  cases: () => fc.record({ seed: fc.nat(), device: fc.integer({ min: 0, max: 15 }) }),
  check(model, { seed, device }, { noiseless, noiseUnit, replicas = 2048 }: DeviceLawOptions) {
    const declared = declaredBy(model);
    const { cycleNoise, writeNoiseS } = declared;
    const given = { seed, device, train: [] };
    const state = stateOf(model, given);
    const before = read(model, state)[device];
    const noisy = afterOnePulse(model, given, replicas);
    const { mean, meanError, variance, varianceError } = moments(noisy);
    const bounds = boundsOf(model, state, device);
    if (isClipped(noisy, { ...bounds, centreS: mean, sigmaS: Math.sqrt(variance) })) return;

    let [unitS, unitError] = [mean - before, meanError];
    const unit = noiseUnit ?? declared.noiseUnit;
    if (unit === 'range') [unitS, unitError] = [model.gMaxS - model.gMinS, 0];
    else if (unit === 'mid-range step' && state.arrays.stepUpS) {
      [unitS, unitError] = [state.arrays.stepUpS[device], 0];
    } else if (noiseless) {
      const alone = replicate(state, device, 1);
      pulseAll(noiseless, alone, { pulses: 1, seed, step: 0 });
      [unitS, unitError] = [read(noiseless, alone)[0] - before, 0];
    }
    const expected = (cycleNoise * unitS) ** 2 + writeNoiseS ** 2;
    const slack = sigmas * (varianceError + 2 * cycleNoise ** 2 * Math.abs(unitS) * unitError);
    const rounding = roundingS(model) * (roundingS(model) + 2 * Math.sqrt(expected));
    if (Math.abs(variance - expected) <= slack + rounding) return;
    const [got, wanted] = [Math.sqrt(variance), Math.sqrt(expected)];
    throw new Error(
      `one pulse spreads by ${got} S, expected ${wanted} S: cycleNoise ${cycleNoise} of ${unitS} S`,
    );
  },
});

/**
 * Whether the bounds, or ties where they are not known, cut the spread: its moments then say
 * nothing of the noise.
 */
function isClipped(
  sample: Float32Array,
  { lowS, highS, centreS, sigmaS }: { lowS: number; highS: number; centreS: number; sigmaS: number },
): boolean {
  const outside = centreS - 6 * sigmaS < lowS || centreS + 6 * sigmaS > highS;
  return (outside && sigmaS > 0) || shareAtEnds(sample) > 0.01;
}

/** No two cells share a draw: neither the variation of new devices nor the noise of a pulse. */
export const cellsDiffer = defineLaw({
  law: 'cells-differ',
  statement: 'every cell draws its own variation and its own noise',
  skipped: (model: DeviceModel) =>
    declaredBy(model).varies ? undefined : noNoise(model) && 'no variation or noise is declared',
  cases: deviceState,
  check(model, given, { replicas = 2048 }: DeviceLawOptions) {
    const { varies, levels, cycleNoise, writeNoiseS } = declaredBy(model);
    if (varies) {
      const { arrays } = model.create(replicas, createRandom(given.seed).stream('devices'));
      const arraysThatVary = Object.values(arrays).filter((array) =>
        array.some((value) => value !== array[0]),
      );
      if (arraysThatVary.length === 0)
        throw new Error('device variation is declared, new devices are all alike');
      for (const array of arraysThatVary) checkIndependent(array, 'new devices');
    }
    // Noise below the rounding of a conductance does not show.
    const noiseS = cycleNoise * model.stepS + writeNoiseS;
    if (noiseS <= roundingS(model) || levels > 0) return;
    const noisy = afterOnePulse(model, { ...given, train: [] }, replicas);
    if (noisy.every((g) => g === noisy[0])) {
      // A device without a range, such as a stuck one, does not move at all.
      if (noisy[0] === read(model, stateOf(model, { ...given, train: [] }))[given.device]) return;
      throw new Error('noise is declared, replicas of one device all moved alike');
    }
    checkIndependent(noisy, 'noise of a pulse');
  },
});

/** Neighbours, lanes of a block and blocks must not follow one another. */
function checkIndependent(sample: Float32Array, what: string): void {
  for (const lag of [1, 4, 16]) {
    const r = correlation(sample, sample, lag);
    if (Math.abs(r) > sigmas / Math.sqrt(sample.length)) {
      throw new Error(`${what}: correlation ${r} with the cell ${lag} further, expected none`);
    }
  }
}
