import { checkNumber, InputError } from '../../base/errors.js';
import { createOdeDevice, type OdeDevice } from './ode-device.js';

export interface VteamParameters {
  /** Resistance at x = 0 and x = thicknessM, 0 < rOnOhm < rOffOhm. */
  readonly rOnOhm: number;
  readonly rOffOhm: number;
  /** Range of the state x, metres. */
  readonly thicknessM: number;
  /** Rates in m/s: kOff > 0, kOn < 0. */
  readonly kOffMPerSec: number;
  readonly kOnMPerSec: number;
  readonly alphaOff: number;
  readonly alphaOn: number;
  /** Thresholds: vOffV > 0, vOnV < 0. Between them nothing moves. */
  readonly vOffV: number;
  readonly vOnV: number;
  /** How the resistance grows with x; linear by default. */
  readonly resistance?: 'linear' | 'exponential';
  /** Starting state in metres, the middle by default. */
  readonly xStartM?: number;
}

/**
 * VTEAM (Kvatinsky et al. 2015, doi 10.1109/TCSII.2015.2433536), x in metres, window = hard stops:
 *
 *   dx/dt = kOff (V / vOff - 1)^alphaOff  if V > vOff    kOn (V / vOn - 1)^alphaOn  if V < vOn    else 0     (eq. 4)
 *   R = rOn + (rOff - rOn) x / thickness    or    rOn (rOff / rOn)^(x / thickness)                      (eqs. 5, 6)
 *
 * A positive voltage raises the resistance. Throws InputError.
 */
export function vteam(parameters: VteamParameters): OdeDevice {
  const { rOnOhm, rOffOhm, thicknessM, kOffMPerSec, kOnMPerSec } = parameters;
  const { alphaOff, alphaOn, vOffV, vOnV, resistance = 'linear' } = parameters;
  const above0 = { min: Number.MIN_VALUE };
  const below0 = { max: -Number.MIN_VALUE };
  for (const [name, value, interval] of [
    ['rOnOhm', rOnOhm, above0],
    ['rOffOhm', rOffOhm, above0],
    ['thicknessM', thicknessM, above0],
    ['kOffMPerSec', kOffMPerSec, above0],
    ['kOnMPerSec', kOnMPerSec, below0],
    ['alphaOff', alphaOff, above0],
    ['alphaOn', alphaOn, above0],
    ['vOffV', vOffV, above0],
    ['vOnV', vOnV, below0],
  ] as const) {
    checkNumber(`vteam: ${name}`, value, interval);
  }
  if (rOnOhm >= rOffOhm) {
    throw new InputError(
      `Cannot create vteam: rOnOhm must be below rOffOhm (got rOnOhm=${rOnOhm}, rOffOhm=${rOffOhm})`,
    );
  }
  const resistanceOhm = {
    linear: (share: number) => rOnOhm + (rOffOhm - rOnOhm) * share,
    exponential: (share: number) => rOnOhm * (rOffOhm / rOnOhm) ** share,
  }[resistance];
  return createOdeDevice({
    name: 'vteam',
    source: 'Kvatinsky et al., IEEE TCAS-II 62, 786 (2015), doi 10.1109/TCSII.2015.2433536',
    parameters: { ...parameters },
    xMin: 0,
    xMax: thicknessM,
    xStart: parameters.xStartM ?? thicknessM / 2,
    currentA: (v, x) => v / resistanceOhm(x / thicknessM),
    rate(v) {
      if (v > vOffV) return kOffMPerSec * (v / vOffV - 1) ** alphaOff;
      return v < vOnV ? kOnMPerSec * (v / vOnV - 1) ** alphaOn : 0;
    },
  });
}
