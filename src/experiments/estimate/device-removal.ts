import { maxSlots } from '../../../crossbar/write/coincidence.js';
import { maxStates } from '../../../devices/index.js';
import type { ChipConfiguration } from '../../configuration/configuration.js';
import { createChipModel } from '../../configuration/device/chip-device.js';
import { type DeviceBlock, isDefaultModel } from '../../configuration/device/device-schema.js';

type ModelBlock = Extract<DeviceBlock, { states: number }>;

/** Steps from bound to bound where they shall not matter. */
const FINE_STATES = 100_000;
/** The same of curved models, whose pulses are applied one by one. */
const FINE_CURVED_STATES = 30_000;
/** The most pulses of an update. */
const MOST_PULSES = 65_535;

/** A chip's ways of writing, with as many as `wanted` pulses where its scheme has them. */
function withPulses({ write }: ChipConfiguration, wanted: number): Pick<ChipConfiguration, 'write'> {
  const most = write.scheme === 'stochastic-coincidence' ? maxSlots : MOST_PULSES;
  return { write: { ...write, pulses: Math.min(wanted, most) } };
}

/** Every device the mean one. */
export function withoutDeviceVariation(chip: ChipConfiguration): ChipConfiguration {
  return withModel(chip, (device) => ({ ...device, deviceVariation: { step: 0, bounds: 0 } }));
}

/** Every pulse the mean pulse. */
export function withoutCycleNoise(chip: ChipConfiguration): ChipConfiguration {
  return withModel(chip, (device) => ({ ...device, cycleNoise: 0 }));
}

/** A device whose devices and pulses are all the mean ones. */
export function withoutDeviceScatter(chip: ChipConfiguration): ChipConfiguration {
  const { device } = chip;
  return isDefaultModel(device) ? chip : { ...chip, device: { ...device, noiseless: true } };
}

/**
 * Equal steps up and down over the whole range. A device that is not of the default models becomes
 * one of fine steps over the same range with as much of its scatter as such a device can have:
 * spread of steps and bounds, and the same noise of a change by many pulses.
 */
export function withoutCurve(chip: ChipConfiguration): ChipConfiguration {
  if (!isDefaultModel(chip.device)) {
    return { ...chip, device: straightened(chip.device), ...withPulses(chip, MOST_PULSES) };
  }
  return withModel(chip, (device) => ({ ...device, model: 'constant-step', upDownAsymmetry: 0 }));
}

/** Many small pulses in the place of few; other than the default models as they are. */
export function withFineSteps(chip: ChipConfiguration): ChipConfiguration {
  const { device, write } = chip;
  if (!isDefaultModel(device)) return chip;
  const wanted = device.model === 'constant-step' ? FINE_STATES : FINE_CURVED_STATES;
  const states = Math.min(wanted, maxStates(device.gMinS, device.gMaxS));
  if (device.states >= states) return chip;
  const pulses = Math.ceil((write.pulses * states) / device.states);
  return { ...chip, device: { ...device, states } as ModelBlock, ...withPulses(chip, pulses) };
}

function withModel(chip: ChipConfiguration, change: (device: ModelBlock) => ModelBlock): ChipConfiguration {
  return isDefaultModel(chip.device) ? { ...chip, device: change(chip.device as ModelBlock) } : chip;
}

function straightened(block: ChipConfiguration['device']): ModelBlock {
  const { gMinS, gMaxS, stepS, parameters } = createChipModel(block);
  const noiseless = 'noiseless' in block && block.noiseless === true;
  const variation = (parameters.deviceVariation ?? {}) as { step?: number; bounds?: number };
  const states = (gMaxS - gMinS) / stepS;
  const fineStates = Math.min(FINE_STATES, maxStates(gMinS, gMaxS));
  // The exponential curves have it as a share of the range, the others of a step; n steps scatter
  // by sqrt(n) times it.
  const perStep = parameters.nonlinearityUp === undefined ? 1 : states;
  const noise = perStep * Number(parameters.cycleNoise ?? 0) * Math.sqrt(fineStates / states);
  return {
    model: 'constant-step',
    gMinS,
    gMaxS,
    states: fineStates,
    upDownAsymmetry: 0,
    deviceVariation: {
      step: noiseless ? 0 : (variation.step ?? 0),
      bounds: noiseless ? 0 : (variation.bounds ?? 0),
    },
    cycleNoise: noiseless ? 0 : Math.min(noise, 100),
  };
}
