import type { DeviceModel } from '../base/device-model.js';
import { InputError } from '../base/errors.js';
import { constantStep } from './pulse/constant-step.js';
import { expStep } from './pulse/exp-step.js';
import { linearStep } from './pulse/linear-step.js';
import { neurosimExponential } from './pulse/neurosim-exponential.js';
import { oneSided } from './pulse/one-sided.js';
import { oneSidedPair } from './pulse/one-sided-pair.js';
import { piecewiseStep } from './pulse/piecewise-step.js';
import { powStep } from './pulse/pow-step.js';
import { softBounds } from './pulse/soft-bounds.js';
import { softBoundsPmax } from './pulse/soft-bounds-pmax.js';
import { softBoundsReference } from './pulse/soft-bounds-reference.js';

/** A parameter as a file may give it; the model's factory checks how parameters go together. */
export type Field = { readonly optional?: boolean } & (
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'numbers'; readonly least: number; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly values: readonly (string | boolean)[] }
  | { readonly kind: 'group'; readonly fields: Fields }
  /** Another model with its parameters. */
  | { readonly kind: 'model' }
);

export type Fields = Readonly<Record<string, Field>>;

/** A pulse-response model by name: what it takes, how it is made, and one that works. */
export interface PulseModelDefinition {
  readonly fields: Fields;
  readonly create: (parameters: never) => DeviceModel;
  readonly example: Readonly<Record<string, unknown>>;
}

const number = (min: number, max: number): Field => ({ kind: 'number', min, max });
const optional = (field: Field): Field => ({ ...field, optional: true });
const choice = (...values: (string | boolean)[]): Field => ({ kind: 'choice', values, optional: true });
const group = (fields: Fields): Field => ({ kind: 'group', fields, optional: true });

const spread = optional(number(0, 10));
const range = { gMinS: number(0, 1), gMaxS: number(0, 1) };
const cycleNoise = optional(number(0, 100));
const pulsed: Fields = {
  ...range,
  /** The most of any range; that of a device's own is smaller: `mostStates`. */
  states: number(1, 2 ** 22),
  upDownAsymmetry: optional(number(-0.999, 0.999)),
  deviceVariation: group({ step: spread, bounds: spread, upDown: spread }),
  cycleNoise,
};
const weightVariation = group({
  step: spread,
  stepLogNormal: choice(true, false),
  upDown: spread,
  weightMin: spread,
  weightMax: spread,
});
const weighted: Fields = {
  ...range,
  weightMin: number(-1e6, 0),
  weightMax: number(0, 1e6),
  step: number(0, 1e6),
  upDown: optional(number(-0.999, 0.999)),
  deviceVariation: weightVariation,
  cycleNoise,
};
const noise = choice('multiplicative', 'additive');
const shape = number(-1e6, 1e6);

const exampleRange = { gMinS: 1e-6, gMaxS: 2e-5 };
const exampleWeights = { ...exampleRange, weightMin: -1, weightMax: 1, step: 0.02 };

