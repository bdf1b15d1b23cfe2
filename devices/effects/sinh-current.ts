import type { DeviceModel } from '../base/device-model.js';
import { checkNumber } from '../base/errors.js';

/**
 * I = G V0 sinh(V / V0): tunnelling conduction with small-signal conductance G. V0 about 0.25 V in the Stanford-PKU
 * model (Jiang et al. 2016, doi 10.1109/TED.2016.2545412).
 */
export function withSinhCurrent(model: DeviceModel, voltageV: number): DeviceModel {
  checkNumber('sinh voltageV', voltageV, { min: Number.MIN_VALUE });
  return Object.freeze<DeviceModel>({
    ...model,
    parameters: { ...model.parameters, sinhVoltageV: voltageV },
    currentVoltage: Object.freeze({
      name: 'sinh',
      drive: (v: number) => voltageV * Math.sinh(v / voltageV),
      odd: true,
    }),
  });
}
