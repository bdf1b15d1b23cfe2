import type { Mapping } from '../../configuration/plain-data.js';
import type { RunResult } from '../results/result.js';
import { acceptedIn } from '../run/identity.js';
import { version } from '../run/version.js';
import type { TaskOutcome } from '../tasks/executor.js';
import type { PlannedPoint, SweepPlan } from './plan-sweep.js';

/**
 * The shape of a sweep's `result.json`. Times stand only under keys named `seconds` or `timing`.
 */
export interface SweepResult {
  readonly schema: 1;
  readonly kind: 'sweep';
  readonly version: string;
  /** Other versions that points were made by, taken by --accept-version. */
  readonly acceptedVersions?: readonly string[];
  readonly name: string;
  readonly seed: number;
  /** With the sweep block. */
  readonly config: unknown;
  /** Dotted paths of the fields that vary. */
  readonly fields: readonly string[];
  /** In the order of the plan. */
  readonly points: readonly SweepPoint[];
  readonly timing: Readonly<Record<string, number>>;
}

export interface SweepPoint {
  readonly index: number;
  /** Content hash; points of the same content share one result. */
  readonly key: string;
  /** What the fields are, by their dotted path. */
  readonly values: Mapping;
  /** `missing` = not run, by an interrupt or by another shard. */
  readonly status: 'done' | 'failed' | 'missing';
  /** One line where it failed. */
  readonly error: string | null;
  readonly runs: readonly RunResult[];
}

/** Puts a sweep together from what its points' keys find. */
export function sweepResult(
  { name, seed, config, fields, points }: SweepPlan,
  outcomeOf: (key: string) => TaskOutcome | null,
  timing: SweepResult['timing'],
): SweepResult {
  const outcomes = new Map(points.map(({ key }) => [key, outcomeOf(key)]));
  const done = [...outcomes.values()].flatMap((one) => (one?.status === 'done' ? one.result : []));
  return {
    schema: 1,
    kind: 'sweep',
    version: version(),
    ...acceptedIn(done),
    name,
    seed,
    config,
    fields,
    points: points.map((point) => pointResult(point, outcomes.get(point.key) ?? null)),
    timing,
  };
}

function pointResult({ index, key, values }: PlannedPoint, outcome: TaskOutcome | null): SweepPoint {
  const point = { index, key, values, status: outcome?.status ?? 'missing' } as const;
  if (outcome?.status === 'done') return { ...point, error: null, runs: outcome.result.runs };
  return { ...point, error: outcome?.error ?? null, runs: [] };
}
