import { InputError } from '../base/errors.js';
import { exponentialPresets } from './exponential.js';
import { linearPresets } from './linear.js';
import { phaseChangePresets } from './phase-change.js';
import type { DevicePreset } from './preset.js';
import { reramPresets } from './reram.js';
import { specificationPresets } from './specification.js';

/** Every published device. */
export const presets: readonly DevicePreset[] = Object.freeze([
  ...reramPresets,
  ...linearPresets,
  ...specificationPresets,
  ...phaseChangePresets,
  ...exponentialPresets,
]);

/** Throws InputError with all names for a name that is none of them. */
export function presetNamed(name: string): DevicePreset {
  const found = presets.find((preset) => preset.name === name);
  if (found) return found;
  const names = presets.map((preset) => preset.name).join(', ');
  throw new InputError(`Unknown device preset ${JSON.stringify(name)}, expected one of ${names}`);
}
