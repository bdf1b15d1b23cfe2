import { type DeviceModel, linearCurrent } from '../base/device-model.js';
import { checkInteger, checkNumber, InputError } from '../base/errors.js';
import { blockSize, normalInto } from '../base/random.js';
import { varied } from '../base/varied.js';
import { shapeOfNonlinearity } from './nonlinearity.js';
import { copyConductance } from './soft-bounds.js';

export interface NeurosimExponentialParameters {
  /** 0 <= gMinS < gMaxS. */
  readonly gMinS: number;
  readonly gMaxS: number;
  /** Pulses from bound to bound, each way. */
  readonly pulsesUp: number;
  readonly pulsesDown: number;
  /** The published nonlinearities with their signs, in (-10, 10): see `shapeOfNonlinearity`. */
  readonly nonlinearityUp: number;
  readonly nonlinearityDown: number;
  /** Standard deviation of both nonlinearities from device to device, absolute. */
  readonly deviceVariation?: { readonly nonlinearity?: number };
  /** Standard deviation of the change by one pulse, as a share of gMaxS - gMinS. */
  readonly cycleNoise?: number;
}

/**
 * Exponential pulse curves (Chen, Peng and Yu 2017, doi 10.1109/IEDM.2017.8268337). With P pulses of pulsesUp,
 *
 *   G(P) = gMin + B (1 - exp(-P / A)),   B = (gMax - gMin) / (1 - exp(-pulsesUp / A)),
 *
 * for up pulses; down pulses walk the curve of pulsesDown and its own A backward, where A < 0 is the usual fast start
 * at gMax. n pulses: P = -A ln(1 - (G - gMin) / B), then G(P + n) + cycleNoise (gMax - gMin) sqrt|n| xi, clipped.
 * A = shapeOfNonlinearity(nonlinearity) x pulses. Throws InputError.
 */
export function neurosimExponential(parameters: NeurosimExponentialParameters): DeviceModel {
  check(parameters);
  const { gMinS, gMaxS, pulsesUp, pulsesDown, nonlinearityUp, nonlinearityDown, cycleNoise = 0 } = parameters;
  const deviation = parameters.deviceVariation?.nonlinearity ?? 0;
  const mean = exponentialShapes(parameters);
  const middleS = (gMinS + gMaxS) / 2;
  const range = { lowS: gMinS, highS: gMaxS };
  const upS = moved(middleS, 1, { ...range, pulses: pulsesUp, shape: mean.up }) - middleS;
  const downS = middleS - moved(middleS, -1, { ...range, pulses: pulsesDown, shape: mean.down });
  return Object.freeze<DeviceModel>({
    name: 'neurosim-exponential',
    parameters: Object.freeze({ ...parameters }),
    gMinS,
    gMaxS,
    stepS: (upS + downS) / 2,
    readNoise: 0,
    currentVoltage: linearCurrent,
    create(count, random, allocate) {
      const vary = (name: string, average: number, sigma = 0) =>
        varied(count, { random: random.stream(name), allocate, mean: average, deviation: sigma });
      const shapeUp = vary('nonlinearity up', nonlinearityUp, deviation);
      const shapeDown = vary('nonlinearity down', nonlinearityDown, deviation);
      for (const [shapes, average] of [
        [shapeUp, mean.up],
        [shapeDown, mean.down],
      ] as const) {
        const clipped = (x: number) => Math.min(Math.max(x, -9), 9);
        for (let i = 0; i < count; i++) {
          shapes[i] = deviation === 0 ? average : shapeOfNonlinearity(clipped(shapes[i]));
        }
      }
      const conductanceS = vary('conductance', middleS);
      const arrays = {
        conductanceS,
        gMinS: vary('gMin', gMinS),
        gMaxS: vary('gMax', gMaxS),
        shapeUp,
        shapeDown,
      };
      return { count, arrays };
    },
    pulse(state, counts, { count, firstIndex, draw }) {
      const { conductanceS, gMinS: lowS, gMaxS: highS, shapeUp, shapeDown } = state.arrays;
      const noise = new Float32Array(blockSize);
      let drawn = -1;
      for (let j = 0; j < count; j++) {
        const n = counts[j];
        if (n === 0) continue;
        const i = firstIndex + j;
        if (lowS[i] >= highS[i]) continue;
        // Most devices get no pulse: only blocks in which one does are drawn.
        const block = Math.floor(i / blockSize);
        if (block !== drawn && cycleNoise !== 0) normalInto(noise, draw, block);
        drawn = block;
        const curve = { lowS: lowS[i], highS: highS[i] };
        const g =
          n > 0
            ? moved(conductanceS[i], n, { ...curve, pulses: pulsesUp, shape: shapeUp[i] })
            : moved(conductanceS[i], n, { ...curve, pulses: pulsesDown, shape: shapeDown[i] });
        const noisy = g + cycleNoise * (gMaxS - gMinS) * Math.sqrt(Math.abs(n)) * noise[j % blockSize];
        conductanceS[i] = Math.min(Math.max(noisy, lowS[i]), highS[i]);
      }
    },
    conductanceInto: copyConductance,
    conductanceGrid: { lowestS: gMinS, spacingS: 0 },
  });
}

/** A / pulses of both directions, signed. */
export function exponentialShapes({ nonlinearityUp, nonlinearityDown }: NeurosimExponentialParameters) {
  return { up: shapeOfNonlinearity(nonlinearityUp), down: shapeOfNonlinearity(nonlinearityDown) };
}

interface Curve {
  readonly lowS: number;
  readonly highS: number;
  readonly pulses: number;
  readonly shape: number;
}

/** The conductance n pulses (< 0 = down) further along a curve, in the bounds. */
function moved(conductanceS: number, n: number, { lowS, highS, pulses, shape }: Curve): number {
  const whole = 1 / shape;
  const share = (conductanceS - lowS) / (highS - lowS);
  const place = whole === 0 ? share : -shape * Math.log1p(share * Math.expm1(-whole));
  const next = Math.min(Math.max(place + n / pulses, 0), 1);
  return lowS + (highS - lowS) * (whole === 0 ? next : Math.expm1(-next * whole) / Math.expm1(-whole));
}

function check(given: NeurosimExponentialParameters): void {
  const { gMinS, gMaxS, pulsesUp, pulsesDown, cycleNoise = 0, deviceVariation = {} } = given;
  checkNumber('neurosimExponential: gMinS', gMinS, { min: 0 });
  checkNumber('neurosimExponential: gMaxS', gMaxS, { min: 0 });
  if (gMinS >= gMaxS) {
    const got = `got gMinS=${gMinS}, gMaxS=${gMaxS}`;
    throw new InputError(`Cannot create neurosimExponential: gMinS must be below gMaxS (${got})`);
  }
  checkInteger('neurosimExponential: pulsesUp', pulsesUp, { min: 1 });
  checkInteger('neurosimExponential: pulsesDown', pulsesDown, { min: 1 });
  checkNumber('neurosimExponential: cycleNoise', cycleNoise, { min: 0 });
  const { nonlinearity = 0 } = deviceVariation;
  checkNumber('neurosimExponential: deviceVariation.nonlinearity', nonlinearity, { min: 0 });
}
