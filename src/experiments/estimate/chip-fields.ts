import type { ChipConfiguration } from '../../configuration/configuration.js';
import { isMapping, type Mapping } from '../../configuration/plain-data.js';
import { fieldList } from '../../configuration/reference/field-list.js';
import type { FieldNotes } from '../../configuration/schema/field.js';

export interface ChipField {
  /** Keys from the hardware block to the field. */
  readonly path: readonly string[];
  readonly notes: Partial<FieldNotes>;
}

/** The fields of a hardware block, in the order of the schema. */
export const chipFields: readonly ChipField[] = fieldList.flatMap(({ path, notes, isBlock }) => {
  const [top, ...inside] = path.split('.');
  return top === 'hardware' && inside.length > 0 && !isBlock ? [{ path: inside, notes }] : [];
});

/** The value of a field of a chip. */
export function fieldOf(chip: ChipConfiguration, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (isMapping(node) ? node[key] : undefined), chip);
}

/** A copy of a mapping with one value put in, the mappings on the way made. */
export function withField(of: Mapping, [key, ...below]: readonly string[], value: unknown): Mapping {
  if (below.length === 0) return { ...of, [key!]: value };
  const inner = of[key!];
  return { ...of, [key!]: withField(isMapping(inner) ? inner : {}, below, value) };
}
