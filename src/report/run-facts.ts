import { learningRuleNames, referenceRule } from '../configuration/learning-rule.js';
import { didNotLearn } from '../experiments/results/learned.js';
import type { Accuracy, Comparison, ExperimentResult, RunResult } from '../experiments/results/result.js';

/** The accuracy a run is judged by, and which of the four it is. */
export interface Headline {
  readonly kind: keyof Accuracy;
  /** Fraction of the test set. */
  readonly value: number;
}

/**
 * How far a run lies from another, as fractions of the test set; `ci95` is null where no interval
 * is known.
 */
export interface ConfigurationDifference {
  readonly reference: RunResult;
  readonly delta: number;
  readonly ci95: readonly [number, number] | null;
  /** Seeds that the interval is over; 1 = over the test images of one pair of runs. */
  readonly seeds: number;
  /** Whether both runs learned: if not, the difference says nothing. */
  readonly isSound: boolean;
}

const HEADLINE_ORDER = ['average', 'test', 'linear', 'max'] as const;

/** The first accuracy measured in the order average, test, linear, max; null when there is none. */
export function headline({ accuracy }: Pick<RunResult, 'accuracy'>): Headline | null {
  const kind = HEADLINE_ORDER.find((name) => Number.isFinite(accuracy[name]));
  return kind === undefined ? null : { kind, value: accuracy[kind]! };
}

/** How many seeds a run is the mean of; 1 for a single one. */
export function seedCount({ repeats }: Pick<RunResult, 'repeats'>): number {
  return repeats?.length ?? 1;
}

/** `3 seeds`, `2 or 3 seeds` where the runs differ; null where all are single ones. */
export function seedsOfMeans(runs: readonly RunResult[]): string | null {
  const counts = [...new Set(runs.map(seedCount))].sort((a, b) => a - b);
  return runs.some((run) => seedCount(run) > 1) ? `${counts.join(' or ')} seeds` : null;
}

export function isIdeal(run: RunResult): boolean {
  return run.hardware === 'ideal';
}

/**
 * `ideal`, or what the chip is made of: its preset, its model, its fitted file, or the name of the
 * user's own file; `chip` where none is named.
 */
export function hardwareName({ hardware }: RunResult): string {
  const device = field(hardware, 'device');
  const names = [hardware, device, ...['preset', 'model', 'file'].map((key) => field(device, key))];
  const module = field(device, 'module');
  if (typeof module === 'string') return module.split(/[/\\]/).at(-1)!;
  return names.find((name) => typeof name === 'string') ?? 'chip';
}

/** One distinct label per run: its id, with seed and position added only as far as ids repeat. */
export function runLabels(runs: readonly RunResult[]): string[] {
  const repeats = (names: readonly string[], name: string) => names.indexOf(name) !== names.lastIndexOf(name);
  const ids = runs.map((run) => run.id);
  const seeded = runs.map((run) => (repeats(ids, run.id) ? `${run.id}, seed ${run.seed}` : run.id));
  return seeded.map((label, i) => (repeats(seeded, label) ? `${label}, no. ${i + 1}` : label));
}

/**
 * What `run` is set beside, nearest first: a chip beside the ideal run of its own rule, then of the
 * other rules; the ideal run of a rule beside those of the others; that of the reference beside
 * nothing. Runs that differ in kind of accuracy are left out.
 */
export function configurationDifferences(
  result: ExperimentResult,
  run: RunResult,
): ConfigurationDifference[] {
  const nearestFirst = [run.rule, ...learningRuleNames.filter((rule) => rule !== run.rule)];
  const ideals = isIdeal(run) && run.rule === referenceRule ? [] : nearestFirst;
  return ideals
    .filter((rule) => !(isIdeal(run) && rule === run.rule))
    .map((rule) => idealRun(result, rule, run.seed))
    .flatMap((reference) => difference(result, run, reference) ?? []);
}

function idealRun({ runs }: ExperimentResult, rule: RunResult['rule'], seed: number): RunResult | undefined {
  const ideals = runs.filter((run) => isIdeal(run) && run.rule === rule);
  return ideals.find((run) => run.seed === seed) ?? ideals[0];
}

function difference(
  result: ExperimentResult,
  run: RunResult,
  reference: RunResult | undefined,
): ConfigurationDifference | null {
  const own = headline(run);
  const other = own && reference?.accuracy[own.kind];
  if (!reference || !own || !Number.isFinite(other)) return null;
  const isOurs = (c: Comparison) => c.of === run.id && c.against === reference.id && c.accuracy === own.kind;
  const found = result.comparisons.find(isOurs);
  const isSound = !didNotLearn(run) && !didNotLearn(reference);
  const seeds = Math.min(seedCount(run), seedCount(reference));
  return found
    ? { reference, delta: found.delta, ci95: found.ci95, seeds, isSound }
    : { reference, delta: own.value - other!, ci95: null, seeds, isSound };
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
