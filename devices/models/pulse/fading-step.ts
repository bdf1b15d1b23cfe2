import { type DeviceModel, linearCurrent } from '../../base/device-model.js';
import { checkNumber } from '../../base/errors.js';
import { expLess } from '../../base/exponential.js';
import { type PulseStep, pulsesInTurn } from '../../base/pulse-train.js';
import { described, exampleRange, numberField, pulsed } from '../fields.js';
import { defineDeviceModel } from '../model-definition.js';
import {
  checkPulsedDevice,
  createPulsedState,
  type PulsedArrays,
  type PulsedDeviceParameters,
} from '../pulsed-device.js';
import { copyConductance } from './soft-bounds.js';

export const fadingStepModel = defineDeviceModel({
  name: 'fading-step',
  kind: 'pulses',
  summary: 'a step that falls exponentially with the way come, to hard bounds',
  source: 'Querlioz et al. 2011, doi 10.1109/NANOARCH.2011.5941497',
  fields: {
    ...pulsed,
    betaUp: described(numberField(0, 40), 'ln of the up step at the lower bound over that at the upper.'),
    betaDown: described(numberField(0, 40), 'ln of the down step at the upper bound over that at the lower.'),
  },
  create: fadingStep,
  example: { ...exampleRange, states: 100, betaUp: 3, betaDown: 3 },
});

export interface FadingStepParameters extends PulsedDeviceParameters {
  /**
   * How fast steps shrink towards the upper and the lower bound, in [0, 40]; 0 = constant steps.
   */
  readonly betaUp: number;
  readonly betaDown: number;
}

/**
 * A step that falls exponentially with the distance from the bound it started at, as Querlioz et
 * al. model memristive synapses under pulses (2011, doi 10.1109/NANOARCH.2011.5941497; 2013, doi
 * 10.1109/TNANO.2013.2250995):
 *
 *   up    g += alphaUp   e^(-betaUp   (g - gMin) / (gMax - gMin)) (1 + cycleNoise xi)
 *   down  g -= alphaDown e^(-betaDown (gMax - g) / (gMax - gMin)) (1 + cycleNoise xi)
 *
 * alpha is such that the step in the middle of the range is (gMaxS - gMinS) / states. Throws
 * InputError.
 */
export function fadingStep(given: FadingStepParameters): DeviceModel {
  const parameters = checkPulsedDevice('fadingStep', given);
  const betaUp = checkNumber('fadingStep: betaUp', given.betaUp, { min: 0, max: 40 });
  const betaDown = checkNumber('fadingStep: betaDown', given.betaDown, { min: 0, max: 40 });
  const { gMinS, gMaxS, states, cycleNoise } = parameters;
  const stepS = (gMaxS - gMinS) / states;
  return Object.freeze<DeviceModel>({
    name: 'fading-step',
    parameters: Object.freeze({ ...parameters, betaUp, betaDown }),
    gMinS,
    gMaxS,
    stepS,
    pulseNoise: { changeS: cycleNoise * stepS, seenS: 0 },
    readNoise: 0,
    currentVoltage: linearCurrent,
    create: (count, random, allocate) =>
      createPulsedState(count, random, { parameters, nominalStepS: stepS, allocate }),
    pulse: pulsesInTurn(cycleNoise !== 0, (arrays) =>
      fadingStepOf(arrays as unknown as PulsedArrays, { betaUp, betaDown, cycleNoise }),
    ),
    conductanceInto: copyConductance,
    conductanceGrid: { lowestS: gMinS, spacingS: 0 },
  });
}

const f = Math.fround;

function fadingStepOf(
  { gMinS, gMaxS, stepUpS, stepDownS }: PulsedArrays,
  { betaUp, betaDown, cycleNoise }: { betaUp: number; betaDown: number; cycleNoise: number },
): PulseStep {
  return (g, i, { n, xi }) => {
    const isUp = n > 0;
    const come = f((isUp ? g - gMinS[i] : gMaxS[i] - g) / f(gMaxS[i] - gMinS[i]));
    const size = f(
      (isUp ? stepUpS[i] : stepDownS[i]) * expLess(f((isUp ? betaUp : betaDown) * f(0.5 - come)), 0),
    );
    const change = f(size * f(1 + f(cycleNoise * xi)));
    return f(isUp ? g + change : g - change);
  };
}
