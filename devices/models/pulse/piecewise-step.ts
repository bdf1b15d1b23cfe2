import { type DeviceModel, linearCurrent, type PulseResponse } from '../../base/device-model.js';
import { checkNumber, InputError } from '../../base/errors.js';
import { type PulseStep, pulsesBy } from '../../base/pulse-train.js';
import { exampleWeights, numbers, weighted } from '../fields.js';
import { defineDeviceModel } from '../model-definition.js';
import type { PulsedArrays } from '../pulsed-device.js';
import { checkResolvedStep } from '../resolved-step.js';
import { piecewiseCurve } from '../responses/bent-laws.js';
import {
  checkWeightDevice,
  createWeightState,
  meanSteps,
  type WeightDeviceParameters,
} from '../weight-device.js';
import { copyConductance } from './soft-bounds.js';

export const piecewiseStepModel = defineDeviceModel({
  name: 'piecewise-step',
  kind: 'pulses',
  summary: 'a step interpolated between measured nodes',
  source: 'Rasch et al. 2021, arXiv:2104.02184',
  fields: { ...weighted, nodesUp: numbers(0, 1e6), nodesDown: numbers(0, 1e6) },
  create: piecewiseStep,
  example: { ...exampleWeights, nodesUp: [1, 0.8, 0.3], nodesDown: [0.2, 0.9, 1] },
  fit: { order: 9, curve: () => piecewiseCurve() },
});

export interface PiecewiseStepParameters extends WeightDeviceParameters {
  /**
   * Factors of the step, >= 0, at two or more places equally spaced from the device's lower bound
   * to its upper.
   */
  readonly nodesUp: readonly number[];
  readonly nodesDown: readonly number[];
}

/**
 * Piecewise step (aihwkit's PiecewiseStepDevice, arXiv:2104.02184): steps of any measured shape, w
 * += stepUp up(w) (1 + cycleNoise xi) and w -= stepDown down(w) (1 + cycleNoise xi), linear between
 * the nodes. Throws InputError.
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
  const pulseResponse: PulseResponse = {
    law: 'piecewise-step',
    arrays: ['stepUpS', 'stepDownS'],
    constants: [cycleNoise, nodesUp.length - 1, nodesDown.length - 1, ...nodesUp, ...nodesDown],
    noisy: cycleNoise !== 0,
  };
  const { upS, downS } = meanSteps(parameters);
  const stepS = (upS * interpolated(nodesUp, 0.5) + downS * interpolated(nodesDown, 0.5)) / 2;
  checkResolvedStep('piecewiseStep', { stepS, gMaxS });
  return Object.freeze<DeviceModel>({
    name: 'piecewise-step',
    parameters: Object.freeze({ ...parameters }),
    gMinS,
    gMaxS,
    stepS,
    pulseNoise: { changeS: cycleNoise * stepS, seenS: 0 },
    readNoise: 0,
    currentVoltage: linearCurrent,
    create: (count, random, allocate) => createWeightState(count, parameters, { random, allocate }),
    pulse: pulsesBy(pulseResponse, (arrays) =>
      piecewiseStepOf(arrays as unknown as PulsedArrays, parameters),
    ),
    pulseResponse,
    conductanceInto: copyConductance,
    conductanceGrid: { lowestS: gMinS, spacingS: 0 },
  });
}

const f = Math.fround;

function piecewiseStepOf(
  { gMinS, gMaxS, stepUpS, stepDownS }: PulsedArrays,
  { nodesUp, nodesDown, cycleNoise = 0 }: PiecewiseStepParameters,
): PulseStep {
  const [up, down, sigma] = [nodesUp.map(f), nodesDown.map(f), f(cycleNoise)];
  return (g, i, { n, xi }) => {
    const at = f(f(g - gMinS[i]) / f(gMaxS[i] - gMinS[i]));
    const changeS = n > 0 ? f(stepUpS[i] * interpolated(up, at)) : f(-stepDownS[i] * interpolated(down, at));
    return f(g + f(changeS * f(1 + f(sigma * xi))));
  };
}

/** The polyline through nodes at 0, 1/(n - 1), ..., 1. */
function interpolated(nodes: readonly number[], at: number): number {
  const last = nodes.length - 1;
  const place = f(Math.min(Math.max(at, 0), 1) * last);
  const left = Math.min(Math.floor(place), last - 1);
  return f(nodes[left] + f(f(place - left) * f(nodes[left + 1] - nodes[left])));
}
