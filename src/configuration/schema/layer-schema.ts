import { z } from 'zod';
import type { LayerSpec } from '../../network/convolutional/stages.js';
import { isMapping } from '../plain-data.js';
import { field } from './field.js';
import { choice, MANY, mapping, share, whole } from './schema-parts.js';

const side = () => whole(1, 1000);

const stride = { about: 'Distance of two neighbouring filters.', unit: 'pixels' };

const padding = () =>
  field(whole(0, 1000).default(0), { about: 'Zeros around the image.', unit: 'pixels', default: 0 });

const conv = mapping({
  channels: field(whole(1, MANY), { about: 'Filters.', required: true }),
  size: field(side(), { about: 'Side of the filters.', unit: 'pixels', required: true }),
  stride: field(side().default(1), { ...stride, default: 1 }),
  padding: padding(),
  pruned: field(share().default(0), { about: 'Share of the weights that are 0 and stay 0.', default: 0 }),
});

const pool = mapping({
  kind: field(choice(['max', 'average']), { about: 'max: the largest. average: the mean.', required: true }),
  size: field(side(), { about: 'Side of the windows.', unit: 'pixels', required: true }),
  stride: field(side(), { about: 'Distance of two neighbouring windows.', unit: 'pixels', required: true }),
  padding: padding(),
});

const layers = {
  conv: mapping({
    conv: field(conv, { about: 'Filters that share their weights over the image.', required: true }),
  }),
  pool: mapping({
    pool: field(pool, { about: 'A summary of windows of the image, after a conv.', required: true }),
  }),
  full: mapping({
    full: field(whole(1, MANY), {
      about: 'Units, joined to all of the layer before.',
      unit: 'units',
      required: true,
    }),
  }),
};

/** What `layerSchema` takes, one form a kind. */
export const layerForms = z.union([layers.conv, layers.pool, layers.full]);

/** One of {conv: ...}, {pool: ...}, {full: units}: checked as the one that its first key names. */
export const layerSchema = z.unknown().transform((input, context): LayerSpec => {
  const [key] = isMapping(input) ? Object.keys(input) : [];
  const schema = layers[key as keyof typeof layers];
  if (schema === undefined) {
    context.addIssue({ code: 'custom', message: 'expected {conv: ...}, {pool: ...} or {full: units}' });
    return z.NEVER;
  }
  const { data, error } = schema.safeParse(input);
  if (data) return data;
  for (const issue of error?.issues ?? []) context.issues.push({ ...issue, input } as never);
  return z.NEVER;
});
