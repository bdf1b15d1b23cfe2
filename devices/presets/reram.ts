import { assuming, type ConstantTree, citing } from './constant.js';
import type { DevicePreset } from './preset.js';

const gong2018 = citing(
  '10.1038/s41467-018-04485-1',
  'measured ReRAM pulse response, parameters as fitted in aihwkit (arXiv:2104.02184), ReRamES preset',
);
const gong2018Soft = citing(
  '10.1038/s41467-018-04485-1',
  'measured ReRAM pulse response, loose fit in aihwkit (arXiv:2104.02184), ReRamSB preset',
);
const gong2022 = citing(
  '10.1109/IEDM45625.2022.10019569',
  'measured ReRAM arrays, parameters as fitted in aihwkit (arXiv:2104.02184), ReRamArray presets',
);
const filament = assuming('filamentary ReRAM of analog range 10 to 30 uS; the fit is in units of weight');
const array = assuming('array of analog range 10 to 20 uS; the fit is in units of weight');

/** What the two arrays of 2022 share. */
const arrayForm = {
  gMinS: array(10e-6, 'S'),
  gMaxS: array(20e-6, 'S'),
  weightMin: gong2022(-1, 'weight'),
  weightMax: gong2022(1, 'weight'),
  upDown: gong2022(0),
  referenceMean: gong2022(0, 'weight'),
  referenceVariation: gong2022(0.05, 'weight'),
  subtractSymmetryPoint: true,
  noise: 'additive',
} satisfies ConstantTree;

/**
 * ReRAM of Gong et al. 2018 (two fits of one device) and of Gong, Rasch et al. 2022 (two
 * materials).
 */
export const reramPresets: readonly DevicePreset[] = [
  {
    name: 'reram-es',
    model: 'exp-step',
    summary: 'ReRAM, exponential step',
    source: 'Gong et al., Nat. Commun. 2018, doi 10.1038/s41467-018-04485-1',
    parameters: {
      gMinS: filament(10e-6, 'S'),
      gMaxS: filament(30e-6, 'S'),
      weightMin: gong2018(-1, 'weight'),
      weightMax: gong2018(1, 'weight'),
      step: gong2018(0.00135, 'weight'),
      upDown: gong2018(0.259359),
      a: gong2018(-0.5),
      b: gong2018(-0.5),
      gammaUp: gong2018(5),
      gammaDown: gong2018(5),
      amplitudeUp: gong2018(-1.18445),
      amplitudeDown: gong2018(-0.081404),
      deviceVariation: {
        step: gong2018(0.2),
        upDown: gong2018(0.05),
        weightMin: gong2018(0.3),
        weightMax: gong2018(0.3),
      },
      cycleNoise: gong2018(5),
      writeNoise: gong2018(75),
    },
  },
  {
    name: 'reram-sb',
    model: 'soft-bounds-reference',
    summary: 'ReRAM, soft bounds about its symmetry point',
    source: 'Gong et al., Nat. Commun. 2018, doi 10.1038/s41467-018-04485-1',
    parameters: {
      gMinS: filament(10e-6, 'S'),
      gMaxS: filament(30e-6, 'S'),
      weightMin: gong2018Soft(-0.75, 'weight'),
      weightMax: gong2018Soft(1.25, 'weight'),
      step: gong2018Soft(0.002, 'weight'),
      upDown: gong2018Soft(0),
      noise: 'additive',
      deviceVariation: {
        step: gong2018Soft(0.3),
        upDown: gong2018Soft(0.01),
        weightMin: gong2018Soft(0.3 / 0.75),
        weightMax: gong2018Soft(0.3 / 1.25),
      },
      cycleNoise: gong2018Soft(3.75),
      writeNoise: gong2018Soft(56),
    },
  },
  {
    name: 'reram-array-om',
    model: 'soft-bounds-reference',
    summary: 'ReRAM array, optimised material',
    source: 'Gong, Rasch et al., IEDM 2022, doi 10.1109/IEDM45625.2022.10019569',
    parameters: {
      ...arrayForm,
      step: gong2022(0.0949, 'weight'),
      deviceVariation: {
        step: gong2022(0.7829),
        stepLogNormal: true,
        upDown: gong2022(0.01),
        weightMin: gong2022(0.5695),
        weightMax: gong2022(0.3499),
      },
      cycleNoise: gong2022(0.4158),
      writeNoise: gong2022(1.4113),
    },
    notes: { corruptProbability: gong2022(0.1348) },
  },
  {
    name: 'reram-array-hfo2',
    model: 'soft-bounds-reference',
    summary: 'ReRAM array, HfO2',
    source: 'Gong, Rasch et al., IEDM 2022, doi 10.1109/IEDM45625.2022.10019569',
    parameters: {
      ...arrayForm,
      step: gong2022(0.4622, 'weight'),
      deviceVariation: {
        step: gong2022(0.7125),
        stepLogNormal: true,
        upDown: gong2022(0.01),
        weightMin: gong2022(0.599),
        weightMax: gong2022(0.4295),
      },
      cycleNoise: gong2022(0.2174),
      writeNoise: gong2022(0.5841),
    },
    notes: { corruptProbability: gong2022(0.0977) },
  },
];
