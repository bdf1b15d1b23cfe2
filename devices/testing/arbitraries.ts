import fc from 'fast-check';
import type { DeviceModel } from '../base/device-model.js';
import type { PulsedDeviceParameters } from '../models/pulsed-device.js';

/**
 * Parameters of the models that share PulsedDeviceParameters: 1 nS to 1 mS, on/off ratio 1.5 to
 * 100.
 */
export function pulsedParameters(): fc.Arbitrary<PulsedDeviceParameters> {
  return fc
    .record({
      log10GMaxS: fc.double({ min: -9, max: -3, noNaN: true }),
      onOffRatio: fc.double({ min: 1.5, max: 100, noNaN: true }),
      states: fc.integer({ min: 4, max: 2000 }),
      upDownAsymmetry: thousandths(1000).map((share) => share - 0.5),
      step: thousandths(500),
      bounds: thousandths(300),
      cycleNoise: thousandths(2000),
    })
    .map(({ log10GMaxS, onOffRatio, states, upDownAsymmetry, step, bounds, cycleNoise }) => ({
      gMaxS: 10 ** log10GMaxS,
      gMinS: 10 ** log10GMaxS / onOffRatio,
      states,
      upDownAsymmetry,
      deviceVariation: { step, bounds },
      cycleNoise,
    }));
}

/** A share that is 0 or plain to see. */
const thousandths = (most: number) => fc.integer({ min: 0, max: most }).map((n) => n / 1000);

/**
 * Signed pulse counts, one call of `pulse` after another, all devices alike: a history that any
 * state comes from.
 */
export function pulseTrain({ most = 50, length = 6 } = {}): fc.Arbitrary<readonly number[]> {
  return fc.array(fc.integer({ min: -most, max: most }), { maxLength: length });
}

/** Where a device stands and what it draws from: see `stateOf`. */
export interface StateCase {
  /** Seed of the device-to-device variation and of the noise. */
  readonly seed: number;
  /** Which of sixteen devices. */
  readonly device: number;
  /** The pulses that brought it there. */
  readonly train: readonly number[];
}

/** States of one device of the model: new ones, and ones that a pulse train leads to. */
export function deviceState(model: DeviceModel): fc.Arbitrary<StateCase> {
  const states = Math.abs(model.gMaxS - model.gMinS) / model.stepS;
  const most = Math.min(Math.max(Math.ceil(states / 3) || 1, 2), 500);
  return fc.record({ seed: fc.nat(), device: fc.integer({ min: 0, max: 15 }), train: pulseTrain({ most }) });
}
