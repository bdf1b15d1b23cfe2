import { InputError } from '../../base/errors.js';
import { expCurve, piecewiseCurve, powCurve } from './bent-laws.js';
import { exponentialCurve } from './exponential-curve.js';
import {
  constantCurve,
  linearCurve,
  softBoundsCurve,
  softBoundsPmaxCurve,
  softBoundsReferenceCurve,
} from './linear-laws.js';
import type { ResponseCurve } from './response-curve.js';

/**
 * The models that can be fitted, the simplest first. one-sided-pair is left out: a pair of devices,
 * of which only the difference is measured; so are the models of differential equations, whose
 * pulses have a voltage and a length.
 */
const curves: Readonly<Record<string, (largestPulse: number) => ResponseCurve>> = {
  'constant-step': () => constantCurve,
  'soft-bounds-pmax': softBoundsPmaxCurve,
  'soft-bounds': () => softBoundsCurve,
  'soft-bounds-reference': () => softBoundsReferenceCurve,
  'linear-step': () => linearCurve,
  'neurosim-exponential': () => exponentialCurve,
  'pow-step': () => powCurve,
  'exp-step': () => expCurve,
  'piecewise-step': () => piecewiseCurve(),
};

export const fittableModels: readonly string[] = Object.freeze(Object.keys(curves));

/** `largestPulse` = the longest sweep, in pulses. Throws InputError with the names there are. */
export function responseCurveNamed(name: string, largestPulse: number): ResponseCurve {
  const curve = Object.hasOwn(curves, name) ? curves[name] : undefined;
  if (curve) return curve(largestPulse);
  const known = fittableModels.join(', ');
  throw new InputError(`Cannot fit model ${JSON.stringify(name)}, expected one of ${known}`);
}
