import { InputError } from '../../base/errors.js';
import { deviceModels, findDeviceModel } from '../../models/catalogue.js';
import type { ResponseCurve } from '../../models/responses/response-curve.js';

/**
 * The models that can be fitted, the simplest first: those of the list that say how. A pair of
 * devices does not, of which only the difference is measured, nor do the models of differential
 * equations, whose pulses have a voltage and a length.
 */
export const fittableModels: readonly string[] = Object.freeze(
  deviceModels
    .flatMap(({ name, fit }) => (fit ? [{ name, order: fit.order }] : []))
    .sort((a, b) => a.order - b.order)
    .map(({ name }) => name),
);

/** `largestPulse` = the longest sweep, in pulses. Throws InputError with the names there are. */
export function responseCurveNamed(name: string, largestPulse: number): ResponseCurve {
  const fit = findDeviceModel(name)?.fit;
  if (fit) return fit.curve(largestPulse);
  const known = fittableModels.join(', ');
  throw new InputError(`Cannot fit model ${JSON.stringify(name)}, expected one of ${known}`);
}
