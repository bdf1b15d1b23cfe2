import { NonFiniteError } from '../../../devices/index.js';
import type { ChipConfiguration, Configuration } from '../../configuration/configuration.js';
import { isDense } from '../../configuration/network-layers.js';
import type { ChipSummary, RunResult } from '../results/result.js';
import { shareDifference } from '../results/statistics.js';
import { acceptedIn } from '../run/identity.js';
import { version } from '../run/version.js';
import { errorBudget, estimated, planBudget } from './budget.js';
import { chipUse } from './chip-use.js';
import type { EstimateResult } from './estimate-result.js';
import { estimatedCost } from './estimated-cost.js';
import { findingsOf } from './findings.js';
import { findSpecification, maxSpecified } from './specification.js';
import { createTaskSet, type ExecuteStage } from './task-set.js';

export interface EstimateOptions {
  readonly seeds: readonly number[];
  /** Whether to find what each non-ideality costs. */
  readonly budget: boolean;
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
  { seeds, budget, target, mostRuns = Number.POSITIVE_INFINITY }: EstimateOptions,
  { nowSec, execute, found = async () => undefined }: EstimateContext,
): Promise<EstimateResult> {
  const begunSec = nowSec();
  const chip = configuration.hardware;
  const tasks = createTaskSet(execute);
  const seeded = (hardware: Configuration['hardware']) =>
    seeds.map((seed) => ({ ...configuration, hardware, seed }) as Configuration);
  const run = (chips: readonly Configuration['hardware'][], stage: string) =>
    tasks.run(chips.flatMap(seeded), stage);
  const runsOf = (hardware: Configuration['hardware']) =>
    seeded(hardware).map((one) => tasks.resultOf(one)?.runs[0]);

  await run([chip, 'ideal'], 'accuracy');
  for (const { task, status, error } of tasks.failures) {
    throw new (status === 'non-finite' ? NonFiniteError : Error)(`${task}: ${error}`);
  }
  const runs = runsOf(chip) as readonly RunResult[];
  const measure = measureOf(configuration);
  const valuesOf = (hardware: Configuration['hardware']) =>
    runsOf(hardware).map((one) => one?.accuracy[measure] ?? Number.NaN);
  const [values, ideal] = [valuesOf(chip), valuesOf('ideal')];
  const { dataset } = tasks.resultOf(seeded(chip)[0])!;
  const images = dataset.test;

  const { energy, layers } = configuration.network;
  const { array } = chip;
  const known = {
    schema: 1 as const,
    kind: 'estimate' as const,
    version: version(),
    name: configuration.name,
    seed: configuration.seed,
    seeds,
    config: configuration,
    dataset,
    measure,
    chip: estimated(values, images),
    ideal: estimated(ideal, images),
    difference: shareDifference(values, ideal, images),
    counters: meanCounters(runs),
    wires:
      array.wordLineOhm + array.bitLineOhm + array.driverOhm + array.senseOhm > 0
        ? { solveEvery: array.wireSolveEvery, updateEvery: array.wireUpdateEvery }
        : null,
    cost: isDense(layers) ? estimatedCost(configuration, chip, runs) : null,
    runs: [...runs, ...runsOf('ideal').flatMap((one) => one ?? [])],
  };
  const resultOf = ({ pending, ...parts }: Parts): EstimateResult => {
    const result = {
      ...known,
      ...acceptedIn(tasks.results()),
      ...parts,
      ...(pending.length > 0 && { pending }),
      failures: [...tasks.failures],
      timing: { total: nowSec() - begunSec },
    };
    return { ...result, findings: findingsOf(result, chip) };
  };

  const plan = budget ? planBudget(chip, chipUse(configuration, chip)) : null;
  const last: Stage[] = target === null ? [] : ['specification'];
  if (plan) {
    await found(resultOf({ budget: null, specification: null, pending: ['budget', ...last] }));
    await run([plan.idealChip, ...plan.items.flatMap(({ alone, removed }) => [alone, removed])], 'budget');
  }
  const items = plan && errorBudget(plan, valuesOf, { chip: values, images });
  if (target === null) return resultOf({ budget: items, specification: null, pending: [] });
  await found(resultOf({ budget: items, specification: null, pending: last }));
  const specified = await findSpecification(chip, { target, energy }, async (chips) => {
    if (tasks.count + chips.length * seeds.length > mostRuns) return null;
    await run(chips, 'specification');
    return chips.map((one) => estimated(valuesOf(one)).mean);
  });
  return resultOf({ budget: items, specification: { target, items: specified }, pending: [] });
}

type Stage = NonNullable<EstimateResult['pending']>[number];

/** What the stages behind the first add to a result. */
interface Parts extends Pick<EstimateResult, 'budget' | 'specification'> {
  readonly pending: readonly Stage[];
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

/**
 * The accuracy that runs are judged by: class association by average, or the test of a network that
 * has labels.
 */
export function measureOf({ learning }: Configuration): 'average' | 'test' {
  return learning.mode === 'unsupervised' ? 'average' : 'test';
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
