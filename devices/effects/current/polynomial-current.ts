import type { DeviceModel } from '../../base/device-model.js';
import { checkNumber, InputError } from '../../base/errors.js';

export interface PolynomialCurrentOptions {
  /** Coefficients of V^2 and V^3 relative to that of V, in 1/V and 1/V^2. */
  readonly quadratic: number;
  readonly cubic: number;
  /** Largest |V| of the fit, > 0. */
  readonly maxV: number;
}

/**
 * I = G (V + quadratic V^2 + cubic V^3) for |V| <= maxV; a voltage beyond is an InputError that
 * says so. Odd where quadratic is 0. A curve that conducts backward somewhere in its range is
 * refused. Throws InputError.
 */
export function withPolynomialCurrent(model: DeviceModel, options: PolynomialCurrentOptions): DeviceModel {
  const { quadratic, cubic, maxV } = options;
  checkNumber('polynomial current: quadratic', quadratic);
  checkNumber('polynomial current: cubic', cubic);
  checkNumber('polynomial current: maxV', maxV, { min: Number.MIN_VALUE });
  const gain = (v: number) => 1 + quadratic * v + cubic * v * v;
  const turning = cubic === 0 ? 0 : -quadratic / (2 * cubic);
  const places = [-maxV, maxV, Math.min(Math.max(turning, -maxV), maxV)];
  if (places.some((v) => gain(v) < 0)) {
    throw new InputError(
      `polynomial current: I / V falls below 0 within maxV=${maxV} V, expected a passive curve`,
    );
  }
  return Object.freeze<DeviceModel>({
    ...model,
    parameters: Object.freeze({ ...model.parameters, polynomialCurrent: options }),
    currentVoltage: Object.freeze({
      name: 'polynomial',
      drive(v: number) {
        if (Math.abs(v) <= maxV) return v * gain(v);
        throw new InputError(`The polynomial current was fitted on [${-maxV}, ${maxV}] V (got ${v} V)`);
      },
      slope: (v: number) => 1 + (2 * quadratic + 3 * cubic * v) * v,
      odd: quadratic === 0,
    }),
  });
}

/**
 * The polynomial of HfO2 RRAM at a conductance (Milo et al. 2021, doi
 * 10.1109/IRPS46558.2021.9405119), fitted in log10 of the conductance on 50 to 225 uS and |V| <=
 * 0.5 V: take the middle of an array's range. Throws InputError.
 */
export function miloCurrent(conductanceS: number): PolynomialCurrentOptions {
  checkNumber('Milo current: conductanceS', conductanceS, { min: 50e-6, max: 225e-6 });
  const l = Math.log10(conductanceS);
  const secondS = ((1.388e-4 * l + 1.541e-3) * l + 5.711e-3) * l + 7.063e-3;
  const thirdS = (8.871e-5 * l + 6.7919e-4) * l + 1.2968e-3;
  return { quadratic: secondS / conductanceS, cubic: thirdS / conductanceS, maxV: 0.5 };
}
