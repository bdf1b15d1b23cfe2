import type { DeviceModel, DeviceState } from '../base/device-model.js';
import type { LawOptions } from './laws/law.js';

export interface DeviceLawOptions extends LawOptions {
  /** The same model without noise: lets the mean of the noise be checked. */
  readonly noiseless?: DeviceModel;
  /** Replicas of one device that a statistical law draws, 2048 by default. */
  readonly replicas?: number;
  /**
   * What cycleNoise is a share of; by default as parameters.noise says: additive = mid-range step,
   * else step.
   */
  readonly noiseUnit?: NoiseUnit;
  /** Largest voltage that the cell is read at, 0.5 V by default. */
  readonly maxVoltageV?: number;
}

/** The step at hand, the step at mid-range (weight 0), or the range of the conductance. */
export type NoiseUnit = 'step' | 'mid-range step' | 'range';

/**
 * What a model says of its own noise, variation and grid, as far as the laws read its parameters.
 */
export interface Declared {
  readonly cycleNoise: number;
  readonly noiseUnit: NoiseUnit;
  /** Standard deviation of the write noise. */
  readonly writeNoiseS: number;
  /** Device-to-device variation of any kind. */
  readonly varies: boolean;
  /** 0 = continuous. */
  readonly levels: number;
  readonly asymmetry: number | undefined;
}

export function declaredBy({ parameters, ...model }: DeviceModel): Declared {
  const number = (name: string) => (typeof parameters[name] === 'number' ? parameters[name] : 0);
  const spacingS = model.conductanceGrid?.spacingS ?? 0;
  const range = model.gMaxS - model.gMinS;
  return {
    cycleNoise: number('cycleNoise'),
    noiseUnit: parameters.noise === 'additive' ? 'mid-range step' : 'step',
    writeNoiseS: number('writeNoiseS'),
    varies: Object.values((parameters.deviceVariation as object) ?? {}).some(
      (value) => typeof value === 'number' && value > 0,
    ),
    levels: number('levels') || (spacingS > 0 ? Math.round(range / spacingS) + 1 : 0),
    asymmetry: typeof parameters.upDownAsymmetry === 'number' ? parameters.upDownAsymmetry : undefined,
  };
}

/** The bounds of one device: its own where the state keeps them, the nominal ones elsewhere. */
export function boundsOf(model: DeviceModel, { arrays }: DeviceState, device: number) {
  const own = arrays.gMinS && arrays.gMaxS;
  return {
    lowS: own ? arrays.gMinS[device] : model.gMinS,
    highS: own ? arrays.gMaxS[device] : model.gMaxS,
  };
}
