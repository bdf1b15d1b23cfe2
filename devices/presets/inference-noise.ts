import type { DeviceModel } from '../base/device-model.js';
import { InputError } from '../base/errors.js';
import { withGrowingReadNoise } from '../effects/noise/growing-read-noise.js';
import {
  type ProgrammingError,
  polynomialError,
  withProgrammingError,
} from '../effects/noise/programming-error.js';
import { withDrift } from '../effects/time/drift.js';
import { withRelaxation } from '../effects/time/relaxation.js';
import { pcmNoise } from './pcm-noise.js';
import { rramNoise } from './rram-noise.js';
import type { FittedCurve, InferenceNoise, LogarithmicSpread } from './types.js';

/** All of them. */
export const inferenceNoise: readonly InferenceNoise[] = Object.freeze([...pcmNoise, ...rramNoise]);

/** Throws InputError with all names for a name that is none of them. */
export function inferenceNoiseNamed(name: string): InferenceNoise {
  const found = inferenceNoise.find((set) => set.name === name);
  if (found) return found;
  const names = inferenceNoise.map((set) => set.name).join(', ');
  throw new InputError(`Unknown inference noise ${JSON.stringify(name)}, expected one of ${names}`);
}

/** The programming error of a set, on its fitted range. */
export function programmingErrorOf({ name, minS, maxS, programming }: InferenceNoise): ProgrammingError {
  return polynomialError(name, {
    coefficientsS: programming.coefficients.map(({ value }) => value),
    unitS: programming.unitS.value,
    minS: minS.value,
    maxS: maxS.value,
  });
}

/**
 * A model with programming error, drift or relaxation, and 1/f read noise of a published set, as
 * far as the set has them. Its nominal range must lie in the set's. Throws InputError.
 */
export function withInferenceNoise(model: DeviceModel, name: string): DeviceModel {
  const set = inferenceNoiseNamed(name);
  const programmed = withProgrammingError(model, programmingErrorOf(set));
  // The curves are functions of G over the technology's range, not over the model's, and end where
  // they were fitted.
  const rescaled = (curve: FittedCurve) => {
    const value = curveOf(curve);
    return (share: number) => value(Math.min((share * model.gMaxS) / set.maxS.value, 1));
  };
  const { drift, relaxation, read } = set;
  const drifting = drift
    ? withDrift(programmed, {
        referenceSec: drift.referenceSec.value,
        exponent: rescaled(drift.exponent),
        exponentDeviation: rescaled(drift.exponentDeviation),
        programmedTo: model,
      })
    : programmed;
  const ageing = relaxation ? withRelaxation(drifting, valuesOf(relaxation)) : drifting;
  if (!read) return ageing;
  const { strength } = read;
  return withGrowingReadNoise(ageing, {
    readSec: read.readSec.value,
    referenceSec: drift?.referenceSec.value ?? 0,
    ...('unitS' in strength
      ? { strength: logarithmic(strength, model.gMaxS), follows: 'read' }
      : { strength: rescaled(strength) }),
  });
}

function valuesOf({
  referenceSec,
  shiftS,
  spreadS,
  spreadGrowthS,
}: NonNullable<InferenceNoise['relaxation']>) {
  return {
    referenceSec: referenceSec.value,
    shiftS: shiftS.value,
    spreadS: spreadS.value,
    spreadGrowthS: spreadGrowthS.value,
  };
}

/** Relative to G, as a function of G / gMaxS. */
function logarithmic({ spreadS, unitS }: LogarithmicSpread, gMaxS: number): (share: number) => number {
  return (share) => {
    const conductanceS = share * gMaxS;
    return (
      (spreadS.value * Math.log10(Math.max(conductanceS / unitS.value, 1))) /
      Math.max(conductanceS, unitS.value)
    );
  };
}

/** The curve as a function of x > 0. */
export function curveOf({ low, from, coefficients = [] }: FittedCurve): (x: number) => number {
  const { slope, offset, scale, power, min, max } = low;
  const polynomial = coefficients.map(({ value }) => value);
  return (given) => {
    const x = Math.max(given, 1e-7);
    if (from && x >= from.value) return polynomial.reduceRight((sum, c) => sum * x + c, 0);
    const raw = slope ? slope.value * Math.log(x) + offset.value : scale.value * x ** power.value;
    return Math.min(Math.max(raw, min.value), max.value);
  };
}
