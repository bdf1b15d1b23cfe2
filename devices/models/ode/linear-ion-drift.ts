import { checkNumber, InputError } from '../../base/errors.js';
import { createOdeDevice, type OdeDevice } from './ode-device.js';
import { biolekWindow, joglekarWindow, prodromakisWindow, rectangularWindow } from './windows.js';

export type WindowChoice =
  | { readonly kind: 'rectangular' }
  | { readonly kind: 'joglekar' | 'biolek'; readonly p: number }
  | { readonly kind: 'prodromakis'; readonly p: number; readonly j?: number };

export interface LinearIonDriftParameters {
  /** Resistance all doped (x = 1) and all undoped (x = 0), 0 < rOnOhm < rOffOhm. */
  readonly rOnOhm: number;
  readonly rOffOhm: number;
  readonly thicknessM: number;
  /** Mean ion mobility. */
  readonly mobilityM2PerVSec: number;
  /** Rectangular by default. */
  readonly window?: WindowChoice;
  /** Doped share of the thickness at the start, 0.5 by default. */
  readonly xStart?: number;
}

/**
 * Linear ion drift (Strukov et al. 2008, doi 10.1038/nature06932, eqs. 5 and 6), x = doped share of the thickness D:
 *
 *   R = rOn x + rOff (1 - x)    dx/dt = mobility rOn / D^2 I f(x)
 *
 * with a window f. A positive voltage lowers the resistance. Throws InputError.
 */
export function linearIonDrift(parameters: LinearIonDriftParameters): OdeDevice {
  const { rOnOhm, rOffOhm, thicknessM, mobilityM2PerVSec, window = { kind: 'rectangular' } } = parameters;
  for (const [name, value] of Object.entries({ rOnOhm, rOffOhm, thicknessM, mobilityM2PerVSec })) {
    checkNumber(`linearIonDrift: ${name}`, value, { min: Number.MIN_VALUE });
  }
  if (rOnOhm >= rOffOhm) {
    throw new InputError(
      `Cannot create linearIonDrift: rOnOhm must be below rOffOhm (got rOnOhm=${rOnOhm}, rOffOhm=${rOffOhm})`,
    );
  }
  const f = createWindow(window);
  const perCoulomb = (mobilityM2PerVSec * rOnOhm) / thicknessM ** 2;
  const currentA = (v: number, x: number) => v / (rOnOhm * x + rOffOhm * (1 - x));
  return createOdeDevice({
    name: 'linear-ion-drift',
    source: 'Strukov et al., Nature 453, 80 (2008), doi 10.1038/nature06932',
    parameters: { ...parameters },
    xMin: 0,
    xMax: 1,
    xStart: parameters.xStart ?? 0.5,
    currentA,
    rate(v, x) {
      const i = currentA(v, x);
      return i === 0 ? 0 : perCoulomb * i * f(x, i);
    },
  });
}

function createWindow(window: WindowChoice) {
  switch (window.kind) {
    case 'rectangular':
      return rectangularWindow();
    case 'joglekar':
      return joglekarWindow(window.p);
    case 'biolek':
      return biolekWindow(window.p);
    case 'prodromakis':
      return prodromakisWindow(window.p, window.j);
    default: {
      const { kind } = window as { kind: unknown };
      throw new InputError(
        `linearIonDrift: window.kind must be rectangular, joglekar, biolek or prodromakis (got ${kind})`,
      );
    }
  }
}
