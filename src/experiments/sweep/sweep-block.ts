import { InputError } from '../../../devices/base/errors.js';
import { checked } from '../../configuration/checks/checked.js';
import { isMapping, type Mapping } from '../../configuration/plain-data.js';
import { field } from '../../configuration/schema/field.js';
import { anyMapping, choice, list, mapping, whole } from '../../configuration/schema/schema-parts.js';
import { parseDotted } from '../../configuration/text/dotted-path.js';
import { type TaskKind, taskKinds } from '../tasks/executor.js';
import { type FieldDistribution, parseDistribution } from './distribution.js';

/** The `sweep` block of a configuration: which of its fields vary, and how. */
export interface SweepBlock {
  readonly run: TaskKind;
  /** Values of fields by their dotted path, to be tried in every combination. */
  readonly grid: Readonly<Record<string, readonly unknown[]>>;
  /** Points one by one; empty where there is no list. */
  readonly list: readonly Mapping[];
  /** Monte Carlo: each of `n` draws takes a value for every field. */
  readonly draws: { readonly n: number; readonly fields: Readonly<Record<string, FieldDistribution>> };
}

/** Points of a sweep, at most. */
export const mostPoints = 100_000;

export const sweepSchema = mapping({
  run: field(choice(taskKinds).optional(), {
    about: `What each point does: ${taskKinds.join(', ')}; train where absent.`,
  }),
  grid: field(anyMapping<Mapping>().optional(), {
    about: 'Lists of values by the dotted path of their field, tried in every combination.',
  }),
  list: field(list(anyMapping<Mapping>(), 1).optional(), {
    about: 'Points one by one, each with values by the dotted path of their field.',
  }),
  draws: field(anyMapping<Mapping>().optional(), {
    about: 'Monte Carlo: n draws, and a distribution by the dotted path of each field that is drawn.',
  }),
});

/** Throws InputError, one line: `source`, path, value, what was expected. */
export function parseSweepBlock(raw: unknown, source: string): SweepBlock {
  const block = checked(sweepSchema, raw, { source, at: ['sweep'] });
  const { run = 'train', list: points = [], draws: { n, ...drawn } = {} } = block;
  const grid = Object.entries(block.grid ?? {}).map(([field, values]) => {
    if (Array.isArray(values) && values.length > 0) return [field, values as unknown[]] as const;
    throw new InputError(
      `${source}: sweep.grid.${field}: ${JSON.stringify(values)}, expected a list of values`,
    );
  });
  if (block.draws) checked(mapping({ n: whole(1, mostPoints) }), { n }, { source, at: ['sweep', 'draws'] });
  const fields = Object.entries(drawn).map(
    ([field, given]) => [field, parseDistribution(given, `${source}: sweep.draws.${field}`)] as const,
  );
  const parsed: SweepBlock = {
    run,
    grid: Object.fromEntries(grid),
    list: points,
    draws: { n: block.draws ? (n as number) : 0, fields: Object.fromEntries(fields) },
  };
  checkFields(parsed, source);
  return parsed;
}

/** The dotted paths of the fields that vary, in the order of the block: list, grid, draws. */
export function fieldsOf({ list: points, grid, draws }: SweepBlock): readonly string[] {
  const listed = new Set(points.flatMap((point) => Object.keys(point)));
  return [...listed, ...Object.keys(grid), ...Object.keys(draws.fields)];
}

function checkFields(block: SweepBlock, source: string): void {
  const fields = fieldsOf(block);
  if (fields.length === 0) {
    throw new InputError(`${source}: sweep: no field that varies, expected a grid, a list or draws`);
  }
  for (const [i, field] of fields.entries()) {
    if (!parseDotted(field)) {
      throw new InputError(`${source}: sweep: ${field}, expected a path such as hardware.read.noise`);
    }
    if (fields.indexOf(field) !== i) throw new InputError(`${source}: sweep: ${field} varies twice`);
  }
  const sizes = [
    block.list.length || 1,
    block.draws.n || 1,
    ...Object.values(block.grid).map(({ length }) => length),
  ];
  const points = sizes.reduce((product, size) => product * size, 1);
  if (points <= mostPoints) return;
  throw new InputError(`${source}: sweep: ${points} points, expected at most ${mostPoints}`);
}

/** The block taken out of a configuration. Throws InputError where there is none. */
export function takeSweep(raw: unknown, source: string): { base: Mapping; sweep: unknown } {
  if (!isMapping(raw) || raw.sweep === undefined) {
    throw new InputError(`${source}: sweep: nothing, expected a mapping with a grid, a list or draws`);
  }
  const { sweep, ...base } = raw;
  return { base, sweep };
}
