import { checkNumber, InputError } from '../../base/errors.js';
import { createOdeDevice, type OdeDevice } from './ode-device.js';

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
 *   I = a1 x sinh(b V)  V >= 0;    a2 x sinh(b V)  V < 0        dx/dt = eta g(V) f(x)
 *   g = aP (e^V - e^vP)  V > vP;   -aN (e^-V - e^vN)  V < -vN;  else 0
 *   f = e^(-alphaP (x - xP)) wP  x >= xP,  wP = (xP - x) / (1 - xP) + 1;  else 1      where eta V >= 0
 *   f = e^(alphaN (x + xN - 1)) wN  x <= 1 - xN,  wN = x / (1 - xN);  else 1          where eta V < 0
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
