import { type Constant, citing } from './constant.js';
import type { FittedCurve, InferenceNoise } from './types.js';

type Cited = ReturnType<typeof citing>;

const nandakumar2019 = citing(
  '10.1109/ICECS46596.2019.8964852',
  'statistical PCM model, coefficients as in aihwkit (arXiv:2104.02184), PCMLikeNoiseModel; read noise of G after programming',
  'GST mushroom cells up to 25 uS',
);
const joshi2020 = citing(
  '10.1038/s41467-020-16108-9',
  'Fig. 3b, measured 27.36 s after programming',
  'up to 25 uS',
);
const leGallo2023 = citing(
  '10.1038/s41928-023-01010-1',
  'HERMES core, coefficients as in aihwkit (arXiv:2104.02184)',
);

/** slope ln x + offset, clipped; above `from` a polynomial. */
function logarithm(
  cited: Cited,
  [slope, offset]: Pair,
  [min, max]: Pair,
  above?: [number, number[]],
): FittedCurve {
  return {
    low: { slope: cited(slope), offset: cited(offset), min: cited(min), max: cited(max) },
    ...(above && { from: cited(above[0]), coefficients: above[1].map((c) => cited(c)) }),
  };
}

type Pair = readonly [number, number];

/** Coefficients published in uS. */
const inMicrosiemens = (cited: Cited, ...coefficients: readonly number[]): Constant[] =>
  coefficients.map((c) => cited(c * 1e-6, 'S'));

const hermesExponent = logarithm(
  leGallo2023,
  [-0.0387, -0.0182],
  [0.072, 0.13],
  [0.0945, [0.0736, -0.0126, -0.0436]],
);

/** Phase-change memory. */
export const pcmNoise: readonly InferenceNoise[] = [
  {
    name: 'pcm-2019',
    source: 'Nandakumar et al., ICECS 2019, doi 10.1109/ICECS46596.2019.8964852',
    minS: nandakumar2019(0, 'S'),
    maxS: nandakumar2019(25e-6, 'S'),
    programming: {
      unitS: nandakumar2019(25e-6, 'S'),
      coefficients: inMicrosiemens(nandakumar2019, 0.26348, 1.965, -1.1731),
    },
    drift: {
      referenceSec: nandakumar2019(20, 's'),
      exponent: logarithm(nandakumar2019, [-0.0155, 0.0244], [0.049, 0.1]),
      exponentDeviation: logarithm(nandakumar2019, [-0.0125, -0.0059], [0.008, 0.045]),
    },
    read: {
      readSec: nandakumar2019(250e-9, 's'),
      strength: {
        low: {
          scale: nandakumar2019(0.0088),
          power: nandakumar2019(-0.65),
          min: nandakumar2019(0),
          max: nandakumar2019(0.2),
        },
      },
    },
  },
  {
    name: 'hermes-2-devices',
    source: 'Le Gallo et al., Nat. Electron. 2023, doi 10.1038/s41928-023-01010-1',
    minS: leGallo2023(0, 'S'),
    maxS: leGallo2023(20.7e-6, 'S'),
    programming: {
      unitS: leGallo2023(20.7e-6, 'S'),
      coefficients: inMicrosiemens(leGallo2023, 0.16603222, 4.71806468, -8.48101252, 4.68961419),
    },
    drift: {
      referenceSec: leGallo2023(300, 's'),
      exponent: hermesExponent,
      exponentDeviation: logarithm(
        leGallo2023,
        [-0.0117, -0.0057],
        [0.0091, 0.04],
        [0.3055, [0.0073, 0.0093, -0.0118]],
      ),
    },
    read: {
      readSec: leGallo2023(512e-9, 's'),
      strength: logarithm(
        leGallo2023,
        [-0.0117, -0.0069],
        [0.015, 0.04],
        [0.16, [0.0123, 0.0211, -0.028, 0.0069]],
      ),
    },
  },
  {
    name: 'hermes-1-device',
    source: 'Le Gallo et al., Nat. Electron. 2023, doi 10.1038/s41928-023-01010-1',
    minS: leGallo2023(0, 'S'),
    maxS: leGallo2023(10.35e-6, 'S'),
    programming: {
      unitS: leGallo2023(10.35e-6, 'S'),
      coefficients: inMicrosiemens(leGallo2023, 0.15781817, 2.32443916, -2.16310839, 0.68841818),
    },
    drift: {
      referenceSec: leGallo2023(200, 's'),
      exponent: hermesExponent,
      exponentDeviation: logarithm(
        leGallo2023,
        [-0.012, -0.0023],
        [0.0124, 0.04],
        [0.3039, [0.0104, 0.0116, -0.0165]],
      ),
    },
    read: {
      readSec: leGallo2023(512e-9, 's'),
      strength: logarithm(
        leGallo2023,
        [-0.0078, 0.0038],
        [0.0179, 0.04],
        [0.1591, [0.0088, 0.0768, -0.1352, 0.0664]],
      ),
    },
  },
  {
    name: 'pcm-joshi',
    source: 'Joshi et al., Nat. Commun. 2020, doi 10.1038/s41467-020-16108-9',
    minS: joshi2020(0, 'S'),
    maxS: joshi2020(25e-6, 'S'),
    programming: {
      unitS: joshi2020(1e-6, 'S'),
      coefficients: inMicrosiemens(joshi2020, 0.28638599, 0.07585724, -0.00178767),
    },
  },
];