/** The models of `pulseModels`, by name. */
export const pulseModelDefinitions = Object.freeze({
  'constant-step': { fields: pulsed, create: constantStep, example: { ...exampleRange, states: 100 } },
  'soft-bounds': { fields: pulsed, create: softBounds, example: { ...exampleRange, states: 100 } },
  'soft-bounds-pmax': {
    fields: {
      ...range,
      pulses: number(0, 1e9),
      rate: number(0, 100),
      rangeMin: number(-1e6, 0),
      rangeMax: number(0, 1e6),
      deviceVariation: weightVariation,
      cycleNoise,
    },
    create: softBoundsPmax,
    example: { ...exampleRange, pulses: 100, rate: 0.01, rangeMin: -1, rangeMax: 1 },
  },
  'soft-bounds-reference': {
    fields: {
      ...weighted,
      referenceMean: optional(shape),
      referenceVariation: spread,
      subtractSymmetryPoint: choice(true, false),
      noise,
    },
    create: softBoundsReference,
    example: { ...exampleWeights, subtractSymmetryPoint: true },
  },
  'linear-step': {
    fields: {
      ...weighted,
      slopeUp: optional(number(0, 1e6)),
      slopeDown: optional(number(0, 1e6)),
      slopeVariation: spread,
      slopeReference: choice('mean', 'own'),
      noise,
    },
    create: linearStep,
    example: { ...exampleWeights, slopeUp: 0.3, slopeDown: 0.5 },
  },
  'exp-step': {
    fields: {
      ...weighted,
      amplitudeUp: shape,
      amplitudeDown: shape,
      gammaUp: shape,
      gammaDown: shape,
      a: shape,
      b: shape,
      complexNoise: group({ offset: number(0, 1e6), slope: number(0, 1e6) }),
    },
    create: expStep,
    example: {
      ...exampleWeights,
      amplitudeUp: 0.1,
      amplitudeDown: 0.1,
      gammaUp: 2,
      gammaDown: 2,
      a: 0.5,
      b: 0,
    },
  },
  'pow-step': {
    fields: {
      ...weighted,
      gamma: number(0, 100),
      gammaVariation: spread,
      gammaUpDown: optional(number(-0.999, 0.999)),
      gammaUpDownVariation: spread,
    },
    create: powStep,
    example: { ...exampleWeights, gamma: 0.8 },
  },
  'piecewise-step': {
    fields: {
      ...weighted,
      nodesUp: { kind: 'numbers', least: 2, min: 0, max: 1e6 },
      nodesDown: { kind: 'numbers', least: 2, min: 0, max: 1e6 },
    },
    create: piecewiseStep,
    example: { ...exampleWeights, nodesUp: [1, 0.8, 0.3], nodesDown: [0.2, 0.9, 1] },
  },
  'one-sided-pair': {
    fields: {
      device: { kind: 'model' },
      refreshAt: optional(number(0, 1)),
      reset: group({ mean: number(0, 1), deviation: number(0, 10) }),
    },
    create: pairOf,
    example: { device: { model: 'soft-bounds', ...exampleRange, states: 100 }, refreshAt: 0.75 },
  },
  'neurosim-exponential': {
    fields: {
      ...range,
      pulsesUp: number(1, 10_000_000),
      pulsesDown: number(1, 10_000_000),
      nonlinearityUp: number(-9.99, 9.99),
      nonlinearityDown: number(-9.99, 9.99),
      deviceVariation: group({ nonlinearity: spread }),
      cycleNoise,
    },
    create: neurosimExponential,
    example: { ...exampleRange, pulsesUp: 64, pulsesDown: 64, nonlinearityUp: 1.5, nonlinearityDown: -1.5 },
  },
} satisfies Record<string, PulseModelDefinition>);

export type PulseModelName = keyof typeof pulseModelDefinitions;

/** A model and its parameters, as configurations and fits write them. */
export interface PulseModelBlock {
  readonly model: string;
  readonly [parameter: string]: unknown;
}

/** The device of a block. Throws InputError for a model that is none, and as the model's factory does. */
export function createPulseModel({ model, ...parameters }: PulseModelBlock): DeviceModel {
  const definitions: Readonly<Record<string, PulseModelDefinition>> = pulseModelDefinitions;
  if (Object.hasOwn(definitions, model)) return definitions[model].create(parameters as never);
  const known = Object.keys(pulseModelDefinitions).join(', ');
  throw new InputError(`Cannot create model ${JSON.stringify(model)}, expected one of ${known}`);
}

type PairParameters = { device: PulseModelBlock } & NonNullable<Parameters<typeof oneSidedPair>[1]>;

/** Two of the device, each of which only rises. */
function pairOf({ device, ...options }: PairParameters): DeviceModel {
  const side = createPulseModel(device);
  return oneSidedPair(oneSided(side, side.stepS), options);
}
