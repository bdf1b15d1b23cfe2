import { checkNumber, InputError } from '../../base/errors.js';
import { described, numberField, optional } from '../fields.js';
import { defineDeviceModel } from '../model-definition.js';
import { createOdeDevice, type OdeDevice } from './ode-device.js';
import {
  above0,
  type PublishedSet,
  type PulseParameters,
  parametersByName,
  pulsedBy,
  pulseFields,
  start,
} from './pulsed-ode.js';

/** Table of fitted devices: a1 and a2 in amperes, in the paper's order of symbols. */
const oblea: YakopcicParameters = {
  a1A: 0.17,
  a2A: 0.17,
  bPerV: 0.05,
  aPPerSec: 4000,
  aNPerSec: 4000,
  vPV: 0.16,
  vNV: 0.15,
  alphaP: 1,
  alphaN: 5,
  xP: 0.3,
  xN: 0.5,
  xStart: 0.11,
};
const miao: YakopcicParameters = {
  ...oblea,
  a1A: 0.11,
  a2A: 0.11,
  bPerV: 0.5,
  aPPerSec: 7.5,
  aNPerSec: 2,
  vPV: 0.9,
  vNV: 0.75,
};
const jo: YakopcicParameters = {
  a1A: 3.7e-7,
  a2A: 4.35e-7,
  bPerV: 0.7,
  aPPerSec: 0.005,
  aNPerSec: 0.08,
  vPV: 1.5,
  vNV: 0.5,
  alphaP: 1.2,
  alphaN: 3,
  xP: 0.2,
  xN: 0.5,
  xStart: 0.1,
};

function fitted(
  device: string,
  parameters: YakopcicParameters,
  pulses: PulseParameters,
): PublishedSet<YakopcicParameters> {
  return {
    name: `yakopcic-${device}`,
    summary: `generalised model, fitted to the device of ${device[0].toUpperCase()}${device.slice(1)}`,
    source: 'Yakopcic et al., IEEE TCAD 32, 1201 (2013), doi 10.1109/TCAD.2013.2252057',
    parameters,
    pulses,
  };
}

export const yakopcicSets: readonly PublishedSet<YakopcicParameters>[] = [
  fitted('oblea', oblea, {
    voltageUpV: 0.4,
    widthUpSec: 1e-5,
    voltageDownV: -0.4,
    widthDownSec: 1e-5,
    readVoltageV: 0.1,
  }),
  fitted('miao', miao, {
    voltageUpV: 1.2,
    widthUpSec: 3e-3,
    voltageDownV: -1.2,
    widthDownSec: 8e-3,
    readVoltageV: 0.2,
  }),
  fitted('jo', jo, {
    voltageUpV: 3,
    widthUpSec: 0.3,
    voltageDownV: -2,
    widthDownSec: 0.05,
    readVoltageV: 0.5,
  }),
];

const share = numberField(0, 1 - 1e-9);

export const yakopcicModel = defineDeviceModel({
  name: 'yakopcic',
  kind: 'equations',
  summary: 'sinh current, exponential speed beyond thresholds',
  source: 'Yakopcic et al. 2013, doi 10.1109/TCAD.2013.2252057',
  fields: {
    a1A: above0('Amplitude of the current at positive voltages.', 'A'),
    a2A: above0('Amplitude of the current at negative voltages.', 'A'),
    bPerV: above0('Curvature of the current.', '1/V'),
    aPPerSec: above0('Speed of the state above vPV.', '1/s'),
    aNPerSec: above0('Speed of the state below -vNV.', '1/s'),
    vPV: above0('Positive threshold.', 'V'),
    vNV: above0('Negative threshold, as a number above 0.', 'V'),
    alphaP: described(numberField(0, 1e6), 'Slowing of the state above xP.'),
    alphaN: described(numberField(0, 1e6), 'Slowing of the state below 1 - xN.'),
    xP: described(share, 'Where the slowing begins on the way up.'),
    xN: described(share, 'Where the slowing begins on the way down is 1 - xN.'),
    eta: described(
      optional(numberField(-1, 1)),
      '1: a positive voltage raises the state. -1: it lowers it. 1 where absent.',
    ),
    xStart: start(),
    ...pulseFields,
  },
  create: pulsedBy(yakopcic),
  example: { published: 'yakopcic-oblea' },
  published: parametersByName(yakopcicSets),
});

