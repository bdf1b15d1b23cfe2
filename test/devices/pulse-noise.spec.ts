import { describe, expect, it } from 'vitest';
import {
  constantStep,
  createRandom,
  type DeviceModel,
  expStep,
  linearStep,
  neurosimExponential,
  noPulseNoise,
  oneSided,
  oneSidedPair,
  piecewiseStep,
  powStep,
  softBounds,
  softBoundsReference,
  withCycleNoise,
  withLevels,
  withReadNoise,
  withWriteNoise,
} from '../../devices/index.js';

const range = { gMinS: 1e-6, gMaxS: 2e-5 };
const weights = { ...range, weightMin: -1, weightMax: 1, step: 0.02 };
const exponential = { amplitudeUp: 0.1, amplitudeDown: 0.1, gammaUp: 2, gammaDown: 2, a: 0.5, b: 0 };
const cycleNoise = 0.4;
const silent = constantStep({ ...range, states: 100 });
const models: Record<string, DeviceModel> = {
  'constant step': constantStep({ ...range, states: 100, cycleNoise }),
  'soft bounds': softBounds({ ...range, states: 100, cycleNoise }),
  'linear step': linearStep({ ...weights, slopeUp: 0.3, slopeDown: 0.5, cycleNoise }),
  'linear step, additive noise': linearStep({ ...weights, noise: 'additive', cycleNoise }),
  'soft bounds beside a reference': softBoundsReference({ ...weights, cycleNoise }),
  'exponential step': expStep({ ...weights, ...exponential, cycleNoise }),
  'exponential step, complex noise': expStep({
    ...weights,
    ...exponential,
    cycleNoise,
    complexNoise: { offset: 0.01, slope: 0 },
  }),
  'power step': powStep({ ...weights, gamma: 0.8, cycleNoise }),
  'piecewise step': piecewiseStep({
    ...weights,
    nodesUp: [1, 0.8, 0.3],
    nodesDown: [0.2, 0.8, 1],
    cycleNoise,
  }),
  'exponential curves': neurosimExponential({
    ...range,
    pulsesUp: 64,
    pulsesDown: 64,
    nonlinearityUp: 1.5,
    nonlinearityDown: -1.5,
    cycleNoise: 0.01,
  }),
  'cycle noise around a model': withCycleNoise(silent, cycleNoise),
  'write noise': withWriteNoise(constantStep({ ...range, states: 100, cycleNoise }), 3e-7),
  'read noise around write noise': withReadNoise(withWriteNoise(silent, 3e-7), 0.01),
  'levels so fine that they do not show': withLevels(
    softBounds({ ...range, states: 100, cycleNoise }),
    100_000,
  ),
};

/** Changes by one pulse of devices that stand in the middle. */
const changes = (model: DeviceModel, pulses: number) => {
  const count = 4096;
  const state = model.create(count, createRandom(1));
  const before = model.conductanceInto(new Float32Array(count), state).slice();
  const counts = new Int32Array(count).fill(pulses);
  model.pulse(state, counts, { count, firstIndex: 0, draw: { random: createRandom(2), step: 0 } });
  return model.conductanceInto(new Float32Array(count), state).map((g, i) => g - before[i]!);
};
const deviation = (values: Float32Array) => {
  const mean = values.reduce((sum, x) => sum + x / values.length, 0);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2 / values.length, 0));
};

describe('the noise of a pulse that a model declares', () => {
  it.each(Object.entries(models))('is what one pulse in the middle spreads by: %s', (_, model) => {
    const { changeS, seenS } = model.pulseNoise!;
    // Up and down differ where steps do; the declared step is their mean.
    const [up, down] = [deviation(changes(model, 1)), deviation(changes(model, -1))];
    // 5 standard errors of a deviation, 1 / sqrt(2 n).
    expect(Math.abs((up + down) / 2 / Math.hypot(changeS, seenS) - 1)).toBeLessThan(
      5 / Math.sqrt(2 * 4096) + 0.01,
    );
  });

  it('is half of it for a pair, of which one device is pulsed', () => {
    const side = constantStep({ ...range, states: 100, cycleNoise });
    const pair = oneSidedPair(oneSided(side, side.stepS));
    const measured = deviation(changes(pair, 3)) / Math.sqrt(3);
    expect(Math.abs(measured / pair.pulseNoise!.changeS - 1)).toBeLessThan(5 / Math.sqrt(2 * 4096) + 0.01);
  });

  it('is none where there is none', () => {
    expect(silent.pulseNoise).toEqual(noPulseNoise);
  });
});
