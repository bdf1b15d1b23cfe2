import type { DeviceModel } from '../../base/device-model.js';
import { checkNumber } from '../../base/errors.js';

export interface PooleFrenkelCurrentOptions {
  /** Thickness times permittivity of the film, in m F/m = F, > 0. */
  readonly thicknessPermittivityF: number;
  /** Default 293.15 K. */
  readonly temperatureK?: number;
}

const elementaryChargeC = 1.602176634e-19;
const boltzmannJK = 1.380649e-23;

/**
 * Poole-Frenkel conduction, I = G V exp(q / (kT) sqrt(q |V| / (pi d eps))) with small-signal
 * conductance G (Joksas et al. 2022, doi 10.1002/advs.202105784). Odd. Throws InputError.
 */
export function withPooleFrenkelCurrent(
  model: DeviceModel,
  options: PooleFrenkelCurrentOptions,
): DeviceModel {
  const { thicknessPermittivityF, temperatureK = 293.15 } = options;
  checkNumber('Poole-Frenkel: thicknessPermittivityF', thicknessPermittivityF, { min: Number.MIN_VALUE });
  checkNumber('Poole-Frenkel: temperatureK', temperatureK, { min: 1, max: 2000 });
  const thermal = elementaryChargeC / (boltzmannJK * temperatureK);
  const perVolt = elementaryChargeC / (Math.PI * thicknessPermittivityF);
  const barrier = (v: number) => thermal * Math.sqrt(perVolt * Math.abs(v));
  return Object.freeze<DeviceModel>({
    ...model,
    parameters: Object.freeze({ ...model.parameters, pooleFrenkelCurrent: options }),
    currentVoltage: Object.freeze({
      name: 'Poole-Frenkel',
      drive: (v: number) => v * Math.exp(barrier(v)),
      slope: (v: number) => Math.exp(barrier(v)) * (1 + barrier(v) / 2),
      odd: true,
    }),
  });
}
