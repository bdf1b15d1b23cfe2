import {
  type DeviceModel,
  type DeviceState,
  linearCurrent,
  type PulseResponse,
} from '../../base/device-model.js';
import { checkNumber, InputError } from '../../base/errors.js';
import { expLess } from '../../base/exponential.js';
import { type PulseStep, pulsesBy } from '../../base/pulse-train.js';
import { varied } from '../../base/varied.js';
import { cycleNoise, exampleRange, group, numberField, range, spreadField } from '../fields.js';
import { defineDeviceModel } from '../model-definition.js';
import { maxNonlinearity, shapeOfNonlinearity } from '../nonlinearity.js';
import { checkResolvedStep } from '../resolved-step.js';
import { exponentialCurve } from '../responses/exponential-curve.js';
import { copyConductance } from './soft-bounds.js';

export const neurosimExponentialModel = defineDeviceModel({
  name: 'neurosim-exponential',
  kind: 'pulses',
  summary: 'exponential pulse curves of a published nonlinearity',
  source: 'Chen, Peng, Yu 2017, doi 10.1109/IEDM.2017.8268337',
  fields: {
    ...range,
    pulsesUp: numberField(1, 10_000_000),
    pulsesDown: numberField(1, 10_000_000),
    nonlinearityUp: numberField(-9.99, 9.99),
    nonlinearityDown: numberField(-9.99, 9.99),
    deviceVariation: group({ nonlinearity: spreadField }),
    cycleNoise,
  },
  create: neurosimExponential,
  example: { ...exampleRange, pulsesUp: 64, pulsesDown: 64, nonlinearityUp: 1.5, nonlinearityDown: -1.5 },
  scatter: { cycleNoise: 0.03 },
  noiseUnit: 'range',
  fit: { order: 6, curve: () => exponentialCurve },
});

export interface NeurosimExponentialParameters {
  /** 0 <= gMinS < gMaxS. */
  readonly gMinS: number;
  readonly gMaxS: number;
  /** Pulses from bound to bound, each way, >= 1; whole or not. */
  readonly pulsesUp: number;
  readonly pulsesDown: number;
  /** The published nonlinearities with their signs, in [-9.99, 9.99]: see `shapeOfNonlinearity`. */
  readonly nonlinearityUp: number;
  readonly nonlinearityDown: number;
  /**
   * Standard deviation of both nonlinearities from device to device, absolute; each is cut off at
   * +-9.99.
   */
  readonly deviceVariation?: { readonly nonlinearity?: number };
  /** Standard deviation of the change by one pulse, as a share of gMaxS - gMinS. */
  readonly cycleNoise?: number;
}

/**
 * Exponential pulse curves (Chen, Peng and Yu 2017, doi 10.1109/IEDM.2017.8268337). With P pulses
 * of pulsesUp,
 *
 *   G(P) = gMin + B (1 - exp(-P / A)),   B = (gMax - gMin) / (1 - exp(-pulsesUp / A)),
 *
 * for up pulses; down pulses walk the curve of pulsesDown and its own A backward, where A < 0 is
 * the usual fast start at gMax. A curve approaches its asymptote, gMin + B, by the factor
 * exp(-1 / A) a pulse, so that n pulses (< 0 = down) make
 *
 *   G += (G - gMin - B) (exp(-n / A) - 1),   G += cycleNoise (gMax - gMin) sqrt|n| xi
 *
 * with G clipped to [gMin, gMax] after each of the two. A = shapeOfNonlinearity(nonlinearity) x
 * pulses. Throws InputError.
 */
