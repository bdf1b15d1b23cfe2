import type { DeviceModel } from '../base/device-model.js';
import { withWriteNoise } from '../effects/noise/write-noise.js';
import { constantStep } from '../models/pulse/constant-step.js';
import { type ExpStepParameters, expStep, expStepsInMiddle } from '../models/pulse/exp-step.js';
import { type LinearStepParameters, linearStep } from '../models/pulse/linear-step.js';
import {
  type NeurosimExponentialParameters,
  neurosimExponential,
} from '../models/pulse/neurosim-exponential.js';
import { oneSided } from '../models/pulse/one-sided.js';
import {
  type SoftBoundsReferenceParameters,
  softBoundsReference,
} from '../models/pulse/soft-bounds-reference.js';
import { type WeightDeviceParameters, weightScale } from '../models/weight-device.js';
import { withoutScatter } from '../models/without-scatter.js';
import { valuesOf } from './constant.js';
import type { PresetExtras, PresetModelName } from './preset.js';
import { presetNamed } from './presets.js';

export interface CreatePresetOptions {
  /** Without device variation, cycle noise, reference spread and write noise. Default false. */
  readonly noiseless?: boolean;
}

/**
 * The published device of that name. Throws InputError with all names for a name that is none of
 * them.
 */
export function createPreset(name: string, options: CreatePresetOptions = {}): DeviceModel {
  const preset = presetNamed(name);
  const published = valuesOf(preset.parameters);
  const { writeNoise = 0, ...parameters } = (
    options.noiseless ? withoutScatter(published) : published
  ) as PresetExtras & Record<string, unknown>;
  const model = makers[preset.model](parameters);
  if (writeNoise === 0) return model;
  const weights = parameters as unknown as WeightDeviceParameters;
  return withWriteNoise(model, writeNoise * weights.step * weightScale(weights).unitS);
}

/** The data's parameters are those of the model it names; a model checks what it is given. */
const makers: Readonly<Record<PresetModelName, (parameters: Record<string, unknown>) => DeviceModel>> = {
  'constant-step': (given) => constantStepOfWeights(given as unknown as ConstantStepWeights),
  'linear-step': (given) => linearStep(given as unknown as LinearStepParameters),
  'soft-bounds-reference': (given) => softBoundsReference(given as unknown as SoftBoundsReferenceParameters),
  'exp-step': (given) => expStepOf(given as unknown as ExpStepParameters & PresetExtras),
  'neurosim-exponential': (given) => neurosimExponential(given as unknown as NeurosimExponentialParameters),
};

function expStepOf({ oneSided: isOneSided, ...parameters }: ExpStepParameters & PresetExtras): DeviceModel {
  const model = expStep(parameters);
  return isOneSided ? oneSided(model, expStepsInMiddle(parameters).upS) : model;
}

/** A constant-step device in units of weight, its bounds at the same distance from weight 0. */
interface ConstantStepWeights
  extends Pick<
    WeightDeviceParameters,
    'gMinS' | 'gMaxS' | 'weightMin' | 'weightMax' | 'step' | 'cycleNoise'
  > {
  /** Bounds in units of their distance from weight 0. */
  readonly deviceVariation?: { readonly step: number; readonly upDown: number; readonly bounds: number };
}

function constantStepOfWeights({
  weightMin,
  weightMax,
  step,
  deviceVariation,
  ...given
}: ConstantStepWeights) {
  const range = weightMax - weightMin;
  return constantStep({
    ...given,
    states: range / step,
    ...(deviceVariation && {
      deviceVariation: { ...deviceVariation, bounds: (deviceVariation.bounds * weightMax) / range },
    }),
  });
}
