import type { Constant, ConstantTree } from './constant.js';

/** A published device as data: which model, and its parameters with their sources. */
export interface DevicePreset {
  readonly name: string;
  readonly model: PresetModelName;
  readonly summary: string;
  /** The paper that measured the device. */
  readonly source: string;
  /** Parameters of the model, under its own names, and those of `PresetExtras`. */
  readonly parameters: ConstantTree;
  /** Published about the device and not used by its model. */
  readonly notes?: Readonly<Record<string, Constant>>;
}

export type PresetModelName =
  | 'constant-step'
  | 'linear-step'
  | 'soft-bounds-reference'
  | 'exp-step'
  | 'neurosim-exponential';

/** What a preset may say around its model. */
export interface PresetExtras {
  /** Standard deviation of the write noise, in steps at weight 0. */
  readonly writeNoise?: number;
  /** Pulses only raise the conductance. */
  readonly oneSided?: boolean;
}
