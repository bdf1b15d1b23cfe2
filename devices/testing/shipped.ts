import type { DeviceModel } from '../base/device-model.js';
import { odePulses } from '../models/ode/ode-pulses.js';
import { publishedOdeDevices } from '../models/ode/published.js';
import { constantStep } from '../models/pulse/constant-step.js';
import { expStep } from '../models/pulse/exp-step.js';
import { linearStep } from '../models/pulse/linear-step.js';
import { neurosimExponential } from '../models/pulse/neurosim-exponential.js';
import { oneSided } from '../models/pulse/one-sided.js';
import { oneSidedPair } from '../models/pulse/one-sided-pair.js';
import { piecewiseStep } from '../models/pulse/piecewise-step.js';
import { powStep } from '../models/pulse/pow-step.js';
import { softBounds } from '../models/pulse/soft-bounds.js';
import { softBoundsPmax } from '../models/pulse/soft-bounds-pmax.js';
import { softBoundsReference } from '../models/pulse/soft-bounds-reference.js';
import { createPreset } from '../presets/create-preset.js';
import { presets } from '../presets/presets.js';
import { brokenModels } from './broken-models.js';
import { brokenOdeDevices } from './broken-ode-devices.js';
import { type CheckReport, checkDeviceModel, checkOdeDevice } from './check-device-model.js';
import type { LawOptions } from './laws/law.js';
import type { DeviceLawOptions } from './subject.js';

/** A device that ships with the package, with what the laws need to know of it. */
export interface Shipped {
  readonly name: string;
  /** The model that a published set is of. */
  readonly model?: string;
  readonly check: (options: LawOptions) => CheckReport;
}

/** Every model with parameters of an example. */
export const shippedModels: readonly Shipped[] = Object.freeze([...pulseModels(), ...odeDevices()]);

/** Every preset. */
export const shippedPresets: readonly Shipped[] = Object.freeze(
  presets.map(({ name, model }) => ({
    name,
    check: (options: LawOptions) =>
      checkDeviceModel(createPreset(name), {
        noiseless: createPreset(name, { noiseless: true }),
        ...knownOf(model),
        ...options,
      }),
  })),
);

/** What is made to fail: `broken-` and the law that it breaks, with a number from the second on. */
export const shippedBroken: readonly Shipped[] = Object.freeze([
  ...numbered(brokenModels).map(({ name, of: { subject, noiseless } }) => ({
    name,
    check: (options: LawOptions) =>
      checkDeviceModel(subject, { ...(noiseless && { noiseless }), ...options }),
  })),
  ...numbered(brokenOdeDevices).map(({ name, of: { subject } }) => ({
    name,
    check: (options: LawOptions) => checkOdeDevice(subject, options),
  })),
]);

function numbered<Broken extends { readonly breaks: string }>(all: readonly Broken[]) {
  return all.map((of, i) => {
    const before = all.slice(0, i).filter(({ breaks }) => breaks === of.breaks).length;
    return { name: `broken-${of.breaks}${before > 0 ? `-${before + 1}` : ''}`, of };
  });
}

/** What a model's parameters do not say. */
function knownOf(model: string): Partial<DeviceLawOptions> {
  return model === 'neurosim-exponential' ? { noiseUnit: 'range' } : {};
}

interface Scatter {
  readonly cycleNoise?: number;
  readonly deviceVariation?: { readonly step: number };
}

function pulseModels(): Shipped[] {
  const range = { gMinS: 1e-6, gMaxS: 2e-5 };
  const weights = { ...range, weightMin: -1, weightMax: 1, step: 0.02 };
  const exponential = { amplitudeUp: 0.1, amplitudeDown: 0.1, gammaUp: 2, gammaDown: 2, a: 0.5, b: 0 };
  const nonlinear = { pulsesUp: 64, pulsesDown: 64, nonlinearityUp: 1.5, nonlinearityDown: -1.5 };
  const makers: Record<string, (scatter: Scatter) => DeviceModel> = {
    'constant-step': (scatter) => constantStep({ ...range, states: 100, ...scatter }),
    'soft-bounds': (scatter) => softBounds({ ...range, states: 100, ...scatter }),
    'linear-step': (scatter) => linearStep({ ...weights, slopeUp: 0.3, slopeDown: 0.5, ...scatter }),
    'soft-bounds-pmax': (scatter) =>
      softBoundsPmax({ ...range, pulses: 100, rate: 0.01, rangeMin: -1, rangeMax: 1, ...scatter }),
    'soft-bounds-reference': (scatter) =>
      softBoundsReference({ ...weights, subtractSymmetryPoint: true, ...scatter }),
    'exp-step': (scatter) => expStep({ ...weights, ...exponential, ...scatter }),
    'pow-step': (scatter) => powStep({ ...weights, gamma: 0.8, ...scatter }),
    'piecewise-step': (scatter) =>
      piecewiseStep({ ...weights, nodesUp: [1, 0.8, 0.3], nodesDown: [0.2, 0.9, 1], ...scatter }),
    'one-sided-pair': (scatter) => {
      const side = softBounds({ ...range, states: 100, ...scatter });
      return oneSidedPair(oneSided(side, side.stepS));
    },
    'neurosim-exponential': ({ cycleNoise = 0 }) =>
      neurosimExponential({ ...range, ...nonlinear, cycleNoise: cycleNoise / 10 }),
  };
  return Object.entries(makers).map(([name, make]) => ({
    name,
    check: (options) =>
      checkDeviceModel(make({ cycleNoise: 0.3, deviceVariation: { step: 0.2 } }), {
        noiseless: make({ deviceVariation: { step: 0.2 } }),
        ...knownOf(name),
        ...options,
      }),
  }));
}

/** Both sets of laws: of the differential equation, and of the device model under pulses. */
function odeDevices(): Shipped[] {
  return publishedOdeDevices.map(({ name, device, pulses }) => ({
    name,
    model: device.name,
    check(options) {
      const { up, down } = pulses;
      const maxVoltageV = Math.max(Math.abs(up.voltageV), Math.abs(down.voltageV));
      const maxDurationSec = 200 * Math.max(up.durationSec, down.durationSec);
      const ode = checkOdeDevice(device, { maxVoltageV, maxDurationSec, ...options });
      const pulsed = checkDeviceModel(odePulses(device, pulses), options);
      return {
        ...pulsed,
        model: name,
        passed: ode.passed && pulsed.passed,
        laws: [...ode.laws, ...pulsed.laws],
      };
    },
  }));
}
