import { NonFiniteError } from '../../../devices/index.js';
import type { ChipConfiguration, Configuration } from '../../configuration/configuration.js';
import { isDense } from '../../configuration/network-layers.js';
import type { ChipSummary, RunResult } from '../results/result.js';
import { shareDifference } from '../results/statistics.js';
import { acceptedIn } from '../run/identity.js';
import { version } from '../run/version.js';
import { type BudgetPlan, errorBudget, estimated, planBudget } from './budget.js';
import { type ChipRuns, createChipRuns, measureOf } from './chip-runs.js';
import { chipUse } from './chip-use.js';
import type { ErrorBudget, EstimateResult } from './estimate-result.js';
import { estimatedCost } from './estimated-cost.js';
import { findingsOf } from './findings.js';
import { type BudgetGoal, sequentialBudget } from './sequential-budget.js';
import { findSpecification, maxSpecified } from './specification.js';
import type { ExecuteStage } from './task-set.js';

export interface EstimateOptions {
  readonly seeds: readonly number[];
  /** Whether to find what each non-ideality costs. */
  readonly budget: boolean;
  /**
   * Ends the budget as soon as so many of the most expensive items are certain; null = runs all.
   */
  readonly ranks?: number | null | undefined;
  /** Begins no further round of such a budget where it would end later; no limit by default. */
  readonly budgetSec?: number | undefined;
  /** An accuracy to find specifications for; null = none. */
  readonly target: number | null;
  /** Runs in all after which no further ones are begun for specifications; no limit by default. */
  readonly mostRuns?: number | undefined;
}

export interface EstimateContext {
  readonly nowSec: () => number;
  readonly execute: ExecuteStage;
  /** Shown the result so far, before each stage that adds to it. */
  readonly found?: (result: EstimateResult) => Promise<void>;
  /** Told what is known of the order of costs, round by round. */
  readonly onRanking?: ((line: string) => void) | undefined;
}

type Chip = Configuration & { readonly hardware: ChipConfiguration };

/**
 * What a chip will score: the mean over seeds with its interval, beside ideal floats; on demand
 * what each non-ideality costs and how good each part would have to be for a wanted accuracy; and
 * what it spends. Every seed draws devices, weights, training images and noise of its own, and is
 * tested by the same images; chips that are compared share their seeds. Throws Error where the chip
 * itself, or floats in its place, cannot be run, NonFiniteError where their numbers do not stay
 * finite.
 */
export async function estimate(
  configuration: Chip,
  options: EstimateOptions,
  context: EstimateContext,
): Promise<EstimateResult> {
  const { budget, target, mostRuns = Number.POSITIVE_INFINITY } = options;
  const { nowSec, execute, found = async () => undefined } = context;
  const begunSec = nowSec();
  const chip = configuration.hardware;
  const runs = createChipRuns(configuration, execute);
  let seeds = isSequential(options) ? options.seeds.slice(0, 1) : options.seeds;
  let parts: Parts = { budget: null, specification: null };
  const resultWith = (pending: readonly Stage[]) =>
    estimateResult(configuration, { runs, seeds, parts, pending, seconds: nowSec() - begunSec });
  const last: readonly Stage[] = target === null ? [] : ['specification'];

  await runAccuracy(chip, runs, seeds);
  if (budget) {
    await found(resultWith(['budget', ...last]));
    const costs = await findBudget(configuration, { options, context, runs, begunSec });
    seeds = costs.seeds;
    parts = { ...parts, budget: costs.budget };
  }
  if (target === null) return resultWith([]);
  await found(resultWith(last));
  const { energy } = configuration.network;
  const items = await findSpecification(chip, { target, energy }, async (chips) => {
    if (runs.count() + chips.length * seeds.length > mostRuns) return null;
    await runs.run(chips, seeds, 'specification');
    return chips.map((one) => estimated(runs.valuesOf(one, seeds)).mean);
  });
  parts = { ...parts, specification: { target, items } };
  return resultWith([]);
}

type Stage = NonNullable<EstimateResult['pending']>[number];

/** What the stages behind the first add to a result. */
type Parts = Pick<EstimateResult, 'budget' | 'specification'>;

const isSequential = ({ budget, ranks }: EstimateOptions) => budget && typeof ranks === 'number';

/** Runs the chip and ideal floats. Throws as `estimate` where one of them has no accuracy. */
async function runAccuracy(chip: ChipConfiguration, runs: ChipRuns, seeds: readonly number[]): Promise<void> {
  await runs.run([chip, 'ideal'], seeds, 'accuracy');
  for (const { task, status, error } of runs.failures) {
    if (task.startsWith('accuracy'))
      throw new (status === 'non-finite' ? NonFiniteError : Error)(`${task}: ${error}`);
  }
}

interface BudgetWork {
  readonly options: EstimateOptions;
  readonly context: EstimateContext;
  readonly runs: ChipRuns;
  readonly begunSec: number;
}

