import { checkNumber, InputError } from '../../base/errors.js';
import { described, numberField } from '../fields.js';
import { defineDeviceModel } from '../model-definition.js';
import { createOdeDevice, type OdeDevice } from './ode-device.js';
import { above0, type PublishedSet, parametersByName, pulsedBy, pulseFields } from './pulsed-ode.js';

export const stanfordPkuSets: readonly PublishedSet<StanfordPkuParameters>[] = [
  {
    name: 'stanford-pku',
    summary: 'metal-oxide RRAM, gap model with self-heating, defaults of its Verilog-A',
    source:
      'Jiang et al., SISPAD 2014, doi 10.1109/SISPAD.2014.6931558; Verilog-A 1.0.0, doi 10.4231/D37H1DN48',
    parameters: {
      i0A: 1e-3,
      g0M: 0.25e-9,
      v0V: 0.25,
      speedMPerSec: 10,
      activationEv: 0.6,
      hopM: 0.25e-9,
      oxideM: 12e-9,
      gamma0: 16,
      beta: 0.8,
      minimumFieldVPerM: 1.4e9,
      ambientK: 298,
      thermalResistanceKPerW: 2100,
      gapMinM: 0.1e-9,
      gapMaxM: 1.7e-9,
      gapStartM: 0.2e-9,
    },
    pulses: {
      voltageUpV: 1.2,
      widthUpSec: 1e-9,
      voltageDownV: -1.2,
      widthDownSec: 1e-9,
      readVoltageV: 0.1,
    },
  },
];

export const stanfordPkuModel = defineDeviceModel({
  name: 'stanford-pku',
  kind: 'equations',
  summary: 'filament gap with Joule heating',
  source: 'Jiang et al. 2016, doi 10.1109/TED.2016.2545412',
  fields: {
    i0A: above0('Factor of the current i0 exp(-gap / g0) sinh(V / v0).', 'A'),
    g0M: above0('g0 of the current.', 'm'),
    v0V: above0('v0 of the current.', 'V'),
    speedMPerSec: above0('Speed of the gap without a barrier.', 'm/s'),
    activationEv: above0('Barrier that ions hop over.', 'eV'),
    hopM: above0('Distance of a hop.', 'm'),
    oxideM: above0('Thickness of the oxide.', 'm'),
    gamma0: above0('Enhancement of the local field where the gap is 0.'),
    beta: described(
      numberField(0, 1e6),
      'How fast the enhancement falls with the third power of the gap in nm.',
    ),
    minimumFieldVPerM: above0('Least enhanced field that moves the gap.', 'V/m'),
    ambientK: above0('Temperature around the device.', 'K'),
    thermalResistanceKPerW: above0('Heating by a watt.', 'K/W'),
    gapMinM: above0('Smallest gap.', 'm'),
    gapMaxM: above0('Largest gap.', 'm'),
    gapStartM: above0('Gap that simulations of the equation start from.', 'm'),
    ...pulseFields,
  },
  create: pulsedBy(stanfordPku),
  example: { published: 'stanford-pku' },
  published: parametersByName(stanfordPkuSets),
});

export interface StanfordPkuParameters {
  /** I = i0 e^(-gap / g0) sinh(V / v0). */
  readonly i0A: number;
  readonly g0M: number;
  readonly v0V: number;
  /** Speed of the gap before the barrier, m/s. */
  readonly speedMPerSec: number;
  /** Barrier of the ions, eV. */
  readonly activationEv: number;
  /** Hopping distance and oxide thickness. */
  readonly hopM: number;
  readonly oxideM: number;
  /** Local field enhancement gamma = gamma0 - beta (gap / 1 nm)^3. */
  readonly gamma0: number;
  readonly beta: number;
  /** Least enhanced field that moves the gap. */
  readonly minimumFieldVPerM: number;
  readonly ambientK: number;
  readonly thermalResistanceKPerW: number;
  /** Bounds of the gap and where it starts. */
  readonly gapMinM: number;
  readonly gapMaxM: number;
  readonly gapStartM: number;
}

/** Boltzmann's constant in eV/K: k / e of the 2019 SI. */
const boltzmannEvPerK = 1.380649e-23 / 1.602176634e-19;

/**
 * Stanford-PKU compact model of metal-oxide RRAM, x = the gap in metres (Jiang et al. 2014,
 * doi 10.1109/SISPAD.2014.6931558; Jiang et al. 2016, doi 10.1109/TED.2016.2545412):
 *
 *   I = i0 e^(-gap / g0) sinh(V / v0)
 *   T = ambient + |V I| Rth
 *   dgap/dt = -speed e^(-Ea / kT) sinh(gamma (hop / oxide) V / kT)
 *
 * with dgap/dt = 0 where gamma |V| / oxide is below the minimum field. The published random
 * fluctuation of the gap is left out. A positive voltage closes the gap. Throws InputError.
 */
export function stanfordPku(parameters: StanfordPkuParameters): OdeDevice {
  for (const [name, value] of Object.entries(parameters)) {
    checkNumber(`stanfordPku: ${name}`, value, { min: name === 'beta' ? 0 : Number.MIN_VALUE });
  }
  const { i0A, g0M, v0V, speedMPerSec, activationEv, hopM, oxideM, gamma0, beta } = parameters;
  const { minimumFieldVPerM, ambientK, thermalResistanceKPerW, gapMinM, gapMaxM, gapStartM } = parameters;
  if (gapMinM >= gapMaxM) {
    throw new InputError(
      `Cannot create stanfordPku: gapMinM must be below gapMaxM (got gapMinM=${gapMinM}, gapMaxM=${gapMaxM})`,
    );
  }
  const currentA = (v: number, gap: number) => i0A * Math.exp(-gap / g0M) * Math.sinh(v / v0V);
  return createOdeDevice({
    name: 'stanford-pku',
    source: 'Jiang et al., SISPAD 2014, doi 10.1109/SISPAD.2014.6931558',
    parameters: { ...parameters },
    xMin: gapMinM,
    xMax: gapMaxM,
    xStart: gapStartM,
    currentA,
    rate(v, gap) {
      const gamma = gamma0 - beta * (gap / 1e-9) ** 3;
      if ((gamma * Math.abs(v)) / oxideM < minimumFieldVPerM) return 0;
      const thermalEv =
        boltzmannEvPerK * (ambientK + Math.abs(v * currentA(v, gap)) * thermalResistanceKPerW);
      // In logarithms of its growing half, since the sinh alone overflows at a high field.
      const field = Math.abs((gamma * (hopM / oxideM) * v) / thermalEv);
      const speed = (Math.exp(field - activationEv / thermalEv) * -Math.expm1(-2 * field)) / 2;
      return -Math.sign(v) * speedMPerSec * speed;
    },
  });
}
