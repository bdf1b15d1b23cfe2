import { InputError } from '../../../devices/base/errors.js';
import { isMapping, type Mapping } from '../plain-data.js';
import { dotted, parseDotted } from './dotted-path.js';
import { parseYaml } from './parse-yaml.js';

/**
 * A copy of `raw` with one value replaced or added: `dataset.train=2000`, `network.layers[1]=500`.
 * The value is YAML; mappings on the way are made where they are absent, list elements must exist,
 * in `raw` or in its `defaults`. Throws InputError for an assignment that cannot be read or leads
 * through something that is neither.
 */
export function setPath(raw: Mapping, assignment: string, defaults: Mapping = {}): Mapping {
  const equals = assignment.indexOf('=');
  const path = equals < 0 ? null : parseDotted(assignment.slice(0, equals).trim());
  if (!path) throw new InputError(`--set ${assignment}: expected path=value, such as dataset.train=2000`);
  const value = parseYaml(assignment.slice(equals + 1), `--set ${assignment}`);
  return replaced(raw, defaults, { path, value, done: 0, place: `--set ${assignment}` }) as Mapping;
}

/** The same for a value that needs no reading. Throws InputError that begins with `source`. */
export function withValue(
  raw: Mapping,
  text: string,
  { to, source, defaults = {} }: { to: unknown; source: string; defaults?: Mapping },
): Mapping {
  const path = parseDotted(text);
  if (!path) throw new InputError(`${source}: ${text}: expected a path such as dataset.train`);
  return replaced(raw, defaults, { path, value: to, done: 0, place: `${source}: ${text}` }) as Mapping;
}

interface Replacement {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  /** Parts of the path that lead to the node in hand. */
  readonly done: number;
  /** What messages begin with. */
  readonly place: string;
}

/**
 * `byDefault` stands in for a node that is absent, but for a mapping, of which only what is set is
 * to be kept.
 */
function replaced(own: unknown, byDefault: unknown, to: Replacement): unknown {
  const { path, done } = to;
  if (done === path.length) return to.value;
  const node = own === undefined && !isMapping(byDefault) ? byDefault : own;
  const fail = (expected: string) => {
    const at = dotted(path.slice(0, done));
    throw new InputError(`${to.place}: ${at} is ${JSON.stringify(node)}, expected ${expected}`);
  };
  const key = path[done]!;
  const below = (child: unknown, standIn: unknown) => replaced(child, standIn, { ...to, done: done + 1 });
  if (Array.isArray(node)) {
    const index = Number(key);
    if (!(Number.isInteger(index) && index >= 0 && index < node.length))
      return fail(`an index in [0, ${node.length - 1}]`);
    return node.with(index, below(node[index], undefined));
  }
  if (typeof key === 'number') return fail('a list');
  if (!isMapping(node) && node !== undefined) return fail('a mapping');
  const child = node && Object.hasOwn(node, key) ? node[key] : undefined;
  const standIn = isMapping(byDefault) && Object.hasOwn(byDefault, key) ? byDefault[key] : undefined;
  return { ...node, [key]: below(child, standIn) };
}
