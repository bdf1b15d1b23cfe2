import type { DeviceModel, DeviceState, ErrorOptions } from '../../base/device-model.js';
import { checkNumber, InputError } from '../../base/errors.js';
import { blockSize, normalInto } from '../../base/random.js';
import { subDraws } from '../../base/sub-draws.js';
import { seenThrough, withoutResponse } from '../seen-conductance.js';

/** How far a device ends from where it was programmed to, as measured on a technology. */
export interface ProgrammingError {
  readonly name: string;
  /** Conductances that the fit covers. */
  readonly minS: number;
  readonly maxS: number;
  /** Standard deviation at a conductance. Throws InputError outside [minS, maxS]. */
  readonly sigmaS: (conductanceS: number) => number;
}

/** sigma(G) = sum of coefficientsS[k] (G / unitS)^k, at least 0, on [minS, maxS]. */
export function polynomialError(
  name: string,
  { coefficientsS, unitS, minS, maxS }: PolynomialErrorOptions,
): ProgrammingError {
  return Object.freeze<ProgrammingError>({
    name,
    minS,
    maxS,
    sigmaS(conductanceS) {
      checkFitted(name, conductanceS, { minS, maxS });
      const x = conductanceS / unitS;
      return Math.max(
        coefficientsS.reduceRight((sum, c) => sum * x + c, 0),
        0,
      );
    },
  });
}

export interface PolynomialErrorOptions {
  readonly coefficientsS: readonly number[];
  readonly unitS: number;
  readonly minS: number;
  readonly maxS: number;
}

/**
 * Throws InputError that says what the fit covers. The last digit of single precision is let pass.
 */
export function checkFitted(
  name: string,
  conductanceS: number,
  { minS, maxS }: { minS: number; maxS: number },
): void {
  const slack = 2 ** -22;
  if (conductanceS >= minS * (1 - slack) && conductanceS <= maxS * (1 + slack)) return;
  throw new InputError(`${name} was fitted on [${minS}, ${maxS}] S (got ${conductanceS} S)`);
}

/**
 * Programming error: what is seen of a device is off by sigma(G) xi, at least 0. The published
 * figure is what is left after programming, whatever steered it: `leaveError` draws it once, at the
 * end, about the conductance beneath. A pulse outside of programming draws it anew. The model's
 * nominal range must lie in the fit's; a device beyond it has the error of the nearest conductance
 * that was fitted. Cells without a range keep what they have. Throws InputError.
 */
export function withProgrammingError(model: DeviceModel, error: ProgrammingError): DeviceModel {
  for (const g of [model.gMinS, model.gMaxS]) {
    checkNumber(`${error.name}: range of ${model.name}`, g, { min: 0 });
    checkFitted(error.name, g, error);
  }
  return Object.freeze<DeviceModel>({
    ...withoutResponse(model),
    parameters: Object.freeze({ ...model.parameters, programmingError: error.name }),
    create(count, random, allocate = (length) => new Float32Array(length)) {
      const { arrays } = model.create(count, random, allocate);
      if (arrays.programmingXi) {
        throw new InputError(`withProgrammingError: ${model.name} has a programming error already`);
      }
      return { count, arrays: { ...arrays, programmingXi: allocate(count) } };
    },
    pulse(state, counts, options) {
      const { count, firstIndex, draw } = options;
      model.pulse(state, counts, options);
      const ofWrite = { ...draw, sub: (draw.sub ?? 0) + subDraws.programmingError };
      setErrors(state, { count, firstIndex, draw: ofWrite }, (j) => counts[j] !== 0);
    },
    leaveError(state, { count, firstIndex, draw }) {
      const ofAll = draw && { ...draw, sub: (draw.sub ?? 0) + subDraws.programmed };
      setErrors(state, { count, firstIndex, draw: ofAll }, () => true);
    },
    ...seenThrough(model, (out, { arrays }, firstIndex) => {
      for (let j = 0; j < out.length; j++) {
        const fitted = Math.min(Math.max(out[j], error.minS), error.maxS);
        out[j] = Math.max(out[j] + error.sigmaS(fitted) * arrays.programmingXi[firstIndex + j], 0);
      }
    }),
  });
}

/** xi of the devices that are written and have a range: drawn, 0 without a draw. */
function setErrors(
  { arrays: { programmingXi, gMinS, gMaxS } }: DeviceState,
  { count, firstIndex, draw }: ErrorOptions,
  isWritten: (j: number) => boolean,
): void {
  const noise = new Float32Array(count);
  if (draw) normalInto(noise, draw, firstIndex / blockSize);
  for (let j = 0; j < count; j++) {
    const i = firstIndex + j;
    if (isWritten(j) && !(gMinS?.[i] >= gMaxS?.[i])) programmingXi[i] = noise[j];
  }
}
