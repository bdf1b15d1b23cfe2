import { isAbsolute } from 'node:path';
import { createRandom, InputError } from '../../../devices/index.js';
import { checked } from '../../configuration/checks/checked.js';
import { ownConfiguration, resolveConfiguration, withDefaults } from '../../configuration/configuration.js';
import { independentDefaults } from '../../configuration/default-configuration.js';
import type { DeviceModules } from '../../configuration/device/own-device.js';
import { isMapping, type Mapping } from '../../configuration/plain-data.js';
import { namingSchema } from '../../configuration/schema/configuration-schema.js';
import { setPath } from '../../configuration/text/set-path.js';
import type { Task } from '../tasks/executor.js';
import { createTask, hashOf } from '../tasks/task.js';
import { pointsOf } from './points.js';
import { fieldsOf, parseSweepBlock, takeSweep } from './sweep-block.js';

/** What a sweep does, point by point. */
export interface SweepPlan {
  readonly name: string;
  /** Of the configuration: draws go by it, even where the points vary it. */
  readonly seed: number;
  /** The configuration that the points vary, with its sweep block; it plans the same sweep. */
  readonly config: Mapping;
  /** Dotted paths of the fields that vary. */
  readonly fields: readonly string[];
  readonly points: readonly PlannedPoint[];
}

export interface PlannedPoint {
  readonly index: number;
  /** Of the task; points of the same content share it. */
  readonly key: string;
  /** By field. */
  readonly values: Mapping;
  /** null where the values make no configuration; `error` says why. */
  readonly task: Task | null;
  readonly error: string | null;
}

export interface PlanOptions {
  readonly source: string;
  /**
   * As for `resolveConfiguration`; what begins with `sweep` changes the block. The values of a
   * point come last.
   */
  readonly set?: readonly string[];
  readonly override?: Mapping;
  /** As for `resolveConfiguration`, of what the points have in common. */
  readonly readFit?: (file: string) => string;
  /** As for `resolveConfiguration`; points name files of their own by absolute paths. */
  readonly modules?: DeviceModules | undefined;
}

/**
 * Plans a sweep from a configuration as read from a file. A point that makes no sound configuration
 * is part of the plan with its error. Throws InputError for a wrong sweep block, and where no point
 * is sound. O(points).
 */
export async function planSweep(raw: unknown, given: PlanOptions): Promise<SweepPlan> {
  const { source } = given;
  const isOfBlock = (assignment: string) => /^\s*sweep\b/.test(assignment);
  const { set = [] } = given;
  const options = { ...given, set: set.filter((assignment) => !isOfBlock(assignment)) };
  const whole = isMapping(raw) ? set.filter(isOfBlock).reduce((given, one) => setPath(given, one), raw) : raw;
  const { base, sweep } = takeSweep(whole, source);
  const block = parseSweepBlock(sweep, source);
  const own = ownConfiguration(base, options);
  const config = withDefaults(own, independentDefaults);
  // The points may vary both, and would leave those of the whole unchecked, which name folders and
  // jobs.
  const { name, seed } = checked(namingSchema, { name: config.name, seed: config.seed }, { source });
  const values = pointsOf(block, createRandom(seed).stream('sweep'));
  const modules = given.modules && withAbsolutePaths(given.modules);
  const points: PlannedPoint[] = [];
  for (const [index, of] of values.entries()) {
    const place = { source: `${source}: sweep point ${index}`, values: of, modules };
    try {
      const configuration = await resolveConfiguration(own, place);
      const task = createTask(block.run, configuration);
      points.push({ index, key: task.key, values: of, task, error: null });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const key = hashOf({ run: block.run, config, values: of });
      points.push({ index, key, values: of, task: null, error: error.message });
    }
  }
  if (points.every(({ task }) => task === null)) throw new InputError(points[0]!.error!);
  if (block.draws.n === 0) checkDistinct(points, source);
  return { name, seed, config: { ...config, sweep: sweep as Mapping }, fields: fieldsOf(block), points };
}

/**
 * Of points, absolute paths alone: the folder of the sweep keeps what varies as it is written, and
 * from there another path leads elsewhere.
 */
function withAbsolutePaths(modules: DeviceModules): DeviceModules {
  const pathOf = (file: string) => {
    const path = modules.pathOf(file);
    if (isAbsolute(file)) return path;
    throw new InputError(`hardware.device.module: ${file}, expected an absolute path in a point of a sweep`);
  };
  return { ...modules, pathOf };
}

/**
 * Points that were listed one by one are different experiments; drawn ones may coincide. Throws
 * InputError for two that are equal.
 */
function checkDistinct(points: readonly PlannedPoint[], source: string): void {
  const firstOf = new Map<string, PlannedPoint>();
  for (const point of points) {
    const first = firstOf.get(point.key);
    if (first) {
      const values = JSON.stringify(point.values);
      throw new InputError(
        `${source}: sweep point ${point.index}: ${values}, expected a point that differs from point ${first.index}`,
      );
    }
    firstOf.set(point.key, point);
  }
}
