import { assuming, type ConstantTree, citing } from './constant.js';
import type { DevicePreset } from './preset.js';

const gokmen2016 = citing(
  '10.3389/fnins.2016.00333',
  'device specification, scaled to weights of -1 to 1 in aihwkit (arXiv:2104.02184), GokmenVlasov preset',
);
const rasch2019 = citing(
  '10.1109/MDAT.2019.2952341',
  'idealised device, as set in aihwkit (arXiv:2104.02184), Idealized preset',
);
const specified = assuming('10 to 30 uS: the source specifies no conductance');

const constantStep = (cited: typeof gokmen2016) =>
  ({
    gMinS: specified(10e-6, 'S'),
    gMaxS: specified(30e-6, 'S'),
    weightMin: cited(-1, 'weight'),
    weightMax: cited(1, 'weight'),
    cycleNoise: cited(0.3),
  }) satisfies ConstantTree;

/** Devices that nobody built: what a training accelerator would need. */
export const specificationPresets: readonly DevicePreset[] = [
  {
    name: 'idealized',
    model: 'constant-step',
    summary: 'symmetric device of 10,000 steps',
    source: 'Rasch, Gokmen, Haensch, IEEE Design & Test 2019, doi 10.1109/MDAT.2019.2952341',
    parameters: {
      ...constantStep(rasch2019),
      step: rasch2019(0.0002, 'weight'),
      deviceVariation: { step: rasch2019(0.3), upDown: rasch2019(0), bounds: rasch2019(0.3) },
    },
  },
  {
    name: 'gokmen-vlasov',
    model: 'constant-step',
    summary: 'resistive processing unit of 1,250 steps',
    source: 'Gokmen, Vlasov, Front. Neurosci. 2016, doi 10.3389/fnins.2016.00333',
    parameters: {
      ...constantStep(gokmen2016),
      step: gokmen2016(0.0016, 'weight'),
      deviceVariation: { step: gokmen2016(0.3), upDown: gokmen2016(0.01), bounds: gokmen2016(0.3) },
    },
  },
];
