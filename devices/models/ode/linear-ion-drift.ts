import { checkNumber, InputError } from '../../base/errors.js';
import { described, group, optional } from '../fields.js';
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
import { biolekWindow, joglekarWindow, prodromakisWindow, rectangularWindow } from './windows.js';

/**
 * Mobility and thickness of Strukov 2008; resistances as MemTorch has them (Lammie et al. 2022, doi
 * 10.1016/j.neucom.2022.02.043).
 */
const hp = { rOnOhm: 100, rOffOhm: 16e3, thicknessM: 10e-9, mobilityM2PerVSec: 1e-14 };

function hpWith(
  window: WindowChoice,
  paper: string,
  widths: Pick<PulseParameters, 'widthUpSec' | 'widthDownSec'>,
): PublishedSet<LinearIonDriftParameters> {
  return {
    name: `linear-ion-drift-${window.kind}`,
    summary: `linear ion drift, ${window.kind} window`,
    source: `Strukov et al., Nature 453, 80 (2008), doi 10.1038/nature06932; ${paper}`,
    parameters: { ...hp, window },
    pulses: { voltageUpV: 1, voltageDownV: -1, readVoltageV: 0.1, ...widths },
  };
}

export const linearIonDriftSets: readonly PublishedSet<LinearIonDriftParameters>[] = [
  hpWith({ kind: 'rectangular' }, 'no window', { widthUpSec: 1.5e-5, widthDownSec: 1.5e-5 }),
  hpWith({ kind: 'joglekar', p: 1 }, 'Joglekar and Wolf 2009, doi 10.1088/0143-0807/30/4/001', {
    widthUpSec: 4e-4,
    widthDownSec: 4e-4,
  }),
  hpWith({ kind: 'biolek', p: 1 }, 'Biolek, Biolek and Biolkova, Radioengineering 18, 210 (2009)', {
    widthUpSec: 8e-4,
    widthDownSec: 1.5e-5,
  }),
  hpWith({ kind: 'prodromakis', p: 1 }, 'Prodromakis et al. 2011, doi 10.1109/TED.2011.2158004', {
    widthUpSec: 1.5e-3,
    widthDownSec: 1.5e-3,
  }),
];

export const linearIonDriftModel = defineDeviceModel({
  name: 'linear-ion-drift',
  kind: 'equations',
  summary: 'moving boundary with a window function',
  source: 'Strukov et al. 2008, doi 10.1038/nature06932',
  fields: {
    rOnOhm: above0('Resistance of the device all doped.', 'ohm'),
    rOffOhm: above0('Resistance of the device all undoped.', 'ohm'),
    thicknessM: above0('Thickness of the device.', 'm'),
    mobilityM2PerVSec: above0('Mean mobility of the ions.', 'm2/(V s)'),
    window: described(
      group({
        kind: {
          kind: 'choice',
          values: ['rectangular', 'joglekar', 'biolek', 'prodromakis'],
          about: 'rectangular, joglekar, biolek or prodromakis.',
        },
        p: optional(above0('Its exponent.')),
        j: optional(above0('Factor of the window prodromakis; 1 where absent.')),
      }),
      'What slows the drift near the ends of the device; rectangular where absent.',
    ),
    xStart: start(),
    ...pulseFields,
  },
  create: pulsedBy(linearIonDrift),
  example: { published: 'linear-ion-drift-rectangular' },
  published: parametersByName(linearIonDriftSets),
});

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
 * Linear ion drift (Strukov et al. 2008, doi 10.1038/nature06932, eqs. 5 and 6), x = doped share of
 * the thickness D:
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
