import type { DeviceModel } from '../base/device-model.js';
import type { ResponseCurve } from './responses/response-curve.js';

/** A parameter as a file may give it; the model's factory checks how parameters go together. */
export type Field = {
  readonly optional?: boolean;
  /** One sentence for the configuration reference. */
  readonly about?: string;
  readonly unit?: string;
} & (
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'numbers'; readonly least: number; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly values: readonly (string | boolean)[] }
  | { readonly kind: 'group'; readonly fields: Fields }
  /** Another model with its parameters. */
  | { readonly kind: 'model' }
);

export type Fields = Readonly<Record<string, Field>>;

export type ModelParameters = Readonly<Record<string, unknown>>;

/** A model and its parameters, as configurations and fits write them. */
export interface DeviceModelBlock {
  readonly model: string;
  /** The name of a published set of parameters; others given beside it go before. */
  readonly published?: string;
  readonly [parameter: string]: unknown;
}

/** What there is to know of a model before reading it. */
export interface ModelEntry {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
}

/** How a model is fitted to measured pulse curves. */
export interface FitDefinition {
  /** Candidates are tried in rising order, the simplest first; the first of equals is kept. */
  readonly order: number;
  /** `largestPulse` = the longest sweep, in pulses. */
  readonly curve: (largestPulse: number) => ResponseCurve;
}

/** A device model that a configuration can name: one file, one line in `deviceModels`. */
export interface DeviceModelDefinition extends ModelEntry {
  /**
   * Identical pulses with a response of their own, or a differential equation under pulses of a
   * voltage and a length.
   */
  readonly kind: 'pulses' | 'equations';
  readonly fields: Fields;
  /** `createModel` makes a device that stands in a field of kind `model`. Throws InputError. */
  readonly create: (parameters: never, createModel: (block: DeviceModelBlock) => DeviceModel) => DeviceModel;
  /** Parameters that work. */
  readonly example: ModelParameters;
  /** Parameters laid over the example for a device that scatters; `defaultScatter` by default. */
  readonly scatter?: ModelParameters;
  /** What cycle noise is relative to; see `DeviceLawOptions`. */
  readonly noiseUnit?: 'range';
  /** Absent = `devices fit` has no use for it: only pulse curves are measured. */
  readonly fit?: FitDefinition;
  /** Published sets of parameters by name, each whole. */
  readonly published?: Readonly<Record<string, ModelParameters>>;
}

/** From device to device and from pulse to pulse, by the names that most models give them. */
export const defaultScatter = Object.freeze({ cycleNoise: 0.3, deviceVariation: { step: 0.2 } });

/** The definition, frozen. */
export function defineDeviceModel<const D extends DeviceModelDefinition>(definition: D): D {
  return Object.freeze(definition);
}
