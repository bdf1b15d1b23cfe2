import { z } from 'zod';
import {
  createDefinedModel,
  createDeviceModel,
  type DeviceModelDefinition,
  deviceModels,
  type Field,
  type Fields,
  findDeviceModel,
  presets,
} from '../../../devices/index.js';
import { type DeepReadonly, isMapping, type Mapping } from '../plain-data.js';
import { choice, list, mapping, number, positive, registered, text } from '../schema/schema-parts.js';
import { defaultDevice } from './default-device.js';
import { deviceModuleAt } from './device-module.js';

/** The models whose parameters the default configuration has. */
const defaultModels = ['soft-bounds', 'constant-step'] as const;

/** Models that a configuration can name. */
export const configurableModels: readonly string[] = deviceModels.map(({ name }) => name);

const defaultModelSchema = mapping({
  model: choice(defaultModels),
  gMinS: number(0, 1),
  gMaxS: positive(1),
  /**
   * Pulses from bound to bound at the mean slope, whole or not; the range may allow fewer:
   * `maxStates`.
   */
  states: number(1, 2 ** 22),
  /** (up step - down step) / (up step + down step), the mean over devices. */
  upDownAsymmetry: number(-0.999, 0.999),
  /**
   * Standard deviation from device to device, relative to the mean; upDown = of the asymmetry,
   * absolute.
   */
  deviceVariation: mapping({ step: number(0, 10), bounds: number(0, 10), upDown: number(0, 10).optional() }),
  /** Standard deviation of a step from pulse to pulse, relative to the step. */
  cycleNoise: number(0, 100),
});

type DefaultModelBlock = z.infer<typeof defaultModelSchema>;

/**
 * Another model of the catalogue; its own parameters stand beside. `noiseless` = without any
 * scatter, as of a preset.
 */
export interface OtherModelBlock {
  readonly model: string;
  /** A published set of the model's parameters; those that stand beside go before it. */
  readonly published?: string | undefined;
  readonly noiseless?: boolean | undefined;
}

const presetSchema = mapping({
  preset: registered(presets.map(({ name }) => name)),
  /** Without device variation, cycle noise, reference spread and write noise. */
  noiseless: choice([true, false]).optional(),
});

/** A model of the user's own, of a file that this thread has loaded: see `deviceModuleAt`. */
export interface ModuleBlock {
  /** Absolute path. */
  readonly module: string;
  readonly parameters: Mapping;
  readonly noiseless?: boolean | undefined;
}

/** A model with its parameters, a published device by name, or a file of the user's own. */
export type DeviceBlock = DefaultModelBlock | OtherModelBlock | ModuleBlock | z.infer<typeof presetSchema>;

/** The block's model is one whose parameters the default configuration has. */
export function isDefaultModel(device: DeepReadonly<DeviceBlock>): device is DeepReadonly<DefaultModelBlock> {
  return 'model' in device && (defaultModels as readonly string[]).includes(device.model);
}

/**
 * A block that has all parameters of its own: nothing of the default configuration belongs into it.
 */
export function isOwnDevice(given: unknown): given is Mapping {
  if (!isMapping(given)) return false;
  return (
    given.preset !== undefined ||
    given.module !== undefined ||
    (configurableModels.includes(`${given.model}`) && !isDefaultModel(given as never))
  );
}

/**
 * The pulse response of one memristor. Beside a preset nothing else may stand, and beside another
 * model only its own parameters; what the default configuration has filled in there is dropped.
 */
export const deviceSchema: z.ZodType<DeviceBlock, unknown> = z.unknown().transform((given, context) => {
  if (!isOwnDevice(given)) {
    const known = isMapping(given) && findDeviceModel(given.model) !== undefined;
    if (!known) return checkedBy(modelNameSchema as never, given, context);
    return checkedBy(defaultModelSchema, given, context);
  }
  if (given.module !== undefined) return ownModule(given, context);
  if (given.preset === undefined) return otherModel(given, context);
  const beside = Object.keys(given).find(
    (key) => key !== 'preset' && key !== 'noiseless' && !isDefault(key, given[key]),
  );
  if (beside === undefined) {
    const { preset, noiseless } = given;
    return checkedBy(presetSchema, { preset, ...(noiseless !== undefined && { noiseless }) }, context);
  }
  const message = 'expected nothing beside preset, which has all parameters of its own';
  context.addIssue({ code: 'custom', path: [beside], message });
  return z.NEVER;
});