/** Symbols of the paper, units in the suffix. */
export interface YakopcicParameters {
  /** Amplitude of the current for V >= 0 and V < 0, > 0. */
  readonly a1A: number;
  readonly a2A: number;
  /** Curvature of the current, 1/V, > 0. */
  readonly bPerV: number;
  /** Speed of the state above vP and below -vN, 1/s, > 0. */
  readonly aPPerSec: number;
  readonly aNPerSec: number;
  /** Thresholds, both > 0. */
  readonly vPV: number;
  readonly vNV: number;
  /** Slowing of the state above xP (upward) and below 1 - xN (downward). */
  readonly alphaP: number;
  readonly alphaN: number;
  readonly xP: number;
  readonly xN: number;
  /** 1 = a positive voltage raises the state, -1 = it lowers it; 1 by default. */
  readonly eta?: 1 | -1;
  readonly xStart?: number;
}

/**
 * Yakopcic et al. 2013, doi 10.1109/TCAD.2013.2252057, x in [0, 1]:
 *
 *   I = a1 x sinh(b V) if V >= 0, a2 x sinh(b V) if V < 0
 *   dx/dt = eta g(V) f(x)
 *   g = aP (e^V - e^vP) if V > vP, -aN (e^-V - e^vN) if V < -vN, else 0
 *   f = e^(-alphaP (x - xP)) wP if eta V >= 0 and x >= xP, with wP = (xP - x) / (1 - xP) + 1
 *     = e^(alphaN (x + xN - 1)) wN if eta V < 0 and x <= 1 - xN, with wN = x / (1 - xN)
 *     = 1 otherwise
 *
 * Throws InputError.
 */
export function yakopcic(parameters: YakopcicParameters): OdeDevice {
  const { a1A, a2A, bPerV, aPPerSec, aNPerSec, vPV, vNV, alphaP, alphaN, xP, xN } = parameters;
  const { eta = 1, xStart = 0.5 } = parameters;
  for (const [name, value] of Object.entries({ a1A, a2A, bPerV, aPPerSec, aNPerSec, vPV, vNV })) {
    checkNumber(`yakopcic: ${name}`, value, { min: Number.MIN_VALUE });
  }
  for (const [name, value] of Object.entries({ alphaP, alphaN }))
    checkNumber(`yakopcic: ${name}`, value, { min: 0 });
  for (const [name, value] of Object.entries({ xP, xN }))
    checkNumber(`yakopcic: ${name}`, value, { min: 0, max: 1 - 1e-9 });
  if (eta !== 1 && eta !== -1) throw new InputError(`yakopcic: eta must be 1 or -1 (got ${eta})`);

  const speed = (v: number) => {
    if (v > vPV) return aPPerSec * (Math.exp(v) - Math.exp(vPV));
    return v < -vNV ? -aNPerSec * (Math.exp(-v) - Math.exp(vNV)) : 0;
  };
  const upward = (x: number) => (x >= xP ? Math.exp(-alphaP * (x - xP)) * ((xP - x) / (1 - xP) + 1) : 1);
  const downward = (x: number) => (x <= 1 - xN ? Math.exp(alphaN * (x + xN - 1)) * (x / (1 - xN)) : 1);
  return createOdeDevice({
    name: 'yakopcic',
    source: 'Yakopcic et al., IEEE TCAD 32, 1201 (2013), doi 10.1109/TCAD.2013.2252057',
    parameters: { ...parameters },
    xMin: 0,
    xMax: 1,
    xStart,
    currentA: (v, x) => (v >= 0 ? a1A : a2A) * x * Math.sinh(bPerV * v),
    rate: (v, x) => eta * speed(v) * (eta * v >= 0 ? upward(x) : downward(x)),
  });
}
