import type { Kernels } from '../../../crossbar/index.js';
import type { InferenceConfiguration } from '../../configuration/inference/resolve-inference.js';
import type { ImageReads } from '../../graph/run/reads-of-image.js';
import type { DatasetSummary } from '../results/result.js';
import { shareDifference, shareInterval } from '../results/statistics.js';
import { version } from '../run/version.js';
import { type ChipOutcome, floatClasses, type InferenceSetting, runChip } from './inference-run.js';
import { inspectNetwork } from './inspect-network.js';
import { networkCost } from './network-cost.js';
import { networkFindings } from './network-findings.js';
import type { Agreement, ChipResult, LayerSummary, NetworkEstimateResult } from './network-result.js';

export interface NetworkEstimateOptions {
  readonly seeds: readonly number[];
  readonly dataset: DatasetSummary;
  /** The network's file, and the SHA-256 of its bytes. */
  readonly network: { readonly file: string; readonly sha256: string };
  readonly reads: readonly ImageReads[];
  /** Of an estimate that this one goes on with, by seed. */
  readonly done?: readonly ChipResult[];
}

export interface NetworkEstimateContext {
  readonly nowSec: () => number;
  readonly createKernels: () => Kernels;
  readonly signal?: AbortSignal;
  /** Shown the images done of a stage: `float`, or a chip. */
  readonly advanced: (stage: string, done: number) => void;
  /** Shown the result so far after the floats and after each chip. */
  readonly found: (result: NetworkEstimateResult) => Promise<void>;
}

/**
 * What chips make of a network trained elsewhere: floats first, then a chip a seed, each written
 * once and tested on all images. Resolves to the result, in which chips are pending where it was
 * interrupted; null where not even the floats were done. Throws NonFiniteError, InputError.
 */
export async function estimateNetwork(
  configuration: InferenceConfiguration,
  setting: InferenceSetting,
  options: NetworkEstimateOptions,
  context: NetworkEstimateContext,
): Promise<NetworkEstimateResult | null> {
  const { seeds, done = [] } = options;
  const { nowSec, createKernels, signal, advanced, found } = context;
  const begunSec = nowSec();
  const float = await floatClasses(setting, { signal, advanced: (images) => advanced('float', images) });
  if (!float) return null;
  const chips: ChipResult[] = seeds.flatMap((seed) => done.find((one) => one.seed === seed) ?? []);
  const resultNow = () =>
    resultOf(configuration, setting, { ...options, float, chips, totalSec: nowSec() - begunSec });
  await found(resultNow());
  for (const seed of seeds) {
    if (chips.some((one) => one.seed === seed)) continue;
    const kernels = createKernels();
    const outcome = await runChip(setting, {
      ...{ configuration, seed, kernels, signal },
      advanced: (images) => advanced(`chip of seed ${seed}`, images),
    });
    kernels.dispose();
    if (!outcome) break;
    chips.push(chipResult(seed, outcome, { float, labels: setting.test.labels }));
    await found(resultNow());
  }
  return resultNow();
}

function chipResult(
  seed: number,
  { classes, layers, meanConductanceS }: ChipOutcome,
  { float, labels }: { readonly float: Int32Array; readonly labels: ArrayLike<number> },
): ChipResult {
  const share = (is: (i: number) => boolean) =>
    classes.reduce((count, _, i) => count + Number(is(i)), 0) / classes.length;
  const right = (i: number) => classes[i] === labels[i];
  const floatRight = (i: number) => float[i] === labels[i];
  return {
    seed,
    accuracy: share(right),
    agreement: {
      same: share((i) => classes[i] === float[i]),
      bothRight: share((i) => right(i) && floatRight(i)),
      lost: share((i) => !right(i) && floatRight(i)),
      gained: share((i) => right(i) && !floatRight(i)),
      bothWrong: share((i) => !right(i) && !floatRight(i)),
    },
    layers,
    meanConductanceS,
  };
}

interface Found extends NetworkEstimateOptions {
  readonly float: Int32Array;
  readonly chips: readonly ChipResult[];
  readonly totalSec: number;
}

function resultOf(
  configuration: InferenceConfiguration,
  { plan, test }: InferenceSetting,
  { seeds, dataset, network, reads, float, chips, totalSec }: Found,
): NetworkEstimateResult {
  const { name, seed, hardware } = configuration;
  const { arrays, totals } = inspectNetwork(plan, { chip: hardware, reads });
  const accuracy =
    float.reduce((count, found, i) => count + Number(found === test.labels[i]), 0) / test.count;
  const values = chips.map((chip) => chip.accuracy);
  const mean = (of: (chip: ChipResult) => number) =>
    chips.reduce((sum, chip) => sum + of(chip), 0) / Math.max(1, chips.length);
  const pending = seeds.length - chips.length;
  const result = {
    schema: 1 as const,
    kind: 'network-estimate' as const,
    version: version(),
    ...{ name, seed, seeds, config: configuration, dataset },
    network: { ...network, weights: totals.weights, macs: totals.macs ?? 0, tiles: totals.tiles },
    float: { accuracy },
    chip: { ...shareInterval(values, test.count), values },
    difference: shareDifference(
      values,
      values.map(() => accuracy),
      test.count,
    ),
    layers: arrays.map(
      ({ label, operator, rows, cols, matrices, tiles, reads: vectors }, i): LayerSummary => ({
        ...{ label, operator, rows, cols, matrices, tiles, reads: vectors ?? 0 },
        error: mean(({ layers }) => layers[i]!.error),
        clippedInputs: mean(({ layers }) => layers[i]!.clippedInputs),
        clippedConversions: mean(({ layers }) => layers[i]!.clippedConversions),
        clippedWeights: mean(({ layers }) => layers[i]!.clippedWeights),
      }),
    ),
    agreement: meanAgreement(mean),
    cost: networkCost(plan, { chip: hardware, reads, conductanceS: mean((chip) => chip.meanConductanceS) }),
    chips,
    ...(pending > 0 && { pending }),
    failures: [],
    timing: { total: totalSec },
  };
  return { ...result, findings: networkFindings(result, classesIn(test.labels)) };
}

function meanAgreement(mean: (of: (chip: ChipResult) => number) => number): Agreement {
  return {
    same: mean(({ agreement }) => agreement.same),
    bothRight: mean(({ agreement }) => agreement.bothRight),
    lost: mean(({ agreement }) => agreement.lost),
    gained: mean(({ agreement }) => agreement.gained),
    bothWrong: mean(({ agreement }) => agreement.bothWrong),
  };
}

function classesIn(labels: ArrayLike<number>): number {
  return new Set(Array.from(labels)).size;
}
