import type { z } from 'zod';
import { type CostField, costFields } from '../../../../crossbar/index.js';
import { field } from '../field.js';
import { mapping, number } from '../schema-parts.js';

/** Parameters by group: adc -> stepJ, rateHz, ... */
const groups = new Map<string, (CostField & { readonly parameter: string })[]>();
for (const cost of costFields) {
  const [group, parameter] = cost.name.split('.') as [string, string];
  groups.set(group, [...(groups.get(group) ?? []), { ...cost, parameter }]);
}

/**
 * What a configuration gives of the numbers that costs rest on; the rest has the defaults of
 * `costConstants`.
 */
export const costSchema = mapping(
  Object.fromEntries(
    [...groups].map(([group, parameters]) => {
      const fields = parameters.map(({ parameter, summary, value, unit }) => {
        const about = `${summary[0]!.toUpperCase()}${summary.slice(1)}.`;
        const notes = { about, default: value, ...(unit !== '1' && { unit }) };
        return [parameter, field(number(0, 1e12).optional(), notes)] as const;
      });
      const about = `Numbers that the cost of this part rests on: ${group}.`;
      return [group, field(mapping(Object.fromEntries(fields)).optional(), { about })];
    }),
  ),
);

export type CostBlock = z.infer<typeof costSchema>;
