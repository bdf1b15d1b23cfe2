export { deviceState, pulsedParameters, pulseTrain, type StateCase } from './arbitraries.js';
export { type Broken, brokenModels } from './broken-models.js';
export { brokenOdeDevices } from './broken-ode-devices.js';
export { checkDefinition, scatteredExample } from './check-definition.js';
export * from './check-device-model.js';
export { isPassive } from './laws/current-laws.js';
export { sameBitsInParts, sameSeedSameBits, streamsAreIndependent } from './laws/determinism-laws.js';
export {
  defineLaw,
  failureText,
  type Law,
  type LawDefinition,
  type LawOptions,
  type LawReport,
} from './laws/law.js';
export { cellsDiffer, noiseHasDeclaredVariance, noiseHasNoMean } from './laws/noise-laws.js';
export {
  deviceIsPassive,
  loopIsPinched,
  type OdeLawOptions,
  simulationSplits,
  stateStaysInBounds,
  toleranceIsHonoured,
} from './laws/ode-laws.js';
export {
  balancesAtSymmetryPoint,
  quantisesOnce,
  respondsMonotonically,
  setsThenReads,
  staysInBounds,
} from './laws/response-laws.js';
export { driftSplits, driftsOneWay } from './laws/time-laws.js';
export { copyState, pulseAll, read, replicate, stateOf } from './replicas.js';
export { type Shipped, shippedBroken, shippedModels, shippedPresets } from './shipped.js';
export { correlation, moments, type SampleMoments } from './statistics.js';
export type { DeviceLawOptions } from './subject.js';
