import {
  type Configuration,
  type LearningRuleName,
  type ResolveOptions,
  resolveConfiguration,
} from '../../configuration/configuration.js';
import { learningRuleNamed } from '../../configuration/learning-rule.js';
import { isDense } from '../../configuration/network-layers.js';
import type { Dataset } from '../../data/dataset.js';
import { estimated } from '../estimate/budget.js';
import { measureOf } from '../estimate/chip-runs.js';
import { createTaskSet, type ExecuteStage } from '../estimate/task-set.js';
import { judgedTogether } from '../results/learned.js';
import { meanInterval } from '../results/statistics.js';
import type { ExperimentContext } from '../run/context.js';
import { acceptedIn } from '../run/identity.js';
import { version } from '../run/version.js';
import { type Fidelity, measureFidelity } from './fidelity.js';
import type { AccuracySeries, FidelitySeries, LevelsResult } from './levels-result.js';

export interface LevelsContext extends Pick<ExperimentContext, 'nowSec' | 'createKernels'> {
  readonly execute: ExecuteStage;
}

/** One chip, its `vary` at a level. */
interface Level {
  readonly level: number;
  readonly configuration: Configuration;
}

/** Betas whose updates are compared, where the closed form takes them: dt (1 + beta) <= 1. */
function betasOf(configuration: Configuration): readonly number[] {
  const { strategy, dt } = configuration.learning.eqprop;
  return [0.05, 0.1, 0.2, 0.5, 0.9].filter((beta) => strategy !== 'closed-form' || dt * (1 + beta) <= 1);
}

/**
 * The chips of a compare block. Throws InputError with `source` for a value that makes no
 * configuration.
 */
export async function levelsOf(
  configuration: Configuration,
  source: string,
  modules?: ResolveOptions['modules'],
): Promise<readonly Level[]> {
  const { compare, ...base } = configuration;
  const path = `hardware.${compare!.vary}`;
  return Promise.all(
    compare!.values.map(async (level) => ({
      level,
      configuration: await resolveConfiguration(base, {
        source: `${source}: compare`,
        modules,
        values: { [path]: level },
      }),
    })),
  );
}

/**
 * Learning rules, ideal and on the chip, over levels of one of its fields: accuracies over seeds,
 * and how well updates point.
 */
export async function compareLevels(
  configuration: Configuration,
  { levels, dataset }: { levels: readonly Level[]; dataset: Dataset },
  { nowSec, createKernels, execute }: LevelsContext,
): Promise<LevelsResult> {
  const begunSec = nowSec();
  const { compare, seeds = [configuration.seed] } = configuration;
  const { vary, values, rules } = compare!;
  const tasks = createTaskSet(execute);
  const variants = (one: Configuration, rule: LearningRuleName) =>
    seeds.map(
      (seed): Configuration =>
        ({ ...one, seed, seeds: undefined, learning: { ...one.learning, rule } }) as never,
    );
  const ideal: Configuration = { ...levels[0].configuration, hardware: 'ideal' };
  const wanted = rules.flatMap((rule) =>
    [ideal, ...levels.map((one) => one.configuration)].flatMap((one) => variants(one, rule)),
  );
  await tasks.run(wanted, 'levels');

  const first = wanted.map(tasks.resultOf).find((result) => result !== undefined);
  const measure = measureOf(configuration);
  const accuracies = (one: Configuration, rule: LearningRuleName) => {
    const runs = variants(one, rule).flatMap((each) => tasks.resultOf(each)?.runs[0] ?? []);
    const learned = judgedTogether(runs);
    return {
      ...estimated(
        runs.flatMap(({ accuracy }) => accuracy[measure] ?? []),
        runs[0]?.testImages,
      ),
      ...(learned && { learned }),
    };
  };
  const series = rules.flatMap((rule): AccuracySeries[] => {
    const floats = accuracies(ideal, rule);
    return [
      { rule, hardware: 'ideal', points: levels.map(({ level }) => ({ level, ...floats })) },
      {
        rule,
        hardware: 'chip',
        points: levels.map((one) => ({ level: one.level, ...accuracies(one.configuration, rule) })),
      },
    ];
  });
  const { energy, layers } = configuration.network;
  const fidelity = (energy !== 'resistive' && isDense(layers) ? rules : []).flatMap((rule) =>
    fidelityOf(rule, { levels, seeds, dataset, createKernels }),
  );
  return {
    schema: 1,
    kind: 'levels',
    version: version(),
    name: configuration.name,
    ...acceptedIn(tasks.results()),
    seed: configuration.seed,
    seeds,
    config: configuration,
    dataset: first?.dataset ?? {
      name: dataset.name,
      train: 0,
      test: 0,
      sha256: dataset.sha256,
    },
    vary,
    values,
    measure,
    series,
    fidelity,
    bestBeta: bestBeta(fidelity, values),
    failures: tasks.failures,
    timing: { total: nowSec() - begunSec },
  };
}

function fidelityOf(
  rule: LearningRuleName,
  {
    levels,
    seeds,
    dataset,
    createKernels,
  }: { levels: readonly Level[]; seeds: readonly number[]; dataset: Dataset } & Pick<
    LevelsContext,
    'createKernels'
  >,
): FidelitySeries[] {
  const betas = betasOf(levels[0].configuration);
  const found = levels.map(({ configuration }) =>
    seeds.map((seed) => {
      const kernels = createKernels();
      const measured = measureFidelity({ ...configuration, seed }, dataset, { rule, betas, kernels });
      kernels.dispose();
      return measured;
    }),
  );
  const lines: readonly (number | null)[] = learningRuleNamed(rule).taught === 'nudged' ? betas : [null];
  return lines.map((beta, line) => ({
    rule,
    beta,
    points: levels.map(({ level }, i) => {
      const over = (of: (fidelity: Fidelity) => number) =>
        meanInterval(found[i].map((seed) => of(seed[line])));
      return {
        level,
        cosine: over(({ cosine }) => cosine),
        relativeError: over(({ relativeError }) => relativeError),
      };
    }),
  }));
}

function bestBeta(fidelity: readonly FidelitySeries[], values: readonly number[]): LevelsResult['bestBeta'] {
  const lines = fidelity.flatMap(({ beta, points }) => (beta === null ? [] : [{ beta, points }]));
  if (lines.length === 0) return [];
  return values.map((level, i) => {
    const best = lines.reduce((most, line) =>
      line.points[i].relativeError.mean < most.points[i].relativeError.mean ? line : most,
    );
    const { cosine, relativeError } = best.points[i];
    return { level, beta: best.beta, cosine: cosine.mean, relativeError: relativeError.mean };
  });
}
