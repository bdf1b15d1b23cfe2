import {
  type Configuration,
  type ResolveOptions,
  resolveConfiguration,
} from '../../configuration/configuration.js';
import { type Mapping, merged } from '../../configuration/plain-data.js';
import type { Dataset } from '../../data/dataset.js';
import { type ExperimentOutcome, runAll } from '../compare/compare.js';
import { rowRunIds } from '../compare/run-ids.js';
import { meanRun } from '../results/repeats.js';
import type { ExperimentContext } from '../run/context.js';
import type { PublishedRow } from './row.js';

export interface RowOptions {
  readonly seed: number;
  /** Stop after so many epochs, pretraining included; the schedules keep their length. */
  readonly epochs?: number | undefined;
  /** Epochs from test to test. */
  readonly every?: number | undefined;
  /** Assignments `path=value`. */
  readonly set?: readonly string[] | undefined;
  /** As for `resolveConfiguration`. */
  readonly modules?: ResolveOptions['modules'];
}

/** The configuration of a row. Throws InputError as `resolveConfiguration`. */
export async function rowConfiguration(
  { name, configuration: differing }: PublishedRow,
  { seed, epochs = Infinity, every, set = [], modules }: RowOptions,
): Promise<Configuration> {
  const own = merged({ name, hardware: 'ideal' }, differing) as Mapping;
  const source = `row ${name}`;
  const { learning } = await resolveConfiguration(own, { source, set, modules });
  const pretraining = Math.min(epochs, (learning.pretrain?.epochs as number | undefined) ?? 0);
  const override = {
    seed,
    learning: {
      epochs: Math.min(epochs - pretraining, learning.epochs),
      ...(learning.pretrain && { pretrain: { epochs: pretraining } }),
    },
    ...(every !== undefined && { readout: { every } }),
  };
  return resolveConfiguration(own, { source, set, override, modules });
}

/**
 * Runs a row, its published figures beside it, and its untrained twin where it has one; of several
 * seeds one run is left, the mean of them.
 */
export async function reproduce(
  row: PublishedRow,
  configuration: Configuration,
  { dataset, context }: { dataset: Dataset; context: ExperimentContext },
): Promise<ExperimentOutcome> {
  const { rule } = configuration.learning;
  const [id, untrained] = rowRunIds(row.name);
  const own = { id, rule, hardware: configuration.hardware };
  const twin = { ...own, id: untrained, untrained: true };
  const runs = row.untrainedTwin ? [own, twin] : [own];
  const pairs = [[own.id, twin.id]] as const;
  const outcomes: ExperimentOutcome[] = [];
  for (let i = 0; i < row.repeats; i++) {
    if (context.signal?.aborted && i > 0) break;
    const seeded = { ...configuration, seed: configuration.seed + i };
    outcomes.push(await runAll(seeded, dataset, { runs, pairs, context }));
  }
  const [{ result, receptiveFields }] = outcomes;
  const found = outcomes.flatMap((outcome) => outcome.result.runs.filter(({ id }) => id === row.name));
  if (found.length === 0) return { result, receptiveFields };
  const whole = row.repeats > 1 ? meanRun(found) : found[0];
  const otherLabels = whole.otherLabels?.map((share) => {
    const { published } = row.publishedLabels?.find(({ labels }) => labels === share.labels) ?? {};
    return published ? { ...share, published } : share;
  });
  const { published, source } = row;
  const run = { ...whole, ...(otherLabels && { otherLabels }), published, source };
  const twins = result.runs.filter(({ id }) => id === twin.id);
  return { result: { ...result, runs: [run, ...twins] }, receptiveFields };
}
