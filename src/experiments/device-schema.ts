import { z } from 'zod';
import { presets } from '../../devices/index.js';
import { defaultConfiguration } from './default-configuration.js';
import { isMapping, type Mapping } from './mapping.js';
import { choice, mapping, number, positive, whole } from './schema-parts.js';

/** Models that a configuration can name; the others are for the library. */
export const configurableModels = ['soft-bounds', 'constant-step'] as const;

const modelSchema = mapping({
  model: choice(configurableModels, [
    'linear-step',
    'soft-bounds-reference',
    'exp-step',
    'pow-step',
    'piecewise-step',
    'neurosim-exponential',
  ]),
  gMinS: number(0, 1),
  gMaxS: positive(1),
  /** Pulses from bound to bound at the mean slope. */
  states: whole(2, 10_000_000),
  /** (up step - down step) / (up step + down step), the mean over devices. */
  upDownAsymmetry: number(-1, 1),
  /** Standard deviation from device to device, relative to the mean. */
  deviceVariation: mapping({ step: number(0, 10), bounds: number(0, 10) }),
  /** Standard deviation of a step from pulse to pulse, relative to the step. */
  cycleNoise: number(0, 100),
});

const presetSchema = mapping({
  preset: choice(presets.map(({ name }) => name)),
  /** Without device variation, cycle noise, reference spread and write noise. */
  noiseless: choice([true, false]).optional(),
});

/** A model with its parameters, or a published device by name. */
export type DeviceBlock = z.infer<typeof modelSchema> | z.infer<typeof presetSchema>;

/**
 * The pulse response of one memristor. Beside a preset nothing else may stand; what the default configuration has filled
 * in there is dropped.
 */
export const deviceSchema: z.ZodType<DeviceBlock, unknown> = z.unknown().transform((given, context) => {
  if (!isMapping(given) || given.preset === undefined) return checkedBy(modelSchema, given, context);
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

type Context = z.RefinementCtx;

function checkedBy<T extends DeviceBlock>(schema: z.ZodType<T>, given: unknown, context: Context): T {
  const { data, error } = schema.safeParse(given);
  for (const issue of error?.issues ?? []) context.issues.push({ ...issue, input: given } as RawIssue);
  return data ?? z.NEVER;
}

type RawIssue = Context['issues'][number];

function isDefault(key: string, value: unknown): boolean {
  const { hardware } = defaultConfiguration;
  const filled: Mapping = hardware === 'ideal' ? {} : { ...hardware.device };
  return JSON.stringify(value) === JSON.stringify(filled[key]);
}