/** The whole budget, or as much of it as the asked ranks need; and the seeds that it has used. */
async function findBudget(
  configuration: Chip,
  { options, context, runs, begunSec }: BudgetWork,
): Promise<{ readonly budget: ErrorBudget | null; readonly seeds: readonly number[] }> {
  const chip = configuration.hardware;
  const plan = planBudget(chip, chipUse(configuration, chip));
  const { seeds, ranks, budgetSec = Number.POSITIVE_INFINITY } = options;
  const images = runs.resultOf(chip, seeds[0])!.dataset.test;
  if (!isSequential(options))
    return { seeds, budget: await wholeBudget(plan, { chip, runs, seeds, images }) };
  const goal: BudgetGoal = {
    top: ranks!,
    seeds,
    hasTimeFor(count) {
      const spentSec = context.nowSec() - begunSec;
      return spentSec + (spentSec / runs.count()) * count <= budgetSec;
    },
    onRanking: context.onRanking,
  };
  return sequentialBudget(plan, goal, {
    chip,
    runs,
    images,
    runAccuracy: (more) => runAccuracy(chip, runs, more),
  });
}

async function wholeBudget(
  plan: BudgetPlan,
  {
    chip,
    runs,
    seeds,
    images,
  }: { chip: ChipConfiguration; runs: ChipRuns; seeds: readonly number[]; images: number },
): Promise<ErrorBudget | null> {
  const chips = [plan.idealChip, ...plan.items.flatMap(({ alone, removed }) => [alone, removed])];
  await runs.run(chips, seeds, 'budget');
  const valuesOf = (one: ChipConfiguration) => runs.valuesOf(one, seeds);
  return errorBudget(plan, valuesOf, { chip: valuesOf(chip), images });
}

interface Found {
  readonly runs: ChipRuns;
  readonly seeds: readonly number[];
  readonly parts: Parts;
  readonly pending: readonly Stage[];
  readonly seconds: number;
}

function estimateResult(
  configuration: Chip,
  { runs, seeds, parts, pending, seconds }: Found,
): EstimateResult {
  const chip = configuration.hardware;
  const runsOf = (hardware: Configuration['hardware']) =>
    seeds.flatMap((seed) => runs.runOf(hardware, seed) ?? []);
  const [values, ideal] = [runs.valuesOf(chip, seeds), runs.valuesOf('ideal', seeds)];
  const { dataset } = runs.resultOf(chip, seeds[0])!;
  const { array } = chip;
  const onChip = runsOf(chip);
  const result = {
    schema: 1 as const,
    kind: 'estimate' as const,
    version: version(),
    name: configuration.name,
    seed: configuration.seed,
    seeds,
    config: configuration,
    dataset,
    measure: measureOf(configuration),
    chip: estimated(values, dataset.test),
    ideal: estimated(ideal, dataset.test),
    difference: shareDifference(values, ideal, dataset.test),
    counters: meanCounters(onChip),
    wires:
      array.wordLineOhm + array.bitLineOhm + array.driverOhm + array.senseOhm > 0
        ? { solveEvery: array.wireSolveEvery, updateEvery: array.wireUpdateEvery }
        : null,
    cost: isDense(configuration.network.layers) ? estimatedCost(configuration, chip, onChip) : null,
    runs: [...onChip, ...runsOf('ideal')],
    ...acceptedIn(runs.results()),
    ...parts,
    ...(pending.length > 0 && { pending }),
    failures: [...runs.failures],
    timing: { total: seconds },
  };
  return { ...result, findings: findingsOf(result, chip) };
}

/** The most runs that an estimate needs, by what they are for. */
export function mostRunsOf(
  configuration: Chip,
  { seeds, budget, target }: Pick<EstimateOptions, 'seeds' | 'budget' | 'target'>,
): Readonly<Record<'accuracy' | 'budget' | 'specification', number>> {
  const chip = configuration.hardware;
  const items = budget ? planBudget(chip, chipUse(configuration, chip)).items.length : 0;
  return {
    accuracy: 2 * seeds.length,
    budget: budget ? (1 + 2 * items) * seeds.length : 0,
    specification: target === null ? 0 : maxSpecified(chip, configuration.network.energy) * seeds.length,
  };
}

function meanCounters(runs: readonly RunResult[]): EstimateResult['counters'] {
  const all = runs.flatMap(({ chip }) => chip ?? []);
  if (all.length === 0) return null;
  const mean = (of: (chip: ChipSummary) => number) => all.reduce((sum, one) => sum + of(one), 0) / all.length;
  return {
    adcSaturation: mean(({ adcSaturation }) => adcSaturation),
    dacSaturation: mean(({ dacSaturation = 0 }) => dacSaturation),
    clippedWeights: mean(({ clippedWeights }) => clippedWeights),
    unsettledDevices: mean(({ unsettledDevices = 0 }) => unsettledDevices),
    missingWeight: mean(({ missingWeight = 0 }) => missingWeight),
  };
}