export function neurosimExponential(parameters: NeurosimExponentialParameters): DeviceModel {
  check(parameters);
  const { gMinS, gMaxS, pulsesUp, pulsesDown, nonlinearityUp, nonlinearityDown, cycleNoise = 0 } = parameters;
  const deviation = parameters.deviceVariation?.nonlinearity ?? 0;
  const mean = exponentialShapes(parameters);
  const middleS = (gMinS + gMaxS) / 2;
  const curveOf = (shape: number, pulses: number) => ({
    rate: 1 / (finite(shape) * pulses),
    asymptoteS: gMinS - (gMaxS - gMinS) / Math.expm1(-1 / finite(shape)),
  });
  const fromMiddleS = (n: number, { rate, asymptoteS }: ReturnType<typeof curveOf>) =>
    Math.min(Math.max((middleS - asymptoteS) * Math.expm1(-n * rate), gMinS - middleS), gMaxS - middleS);
  const upS = fromMiddleS(1, curveOf(mean.up, pulsesUp));
  const downS = -fromMiddleS(-1, curveOf(mean.down, pulsesDown));
  const stepS = (upS + downS) / 2;
  checkResolvedStep('neurosimExponential', { stepS, gMaxS });
  const pulseResponse: PulseResponse = {
    law: 'neurosim-exponential',
    arrays: ['rateUp', 'rateDown', 'asymptoteUpS', 'asymptoteDownS'],
    constants: [cycleNoise * (gMaxS - gMinS)],
    noisy: cycleNoise !== 0,
  };
  return Object.freeze<DeviceModel>({
    name: 'neurosim-exponential',
    parameters: Object.freeze({ ...parameters }),
    gMinS,
    gMaxS,
    stepS,
    pulseNoise: { changeS: pulseResponse.constants[0], seenS: 0 },
    readNoise: 0,
    currentVoltage: linearCurrent,
    create(count, random, allocate) {
      const blank = () => varied(count, { random, allocate });
      const curves = (name: string, nonlinearity: number, pulses: number) => {
        const own = { random: random.stream(name), allocate, mean: nonlinearity, deviation };
        const [rates, asymptotesS] = [varied(count, own), blank()];
        const shape = shapeOfNonlinearity(nonlinearity);
        for (let i = 0; i < count; i++) {
          const given =
            deviation === 0
              ? shape
              : shapeOfNonlinearity(Math.min(Math.max(rates[i], -maxNonlinearity), maxNonlinearity));
          const { rate, asymptoteS } = curveOf(given, pulses);
          rates[i] = rate;
          asymptotesS[i] = asymptoteS;
        }
        return [rates, asymptotesS] as const;
      };
      const [rateUp, asymptoteUpS] = curves('nonlinearity up', nonlinearityUp, pulsesUp);
      const [rateDown, asymptoteDownS] = curves('nonlinearity down', nonlinearityDown, pulsesDown);
      const bounds = { gMinS: blank().fill(gMinS), gMaxS: blank().fill(gMaxS) };
      const arrays = { ...bounds, rateUp, rateDown, asymptoteUpS, asymptoteDownS };
      return { count, arrays: { conductanceS: blank().fill(middleS), ...arrays } };
    },
    pulse: pulsesBy(pulseResponse, (arrays) => exponentialOf(arrays, pulseResponse.constants[0])),
    pulseResponse,
    conductanceInto: copyConductance,
    conductanceGrid: { lowestS: gMinS, spacingS: 0 },
  });
}

const f = Math.fround;

function exponentialOf(
  { gMinS, gMaxS, rateUp, rateDown, asymptoteUpS, asymptoteDownS }: DeviceState['arrays'],
  cycleNoiseS: number,
): PulseStep {
  const sigmaS = f(cycleNoiseS);
  return (g, i, { n, xi }) => {
    const growth = expLess(f(-n * (n > 0 ? rateUp[i] : rateDown[i])), 1);
    const meanS = f(g + f(growth * f(g - (n > 0 ? asymptoteUpS[i] : asymptoteDownS[i]))));
    const noiseS = f(f(sigmaS * f(Math.sqrt(Math.abs(n)))) * xi);
    return f(Math.min(Math.max(meanS, gMinS[i]), gMaxS[i]) + noiseS);
  };
}

/** A straight line, A = Infinity, as a curve that single precision does not tell from it. */
function finite(shape: number): number {
  return Math.min(shape, 2 ** 20);
}

/** A / pulses of both directions, signed. */
export function exponentialShapes({ nonlinearityUp, nonlinearityDown }: NeurosimExponentialParameters) {
  return { up: shapeOfNonlinearity(nonlinearityUp), down: shapeOfNonlinearity(nonlinearityDown) };
}

function check(given: NeurosimExponentialParameters): void {
  const { gMinS, gMaxS, pulsesUp, pulsesDown, cycleNoise = 0, deviceVariation = {} } = given;
  checkNumber('neurosimExponential: gMinS', gMinS, { min: 0 });
  checkNumber('neurosimExponential: gMaxS', gMaxS, { min: 0 });
  if (gMinS >= gMaxS) {
    const got = `got gMinS=${gMinS}, gMaxS=${gMaxS}`;
    throw new InputError(`Cannot create neurosimExponential: gMinS must be below gMaxS (${got})`);
  }
  checkNumber('neurosimExponential: pulsesUp', pulsesUp, { min: 1 });
  checkNumber('neurosimExponential: pulsesDown', pulsesDown, { min: 1 });
  checkNumber('neurosimExponential: cycleNoise', cycleNoise, { min: 0 });
  const { nonlinearity = 0 } = deviceVariation;
  checkNumber('neurosimExponential: deviceVariation.nonlinearity', nonlinearity, { min: 0 });
}
