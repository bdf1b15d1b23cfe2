import { deviceModels, findDeviceModel } from '../models/catalogue.js';
import { odePulses } from '../models/ode/ode-pulses.js';
import { publishedOdeDevices } from '../models/ode/published.js';
import { createPreset } from '../presets/create-preset.js';
import { presets } from '../presets/presets.js';
import { brokenModels } from './broken-models.js';
import { brokenOdeDevices } from './broken-ode-devices.js';
import { checkDefinition, knownOf, scatteredExample } from './check-definition.js';
import { type CheckReport, checkDeviceModel, checkOdeDevice } from './check-device-model.js';
import type { LawOptions } from './laws/law.js';

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
        ...knownOf(findDeviceModel(model)),
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

function pulseModels(): Shipped[] {
  return deviceModels
    .filter(({ kind }) => kind === 'pulses')
    .map((definition) => ({
      name: definition.name,
      check: (options) => checkDefinition(definition, scatteredExample(definition), options),
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
