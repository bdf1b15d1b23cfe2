import { type DeviceModel, linearCurrent } from '../base/device-model.js';
import { checkNumber, InputError } from '../base/errors.js';
import { type PulseResponse, pulseTrain } from './pulse-train.js';
import { copyConductance, pulsedArrays } from './soft-bounds.js';
import {
  checkWeightDevice,
  createWeightState,
  meanSteps,
  type WeightDeviceParameters,
} from './weight-device.js';

export interface PiecewiseStepParameters extends WeightDeviceParameters {
  /** Factors of the step, >= 0, at two or more places equally spaced from the device's lower bound to its upper. */
  readonly nodesUp: readonly number[];
  readonly nodesDown: readonly number[];
}

/**
 * Piecewise step (aihwkit's PiecewiseStepDevice, arXiv:2104.02184): steps of any measured shape, w += stepUp up(w)
 * (1 + cycleNoise xi) and w -= stepDown down(w) (1 + cycleNoise xi), linear between the nodes. Throws InputError.
 */
export function piecewiseStep(parameters: PiecewiseStepParameters): DeviceModel {
  checkWeightDevice('piecewiseStep', parameters);
  const { gMinS, gMaxS, cycleNoise = 0, nodesUp, nodesDown } = parameters;
  for (const [name, nodes] of Object.entries({ nodesUp, nodesDown })) {
    if (nodes.length < 2) {
      throw new InputError(`piecewiseStep: ${name} must have 2 or more nodes (got ${nodes.length})`);
    }
    nodes.forEach((node, i) => void checkNumber(`piecewiseStep: ${name}[${i}]`, node, { min: 0 }));
  }
  const { upS, downS } = meanSteps(parameters);
  return Object.freeze<DeviceModel>({
    name: 'piecewise-step',
    parameters: Object.freeze({ ...parameters }),
    gMinS,
    gMaxS,
    stepS: (upS * interpolated(nodesUp, 0.5) + downS * interpolated(nodesDown, 0.5)) / 2,
    readNoise: 0,
    currentVoltage: linearCurrent,
    create: (count, random, allocate) => createWeightState(count, parameters, { random, allocate }),
    pulse(state, counts, options) {
      const { gMinS: lowS, gMaxS: highS, stepUpS, stepDownS } = pulsedArrays(state);
      const response: PulseResponse = (g, i, { up, xi }) => {
        const at = (g - lowS[i]) / (highS[i] - lowS[i]);
        const changeS = up
          ? stepUpS[i] * interpolated(nodesUp, at)
          : -stepDownS[i] * interpolated(nodesDown, at);
        return g + changeS * (1 + cycleNoise * xi);
      };
      pulseTrain(state, counts, { ...options, noisy: cycleNoise !== 0, response });
    },
    conductanceInto: copyConductance,
    conductanceGrid: { lowestS: gMinS, spacingS: 0 },
  });
}

/** The polyline through nodes at 0, 1/(n - 1), ..., 1. */
function interpolated(nodes: readonly number[], at: number): number {
  const place = Math.min(Math.max(at, 0), 1) * (nodes.length - 1);
  const left = Math.min(Math.floor(place), nodes.length - 2);
  return nodes[left] + (place - left) * (nodes[left + 1] - nodes[left]);
}
