import { checkNumber, InputError } from '../base/errors.js';
import { checkFitted, type ProgrammingError } from '../effects/noise/programming-error.js';
import { citing } from './constant.js';

const agrawal2022 = citing(
  '10.1109/IEDM45625.2022.10019564',
  'measured on 128 thousand devices of 40 nm, coefficients as in CrossSim',
  'up to 3.2 uA, days 0 to 5 after programming',
);

/**
 * Deviation of the current after 0, 1, ... 5 days: saturation A (1 - exp(-I / scaleA)), both in
 * amperes.
 */
export const sonosDays = Object.freeze(
  [
    [19.88665e-9, 176.3115e-9],
    [25.59102e-9, 186.85544e-9],
    [28.72753e-9, 193.56834e-9],
    [31.04318e-9, 198.90332e-9],
    [33.76214e-9, 204.77023e-9],
    [34.57909e-9, 207.34309e-9],
  ].map(([saturation, scale]) => ({
    saturationA: agrawal2022(saturation, 'A'),
    scaleA: agrawal2022(scale, 'A'),
  })),
);

const maxA = 3.2e-6;

/**
 * Programming error of SONOS transistors (Agrawal et al. 2022, doi
 * 10.1109/IEDM45625.2022.10019564), sigma of the current I = G readVoltageV, linear between days.
 * Throws InputError outside days 0 to 5; the error it returns throws beyond 3.2 uA.
 */
export function sonosError({
  readVoltageV,
  days = 0,
}: {
  readVoltageV: number;
  days?: number;
}): ProgrammingError {
  checkNumber('SONOS: readVoltageV', readVoltageV, { min: Number.MIN_VALUE });
  const last = sonosDays.length - 1;
  if (!(days >= 0 && days <= last)) {
    throw new InputError(`SONOS was fitted on days 0 to ${last} after programming (got ${days})`);
  }
  const name = `sonos, day ${days}`;
  const before = Math.min(Math.floor(days), last - 1);
  const sigmaA = (day: number, currentA: number) => {
    const { saturationA, scaleA } = sonosDays[day];
    return saturationA.value * -Math.expm1(-currentA / scaleA.value);
  };
  const [minS, maxS] = [0, maxA / readVoltageV];
  return Object.freeze<ProgrammingError>({
    name,
    minS,
    maxS,
    sigmaS(conductanceS) {
      checkFitted(name, conductanceS, { minS, maxS });
      const currentA = conductanceS * readVoltageV;
      const [now, next] = [sigmaA(before, currentA), sigmaA(before + 1, currentA)];
      return (now + (days - before) * (next - now)) / readVoltageV;
    },
  });
}
