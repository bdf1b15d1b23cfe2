import type { Field, Fields } from './model-definition.js';

export function numberField(min: number, max: number): Field {
  return { kind: 'number', min, max };
}

/** With words for the configuration reference. */
export function described(field: Field, about: string, unit?: string): Field {
  return unit === undefined ? { ...field, about } : { ...field, about, unit };
}

export function optional(field: Field): Field {
  return { ...field, optional: true };
}

export function choiceField(...values: (string | boolean)[]): Field {
  return { kind: 'choice', values, optional: true };
}

export function group(fields: Fields): Field {
  return { kind: 'group', fields, optional: true };
}

/** At least two numbers. */
export function numbers(min: number, max: number): Field {
  return { kind: 'numbers', least: 2, min, max };
}

/** A relative standard deviation from device to device. */
export const spreadField = optional(numberField(0, 10));

export const range: Fields = { gMinS: numberField(0, 1), gMaxS: numberField(0, 1) };

/** A standard deviation from pulse to pulse. */
export const cycleNoise = optional(numberField(0, 100));

/** A number of either sign that shapes a step. */
export const shape = numberField(-1e6, 1e6);

/** What `PulsedDeviceParameters` has. */
export const pulsed: Fields = {
  ...range,
  /** The most of any range; that of a device's own is smaller: `maxStates`. */
  states: numberField(1, 2 ** 22),
  upDownAsymmetry: optional(numberField(-0.999, 0.999)),
  deviceVariation: group({ step: spreadField, bounds: spreadField, upDown: spreadField }),
  cycleNoise,
};

export const weightVariation = group({
  step: spreadField,
  stepLogNormal: choiceField(true, false),
  upDown: spreadField,
  weightMin: spreadField,
  weightMax: spreadField,
});

/** What `WeightDeviceParameters` has. */
export const weighted: Fields = {
  ...range,
  weightMin: numberField(-1e6, 0),
  weightMax: numberField(0, 1e6),
  step: numberField(0, 1e6),
  upDown: optional(numberField(-0.999, 0.999)),
  deviceVariation: weightVariation,
  cycleNoise,
};

/** How noise enters a step. */
export const stepNoise = choiceField('multiplicative', 'additive');

export const exampleRange = { gMinS: 1e-6, gMaxS: 2e-5 };
export const exampleWeights = { ...exampleRange, weightMin: -1, weightMax: 1, step: 0.02 };
