import { InputError } from '../../devices/base/errors.js';
import { dotted, parseDotted } from './dotted-path.js';
import { isMapping, type Mapping } from './mapping.js';
import { parseYaml } from './parse-yaml.js';

/**
 * A copy of `raw` with one value replaced or added: `dataset.train=2000`, `network.layers[1]=500`. The value is YAML;
 * mappings on the way are made where they are absent, list elements must exist.
 * Throws InputError for an assignment that cannot be read or leads through something that is neither.
 */
export function setPath(raw: Mapping, assignment: string): Mapping {
  const equals = assignment.indexOf('=');
  const path = equals < 0 ? null : parseDotted(assignment.slice(0, equals).trim());
  if (!path) throw new InputError(`--set ${assignment}: expected path=value, such as dataset.train=2000`);
  const value = parseYaml(assignment.slice(equals + 1), `--set ${assignment}`);
  return replaced(raw, path, { value, done: 0, assignment }) as Mapping;
}

interface Replacement {
  readonly value: unknown;
  /** Parts of the path that lead to the node in hand. */
  readonly done: number;
  readonly assignment: string;
}

function replaced(node: unknown, path: readonly (string | number)[], to: Replacement): unknown {
  if (to.done === path.length) return to.value;
  const fail = (expected: string) => {
    const at = dotted(path.slice(0, to.done));
    throw new InputError(`--set ${to.assignment}: ${at} is ${JSON.stringify(node)}, expected ${expected}`);
  };
  const key = path[to.done]!;
  const below = (child: unknown) => replaced(child, path, { ...to, done: to.done + 1 });
  if (Array.isArray(node)) {
    const index = Number(key);
    if (!(Number.isInteger(index) && index >= 0 && index < node.length))
      return fail(`an index in [0, ${node.length - 1}]`);
    return node.with(index, below(node[index]));
  }
  if (typeof key === 'number') return fail('a list');
  if (!isMapping(node) && node !== undefined) return fail('a mapping');
  return { ...node, [key]: below(node && Object.hasOwn(node, key) ? node[key] : undefined) };
}
