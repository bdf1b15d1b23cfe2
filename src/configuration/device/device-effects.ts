import {
  type DeviceModel,
  withDrift,
  withEndurance,
  withGrowingReadNoise,
  withInferenceNoise,
  withRelaxation,
  withRetention,
  withTelegraphNoise,
  withWriteNoise,
} from '../../../devices/index.js';
import type { ChipConfiguration } from '../types.js';

type Effects = ChipConfiguration['effects'];

/** A device whose pulses wear it out. */
export function withWear(model: DeviceModel, { endurance }: Effects): DeviceModel {
  return endurance.pulses > 0 ? withEndurance(model, endurance) : model;
}

/**
 * A device with what else `hardware.effects` names: errors that come with a write, then what time
 * does.
 */
export function withReadEffects(model: DeviceModel, effects: Effects): DeviceModel {
  const { writeNoise, drift, retention, relaxation, flicker, telegraph, published } = effects;
  let device = withWriteNoise(model, writeNoise * (model.gMaxS - model.gMinS));
  if (published !== 'none') device = withInferenceNoise(device, published);
  if (drift.exponent > 0 || drift.deviation > 0) {
    const { exponent, deviation: exponentDeviation, referenceSec } = drift;
    device = withDrift(device, { exponent, exponentDeviation, referenceSec });
  }
  if (retention.lifetimeSec > 0) device = withRetention(device, retention);
  if (relaxation.shiftS !== 0 || relaxation.spreadS > 0 || relaxation.spreadGrowthS > 0)
    device = withRelaxation(device, relaxation);
  if (telegraph.amplitude > 0) device = withTelegraphNoise(device, telegraph);
  return flicker.strength > 0 ? withGrowingReadNoise(device, flicker) : device;
}
