import type { CurrentVoltage, DeviceModel } from '../../base/device-model.js';
import { checkNumber } from '../../base/errors.js';

/** The device with the current of `sinhCurrent`. Throws InputError. */
export function withSinhCurrent(model: DeviceModel, voltageV: number): DeviceModel {
  const currentVoltage = sinhCurrent(voltageV);
  const parameters = { ...model.parameters, sinhVoltageV: voltageV };
  return Object.freeze<DeviceModel>({ ...model, parameters, currentVoltage });
}

/**
 * I = G V0 sinh(V / V0): tunnelling conduction with small-signal conductance G. V0 about 0.25 V in
 * the Stanford-PKU model (Jiang et al. 2016, doi 10.1109/TED.2016.2545412). Throws InputError.
 */
export function sinhCurrent(voltageV: number): CurrentVoltage {
  checkNumber('sinh voltageV', voltageV, { min: Number.MIN_VALUE });
  return Object.freeze({
    name: 'sinh',
    drive: (v: number) => voltageV * Math.sinh(v / voltageV),
    slope: (v: number) => Math.cosh(v / voltageV),
    odd: true,
  });
}
