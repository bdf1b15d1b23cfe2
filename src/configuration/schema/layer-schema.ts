import { z } from 'zod';
import type { LayerSpec } from '../../network/convolutional/stages.js';
import { isMapping } from '../mapping.js';
import { choice, mapping, share, whole } from './schema-parts.js';

const MANY = 1_000_000;
const side = () => whole(1, 1000);

const conv = mapping({
  channels: whole(1, MANY),
  /** Side of the filters, in pixels. */
  size: side(),
  stride: side().default(1),
  /** Zeros around the picture. */
  padding: whole(0, 1000).default(0),
  /** Share of the weights that are 0 and stay 0. */
  pruned: share().default(0),
});

const pool = mapping({
  kind: choice(['max', 'average']),
  size: side(),
  stride: side(),
  padding: whole(0, 1000).default(0),
});

const layers = {
  conv: mapping({ conv }),
  pool: mapping({ pool }),
  full: mapping({ full: whole(1, MANY) }),
};

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
