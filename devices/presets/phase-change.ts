import { citing } from './constant.js';
import type { DevicePreset } from './preset.js';

const nandakumar2020 = citing(
  '10.3389/fnins.2020.00406',
  'measured crystallisation curve, parameters as fitted in aihwkit (arXiv:2104.02184), PCM preset',
);
const conductance = citing(
  '10.1109/ICECS46596.2019.8964852',
  'range of the statistical model: 25 uS; the reset state taken as 0',
);

/** Phase-change memory: pulses crystallise, only a reset goes back. */
export const phaseChangePresets: readonly DevicePreset[] = [
  {
    name: 'pcm',
    model: 'exp-step',
    summary: 'phase-change memory, one-sided: a weight takes a pair',
    source: 'Nandakumar et al., Front. Neurosci. 2020, doi 10.3389/fnins.2020.00406',
    parameters: {
      gMinS: conductance(0, 'S'),
      gMaxS: conductance(25e-6, 'S'),
      weightMin: nandakumar2020(0, 'weight'),
      weightMax: nandakumar2020(2, 'weight'),
      step: nandakumar2020(0.01, 'weight'),
      upDown: nandakumar2020(0),
      a: nandakumar2020(-1),
      b: nandakumar2020(0),
      gammaUp: nandakumar2020(2.5),
      gammaDown: nandakumar2020(2.5),
      amplitudeUp: nandakumar2020(-27.235),
      amplitudeDown: nandakumar2020(-2.235),
      deviceVariation: {
        step: nandakumar2020(0.2),
        upDown: nandakumar2020(0.05),
        weightMin: nandakumar2020(0),
        weightMax: nandakumar2020(0.1),
      },
      cycleNoise: nandakumar2020(0.6),
      complexNoise: { offset: nandakumar2020(0.042, 'weight'), slope: nandakumar2020(0.108) },
      writeNoise: nandakumar2020(0),
      oneSided: true,
    },
    notes: { reset: nandakumar2020(0.01, 'weight'), resetVariation: nandakumar2020(0.02, 'weight') },
  },
];
