export * from './base/device-model.js';
export * from './base/errors.js';
export * from './base/random.js';
export * from './base/rounding.js';
export {
  miloCurrent,
  type PolynomialCurrentOptions,
  withPolynomialCurrent,
} from './effects/current/polynomial-current.js';
export {
  type PooleFrenkelCurrentOptions,
  withPooleFrenkelCurrent,
} from './effects/current/poole-frenkel-current.js';
export { type PowerLawCurrentOptions, withPowerLawCurrent } from './effects/current/power-law-current.js';
export { sinhCurrent, withSinhCurrent } from './effects/current/sinh-current.js';
export { type EnduranceOptions, withEndurance } from './effects/faults/endurance.js';
export { withOpenCells } from './effects/faults/open-cells.js';
export { withStuckCells } from './effects/faults/stuck-cells.js';
export { withCycleNoise } from './effects/noise/cycle-noise.js';
export { type GrowingReadNoiseOptions, withGrowingReadNoise } from './effects/noise/growing-read-noise.js';
export {
  type PolynomialErrorOptions,
  type ProgrammingError,
  polynomialError,
  withProgrammingError,
} from './effects/noise/programming-error.js';
export { withReadNoise } from './effects/noise/read-noise.js';
export { type TelegraphNoiseOptions, withTelegraphNoise } from './effects/noise/telegraph-noise.js';
export { withWriteNoise } from './effects/noise/write-noise.js';
export { type DriftOptions, withDrift } from './effects/time/drift.js';
export { driftGain, driftGainsInto } from './effects/time/drift-compensation.js';
export { type RelaxationOptions, withRelaxation } from './effects/time/relaxation.js';
export { type RetentionOptions, withRetention } from './effects/time/retention.js';
export { type DeviceVariationOptions, withDeviceVariation } from './effects/variation/device-variation.js';
export { withLevels } from './effects/variation/levels.js';
export {
  type ResistanceVariationOptions,
  withResistanceVariation,
} from './effects/variation/resistance-variation.js';
export * from './fit/index.js';
export {
  createDefinedModel,
  createDeviceModel,
  deviceModels,
  findDeviceModel,
  models,
  odeModels,
  pulseModels,
} from './models/catalogue.js';
export {
  type DeviceModelBlock,
  type DeviceModelDefinition,
  defineDeviceModel,
  type Field,
  type Fields,
  type ModelEntry,
  type ModelParameters,
} from './models/model-definition.js';
export { shapeOfNonlinearity } from './models/nonlinearity.js';
export { type LinearIonDriftParameters, linearIonDrift } from './models/ode/linear-ion-drift.js';
export {
  createOdeDevice,
  type OdeDevice,
  type OdeEquations,
  type OdeTrace,
  type SimulateOptions,
} from './models/ode/ode-device.js';
export { type OdePulsesOptions, odePulses, type VoltagePulse } from './models/ode/ode-pulses.js';
export { type PublishedOdeDevice, publishedOdeDevices } from './models/ode/published.js';
export { type StanfordPkuParameters, stanfordPku } from './models/ode/stanford-pku.js';
export { type VteamParameters, vteam } from './models/ode/vteam.js';
export {
  biolekWindow,
  type DriftWindow,
  joglekarWindow,
  prodromakisWindow,
  rectangularWindow,
} from './models/ode/windows.js';
export { type YakopcicParameters, yakopcic } from './models/ode/yakopcic.js';
export { constantStep } from './models/pulse/constant-step.js';
export { type ExpStepParameters, expStep } from './models/pulse/exp-step.js';
export { type LinearStepParameters, linearStep } from './models/pulse/linear-step.js';
export {
  exponentialShapes,
  type NeurosimExponentialParameters,
  neurosimExponential,
} from './models/pulse/neurosim-exponential.js';
export { oneSided } from './models/pulse/one-sided.js';
export { type OneSidedPairOptions, oneSidedPair } from './models/pulse/one-sided-pair.js';
export { type PiecewiseStepParameters, piecewiseStep } from './models/pulse/piecewise-step.js';
export { type PowStepParameters, powStep } from './models/pulse/pow-step.js';
export { softBounds } from './models/pulse/soft-bounds.js';
export { type SoftBoundsPmaxParameters, softBoundsPmax } from './models/pulse/soft-bounds-pmax.js';
export {
  type SoftBoundsReferenceParameters,
  softBoundsReference,
} from './models/pulse/soft-bounds-reference.js';
export {
  maxStates,
  type PulsedArrays,
  type PulsedDeviceParameters,
} from './models/pulsed-device.js';
export type { WeightDeviceParameters, WeightDeviceVariation } from './models/weight-device.js';
export { withoutScatter } from './models/without-scatter.js';
export {
  type Constant,
  type ConstantTree,
  constantsOf,
  type Source,
  type Unit,
  valuesOf,
} from './presets/constant.js';
export { type CreatePresetOptions, createPreset } from './presets/create-preset.js';
export {
  inferenceNoise,
  inferenceNoiseNamed,
  programmingErrorOf,
  withInferenceNoise,
} from './presets/inference-noise.js';
export type { DevicePreset } from './presets/preset.js';
export { presetNamed, presets } from './presets/presets.js';
export { sonosDays, sonosError } from './presets/sonos-noise.js';
export {
  type DeviceTrace,
  presetPulses,
  presetScale,
  type TraceOptions,
  tracePreset,
} from './presets/trace.js';
export type { FittedCurve, InferenceNoise } from './presets/types.js';
