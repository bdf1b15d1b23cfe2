import { jsonSchemaOf } from '../../configuration/reference/json-schema.js';
import { chipConfigurationSchema } from '../../configuration/schema/configuration-schema.js';
import { field } from '../../configuration/schema/field.js';
import { sweepSchema } from './sweep-block.js';

/**
 * JSON Schema of the files that `crossprop` reads: a configuration, and the sweep block of one that
 * is swept.
 */
export function fileSchema(): object {
  const sweep = field(sweepSchema, { about: 'Which fields vary, and how; for crossprop sweep.' });
  return {
    ...jsonSchemaOf(chipConfigurationSchema.extend({ sweep })),
    title: 'A configuration of crossprop',
  };
}
