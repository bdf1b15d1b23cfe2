import type { DeviceModel } from '../../base/device-model.js';
import { checkNumber } from '../../base/errors.js';

export interface PowerLawCurrentOptions {
  /** I(2V) / I(V), >= 1; 2 = ohmic. */
  readonly doubling: number;
  /** Voltage at which the device conducts G, > 0. */
  readonly referenceV: number;
}

/**
 * I = sign(V) G V0 (|V| / V0)^log2(doubling) (Joksas et al. 2022, doi 10.1002/advs.202105784, eq.
 * 9). Odd. Throws InputError.
 */
export function withPowerLawCurrent(model: DeviceModel, options: PowerLawCurrentOptions): DeviceModel {
  const { doubling, referenceV } = options;
  checkNumber('power-law current: doubling', doubling, { min: 1 });
  checkNumber('power-law current: referenceV', referenceV, { min: Number.MIN_VALUE });
  const exponent = Math.log2(doubling);
  return Object.freeze<DeviceModel>({
    ...model,
    parameters: Object.freeze({ ...model.parameters, powerLawCurrent: options }),
    currentVoltage: Object.freeze({
      name: 'power law',
      drive: (v: number) => Math.sign(v) * referenceV * (Math.abs(v) / referenceV) ** exponent,
      slope: (v: number) => exponent * (Math.abs(v) / referenceV) ** (exponent - 1),
      odd: true,
    }),
  });
}
