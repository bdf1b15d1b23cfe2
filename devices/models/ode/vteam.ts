import { checkNumber, InputError } from '../../base/errors.js';
import { choiceField, described, numberField } from '../fields.js';
import { defineDeviceModel } from '../model-definition.js';
import { createOdeDevice, type OdeDevice } from './ode-device.js';
import { above0, type PublishedSet, parametersByName, pulsedBy, pulseFields, start } from './pulsed-ode.js';

export const vteamSets: readonly PublishedSet<VteamParameters>[] = [
  {
    name: 'vteam',
    summary: 'voltage threshold model, parameters of the paper as MemTorch has them',
    source:
      'Kvatinsky et al., IEEE TCAS-II 62, 786 (2015), doi 10.1109/TCSII.2015.2433536; ' +
      'Lammie et al. 2022, doi 10.1016/j.neucom.2022.02.043',
    parameters: {
      rOnOhm: 50,
      rOffOhm: 1000,
      thicknessM: 3e-9,
      kOffMPerSec: 5e-4,
      kOnMPerSec: -10,
      alphaOff: 1,
      alphaOn: 3,
      vOffV: 0.02,
      vOnV: -0.2,
    },
    pulses: {
      voltageUpV: -0.25,
      widthUpSec: 0.07e-9,
      voltageDownV: 0.05,
      widthDownSec: 10e-9,
      readVoltageV: 0.01,
    },
  },
];

export const vteamModel = defineDeviceModel({
  name: 'vteam',
  kind: 'equations',
  summary: 'voltage thresholds, power-law speed',
  source: 'Kvatinsky et al. 2015, doi 10.1109/TCSII.2015.2433536',
  fields: {
    rOnOhm: above0('Resistance where x is 0.', 'ohm'),
    rOffOhm: above0('Resistance where x is the thickness.', 'ohm'),
    thicknessM: above0('Range of the state x.', 'm'),
    kOffMPerSec: above0('Speed of x at twice vOffV.', 'm/s'),
    kOnMPerSec: described(numberField(-1e30, -Number.MIN_VALUE), 'Speed of x at twice vOnV, below 0.', 'm/s'),
    alphaOff: above0('Exponent of the speed above vOffV.'),
    alphaOn: above0('Exponent of the speed below vOnV.'),
    vOffV: above0('Threshold above which the resistance rises.', 'V'),
    vOnV: described(
      numberField(-1000, -Number.MIN_VALUE),
      'Threshold, below 0, under which the resistance falls.',
      'V',
    ),
    resistance: described(
      choiceField('linear', 'exponential'),
      'How the resistance grows with x: linear, also where absent, or exponential.',
    ),
    xStartM: start('m'),
    ...pulseFields,
  },
  create: pulsedBy(vteam),
  example: { published: 'vteam' },
  published: parametersByName(vteamSets),
});

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
 *   dx/dt = kOff (V / vOff - 1)^alphaOff   if V > vOff     (eq. 4)
 *         = kOn (V / vOn - 1)^alphaOn      if V < vOn
 *         = 0                              otherwise
 *   R = rOn + (rOff - rOn) x / thickness                   (eq. 5)
 *    or rOn (rOff / rOn)^(x / thickness)                   (eq. 6)
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
