import { InputError } from '../../../devices/base/errors.js';
import { parseDotted } from '../text/dotted-path.js';
import { adviceOn, alternatives, closeName } from '../text/nearest-name.js';
import { fieldList, fieldsBelow, type ListedField, root } from './field-list.js';

/**
 * The field or block of a dotted path; the path of a list's entry may have its index,
 * `network.layers[0].conv`, or none. Throws InputError that begins with `source`, with the nearest
 * path where there is no such field.
 */
export function findField(path: string, source: string): ListedField {
  const parts = parseDotted(path.replaceAll('[]', ''));
  if (parts === null) throw new InputError(`${source}: ${path}, expected a path such as hardware.read.noise`);
  let found = root;
  for (const name of parts) {
    if (typeof name === 'number') continue;
    const below = fieldsBelow(found);
    const next = below.find((field) => lastName(field) === name);
    if (next === undefined)
      throw new InputError(`${source}: ${path}: no such field, ${advice(path, name, found)}`);
    found = next;
  }
  return found;
}

/** `noise` of `hardware.read.noise`. */
function lastName({ path }: ListedField): string {
  return path.split('.').at(-1)!;
}

/** The field of that name below `block`; one that ends as the path does; or what there is. */
function advice(path: string, name: string, block: ListedField): string {
  const below = fieldsBelow(block);
  if (below.length === 0) return `${block.path} has no fields of its own`;
  const ending = fieldList.find((field) => field.path.endsWith(`.${path}`));
  if (ending) return `did you mean ${ending.path}?`;
  const close = closeName(name, below.map(lastName));
  const nearest = below.find((field) => lastName(field) === close);
  if (nearest) return `did you mean ${nearest.path}?`;
  const elsewhere = fieldList.filter((field) => lastName(field) === name).map((field) => field.path);
  const depth = (field: string) => field.split('.').length;
  const least = Math.min(...elsewhere.map(depth));
  const shallow = elsewhere.filter((field) => depth(field) === least);
  return shallow.length > 0 ? `did you mean ${alternatives(shallow)}?` : adviceOn(name, below.map(lastName));
}
