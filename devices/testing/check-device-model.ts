import type { DeviceModel } from '../base/device-model.js';
import type { OdeDevice } from '../models/ode/ode-device.js';
import { isPassive } from './laws/current-laws.js';
import { sameBitsInParts, sameSeedSameBits, streamsAreIndependent } from './laws/determinism-laws.js';
import { failureText, type Law, type LawOptions, type LawReport } from './laws/law.js';
import { cellsDiffer, noiseHasDeclaredVariance, noiseHasNoMean } from './laws/noise-laws.js';
import {
  deviceIsPassive,
  loopIsPinched,
  type OdeLawOptions,
  simulationSplits,
  stateStaysInBounds,
  toleranceIsHonoured,
} from './laws/ode-laws.js';
import {
  balancesAtSymmetryPoint,
  quantisesOnce,
  respondsMonotonically,
  setsThenReads,
  staysInBounds,
} from './laws/response-laws.js';
import { driftSplits, driftsOneWay } from './laws/time-laws.js';
import type { DeviceLawOptions } from './subject.js';

/** What every device model obeys. */
export const deviceLaws: readonly Law<DeviceModel, DeviceLawOptions>[] = Object.freeze([
  staysInBounds,
  respondsMonotonically,
  setsThenReads,
  balancesAtSymmetryPoint,
  quantisesOnce,
  noiseHasNoMean,
  noiseHasDeclaredVariance,
  cellsDiffer,
  sameSeedSameBits,
  sameBitsInParts,
  streamsAreIndependent,
  driftsOneWay,
  driftSplits,
  isPassive,
]);

/** What every device given by a differential equation obeys. */
export const odeLaws: readonly Law<OdeDevice, OdeLawOptions>[] = Object.freeze([
  stateStaysInBounds,
  deviceIsPassive,
  loopIsPinched,
  toleranceIsHonoured,
  simulationSplits,
]);

export interface CheckReport {
  readonly model: string;
  readonly seed: number;
  /** No law failed. */
  readonly passed: boolean;
  readonly laws: readonly LawReport[];
}

/**
 * Tries every law on a model, failures shrunk. Throws nothing for a broken law: the report says
 * which and how.
 */
export function checkDeviceModel(model: DeviceModel, options: DeviceLawOptions = {}): CheckReport {
  return check(model, deviceLaws, options);
}

/** The same for a device given by a differential equation. */
export function checkOdeDevice(device: OdeDevice, options: OdeLawOptions = {}): CheckReport {
  return check(device, odeLaws, options);
}

/** `checkDeviceModel` for a test: throws an Error with one line for each broken law. */
export function assertDeviceModel(model: DeviceModel, options: DeviceLawOptions = {}): void {
  assertPassed(checkDeviceModel(model, options));
}

/** `checkOdeDevice` for a test: throws an Error with one line for each broken law. */
export function assertOdeDevice(device: OdeDevice, options: OdeLawOptions = {}): void {
  assertPassed(checkOdeDevice(device, options));
}

function check<Subject extends { readonly name: string }, Options extends LawOptions>(
  subject: Subject,
  laws: readonly Law<Subject, Options>[],
  options: Options,
): CheckReport {
  const reports = laws.map((law) => {
    options.begun?.(law.law);
    return law.report(subject, options);
  });
  const passed = reports.every(({ status }) => status !== 'failed');
  return { model: subject.name, seed: options.seed ?? 1, passed, laws: reports };
}

function assertPassed({ model, laws }: CheckReport): void {
  const broken = laws.filter(({ status }) => status === 'failed');
  if (broken.length > 0) throw new Error([`${model} breaks`, ...broken.map(failureText)].join('\n'));
}
