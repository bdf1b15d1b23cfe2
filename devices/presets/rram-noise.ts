import { type Constant, citing } from './constant.js';
import type { InferenceNoise } from './types.js';

type Cited = ReturnType<typeof citing>;

/** Two readings of one plot differ by 15 %, and 3 times at 0. */
const wan = (where: string) =>
  citing('10.1038/s41586-022-04992-8', `Extended Data Fig. 3, ${where}`, 'up to 40 uS');
const milo2021 = citing('10.1109/IRPS46558.2021.9405119', 'Fig. 4, IGVVA-100', '50 to 225 uS');
const falcone2025 = citing(
  '10.48550/arXiv.2502.04524',
  'analogue CMO/HfOx ReRAM, coefficients as in aihwkit (arXiv:2104.02184), ReRamCMONoiseModel',
);

/** sigma as published: coefficients in uS of powers of G / unitS. */
function published(name: string, cited: Cited, form: Form): InferenceNoise {
  const [minS, maxS] = form.rangeS;
  return {
    name,
    source: form.source,
    minS: cited(minS, 'S'),
    maxS: cited(maxS, 'S'),
    programming: {
      unitS: cited(form.unitS, 'S'),
      coefficients: form.coefficients.map((c): Constant => cited(c * 1e-6, 'S')),
    },
  };
}

interface Form {
  readonly source: string;
  readonly rangeS: readonly [number, number];
  readonly unitS: number;
  readonly coefficients: readonly number[];
}

const ofWan = (coefficients: readonly number[], unitS = 40e-6): Form => ({
  source: 'Wan et al., Nature 2022, doi 10.1038/s41586-022-04992-8',
  rangeS: [0, unitS === 1e-6 ? 39.26e-6 : 40e-6],
  unitS,
  coefficients,
});

const ofFalcone = (coefficients: readonly number[]): Form => ({
  source: 'Falcone et al. 2025, doi 10.48550/arXiv.2502.04524',
  rangeS: [9e-6, 88e-6],
  unitS: 1e-6,
  coefficients,
});

/** What time does to analogue CMO/HfOx ReRAM, however it was programmed. */
const timeOfFalcone: Pick<InferenceNoise, 'relaxation' | 'read'> = {
  relaxation: {
    referenceSec: falcone2025(1, 's'),
    shiftS: falcone2025(-0.08900206e-6, 'S'),
    spreadS: falcone2025(0.41183342e-6, 'S'),
    spreadGrowthS: falcone2025(0.04201137e-6, 'S'),
  },
  read: {
    readSec: falcone2025(1e-6, 's'),
    strength: { spreadS: falcone2025(0.0277316483e-6, 'S'), unitS: falcone2025(1e-6, 'S') },
  },
};

/** Metal-oxide ReRAM. */
export const rramNoise: readonly InferenceNoise[] = [
  published('rram-wan-1-second', wan('1 s'), ofWan([0.348, 16.03, -43.853, 45.393, -16.815])),
  published('rram-wan-1-day', wan('1 day'), ofWan([0.701, 22.086, -50.773, 47.095, -16.458])),
  published('rram-wan-2-days', wan('2 days'), ofWan([0.782, 20.274, -43.507, 37.062, -11.934])),
  published(
    'rram-wan-1-second-cubic',
    wan('1 s, the cubic fit of CrossSim'),
    ofWan([1.053, 0.2374, -0.01167, 1.536e-4], 1e-6),
  ),
  published('rram-milo', milo2021, {
    source: 'Milo et al., IRPS 2021, doi 10.1109/IRPS46558.2021.9405119',
    rangeS: [50e-6, 225e-6],
    unitS: 1e-6,
    coefficients: [4.782321, -0.009107],
  }),
  {
    ...published('rram-cmo-hfox-0.2-percent', falcone2025, ofFalcone([0.00081107, 0.00106879])),
    ...timeOfFalcone,
  },
  {
    ...published('rram-cmo-hfox-2-percent', falcone2025, ofFalcone([0.0112185391, 0.01129027418])),
    ...timeOfFalcone,
  },
];
