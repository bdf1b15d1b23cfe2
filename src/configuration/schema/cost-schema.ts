import type { z } from 'zod';
import { costFields } from '../../../crossbar/index.js';
import { mapping, number } from './schema-parts.js';

/** Parameter names by group: adc -> stepJ, rateHz, ... */
const groups = new Map<string, string[]>();
for (const { name } of costFields) {
  const [group, parameter] = name.split('.') as [string, string];
  groups.set(group, [...(groups.get(group) ?? []), parameter]);
}

/** What a configuration gives of the numbers that costs rest on; the rest has the defaults of `costConstants`. */
export const costSchema = mapping(
  Object.fromEntries(
    [...groups].map(([group, parameters]) => {
      const fields = parameters.map((parameter) => [parameter, number(0, 1e12).optional()] as const);
      return [group, mapping(Object.fromEntries(fields)).optional()];
    }),
  ),
);

export type CostBlock = z.infer<typeof costSchema>;
