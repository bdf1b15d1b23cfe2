export type { FixedParameter } from '../models/responses/response-curve.js';
export type { FittedSweep } from './fitted-sweeps.js';
export type { LeftOut } from './measured/outlying-devices.js';
export {
  fewestPoints,
  type MeasuredDevice,
  type PulseCurves,
  type PulseSweep,
  parsePulseCurves,
} from './measured/pulse-curves.js';
export type { PulseFit } from './pulse-fit.js';
export { fittableModels } from './responses/response-curves.js';
export { type FitOptions, fitPulseCurves, type SelectedFit } from './select-model.js';
export type { FittedQuantity, RankedModel } from './types.js';