/** What is wrong with a model's name, or with a block that is no mapping. */
const modelNameSchema = z.looseObject(
  { model: registered(configurableModels) },
  { error: 'expected a mapping' },
);

/** A block of any model with parameters of its own. */
const ownModelSchema = z.unknown().transform((given, context) => {
  if (checkedBy(modelNameSchema as never, given, context) === z.NEVER) return z.NEVER;
  return otherModel(given as Mapping, context);
});

function otherModel(given: Mapping, context: Context): OtherModelBlock {
  const definition = findDeviceModel(given.model)!;
  const own = Object.entries(given).filter(
    ([key, value]) =>
      key === 'model' ||
      key === 'published' ||
      Object.hasOwn(definition.fields, key) ||
      !isDefault(key, value),
  );
  const schema = mapping({
    model: registered(configurableModels),
    noiseless: choice([true, false]).optional(),
    ...parametersOf(definition, given),
  });
  const block = checkedBy(schema as never, Object.fromEntries(own), context) as OtherModelBlock;
  if (block !== z.NEVER) checkTogether(() => createDeviceModel(block as never), context);
  return block;
}

function ownModule(given: Mapping, context: Context): ModuleBlock {
  const definition = deviceModuleAt(String(given.module));
  const beside = Object.entries(given).filter(
    ([key, value]) => key === 'module' || key === 'parameters' || !isDefault(key, value),
  );
  const { parameters = {} } = given;
  const schema = mapping({
    module: text(/./, 'the path of a JavaScript file'),
    parameters: mapping(parametersOf(definition, isMapping(parameters) ? parameters : {})),
    noiseless: choice([true, false]).optional(),
  });
  const own = { ...Object.fromEntries(beside), parameters };
  const block = checkedBy(schema as never, own, context) as ModuleBlock;
  if (block !== z.NEVER) checkTogether(() => createDefinedModel(definition, block.parameters), context);
  return block;
}

/** Adds what the factory of a model says of its parameters; a user's own may throw anything. */
function checkTogether(create: () => unknown, context: Context): void {
  try {
    create();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    context.addIssue({ code: 'custom', message: `expected parameters that go together: ${message}` });
  }
}

/** `published`, where the model has published sets, and the fields; a set has every field. */
function parametersOf({ fields, published }: DeviceModelDefinition, given: Mapping): z.ZodRawShape {
  const set = published && { published: registered(Object.keys(published)).optional() };
  return { ...set, ...shapeOf(fields, given.published !== undefined) };
}

/** `isGiven` = a published set has every field, so that none is needed. */
function shapeOf(fields: Fields, isGiven = false): z.ZodRawShape {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const schema = schemaOf(field);
      return [name, field.optional || isGiven ? schema.optional() : schema];
    }),
  );
}

export function schemaOf(field: Field): z.ZodType {
  switch (field.kind) {
    case 'number':
      return number(field.min, field.max);
    case 'numbers':
      return list(number(field.min, field.max), field.least);
    case 'choice':
      return choice(field.values);
    case 'group':
      return mapping(shapeOf(field.fields));
    case 'model':
      return ownModelSchema;
  }
}

type Context = z.RefinementCtx;

function checkedBy<T extends DeviceBlock>(schema: z.ZodType<T>, given: unknown, context: Context): T {
  const { data, error } = schema.safeParse(given);
  for (const issue of error?.issues ?? []) context.issues.push({ ...issue, input: given } as RawIssue);
  return data ?? z.NEVER;
}

type RawIssue = Context['issues'][number];

function isDefault(key: string, value: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify((defaultDevice as Mapping)[key]);
}
