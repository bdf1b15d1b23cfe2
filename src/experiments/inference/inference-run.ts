import type { Kernels } from '../../../crossbar/index.js';
import { createRandom, NonFiniteError } from '../../../devices/index.js';
import type { InferenceConfiguration } from '../../configuration/inference/resolve-inference.js';
import type { MatrixOperator, Value } from '../../graph/plan/matrix-operator.js';
import type { NetworkPlan } from '../../graph/plan/plan.js';
import type { Execution } from '../../graph/run/execution.js';
import type { FloatNetwork } from '../../graph/run/float-network.js';
import type { ImageFeed } from './images.js';
import { createNetworkChip, type NetworkChip } from './network-chip.js';

/** A network, its images, and all that runs it. */
export interface InferenceSetting {
  readonly plan: NetworkPlan;
  readonly float: FloatNetwork;
  readonly execution: Execution;
  readonly test: ImageFeed;
  readonly calibration: ImageFeed;
  /** Images at once. */
  readonly batch: number;
}

/** Images at which the outputs of layers are compared with those of floats. */
const comparedImages = 128;

export interface InferenceProgress {
  readonly signal?: AbortSignal | undefined;
  /** Shown the images done. */
  readonly advanced?: (done: number) => void;
}

/** The classes that a network in floating point gives all images; null where it was interrupted. */
export async function floatClasses(
  { float, plan, test, batch }: InferenceSetting,
  progress: InferenceProgress,
): Promise<Int32Array | null> {
  return classesOf(
    test,
    batch,
    progress,
    async (images) => (await float.run(images)).get(plan.graph.output)!,
  );
}

/** What one chip made of the images. */
export interface ChipOutcome {
  readonly classes: Int32Array;
  readonly layers: readonly LayerOutcome[];
  /** Mean over the cells of all its arrays. */
  readonly meanConductanceS: number;
}

export interface LayerOutcome {
  readonly label: string;
  /**
   * Root mean square of chip minus float at the output of the layer, over that of float: what all
   * layers before have done wrong is part of it.
   */
  readonly error: number;
  /** Shares of inputs, of conversions and of weights that clipped. */
  readonly clippedInputs: number;
  readonly clippedConversions: number;
  readonly clippedWeights: number;
}

/**
 * Draws a chip from a seed, writes the network to it, calibrates its converters, and tests it. null
 * where it was interrupted. Throws NonFiniteError.
 */
export async function runChip(
  setting: InferenceSetting,
  {
    configuration,
    seed,
    kernels,
    ...progress
  }: InferenceProgress & {
    readonly configuration: InferenceConfiguration;
    readonly seed: number;
    readonly kernels: Kernels;
  },
): Promise<ChipOutcome | null> {
  const { plan, execution, test, batch } = setting;
  const { hardware: chip } = configuration;
  const network = createNetworkChip(plan, { chip, kernels, random: createRandom(seed).stream('inference') });
  await calibrateNetwork(network, setting, configuration);
  const { inferenceAfterSec } = chip.read;
  if (inferenceAfterSec > 0) for (const crossbar of network.crossbars) crossbar.setTime(inferenceAfterSec);
  const errors = createErrors(plan, setting);
  let from = 0;
  const classes = await classesOf(test, batch, progress, async (images) => {
    const compared = from < comparedImages ? await errors.begin(images) : undefined;
    from += batch;
    return execution.run(images, { productOf: network.productOf, ...(compared && { seen: compared }) });
  });
  if (!classes) return null;
  return { classes, layers: layersOf(plan, network, errors.of), meanConductanceS: meanConductance(network) };
}

/** Class by class the first of the largest outputs; null where it was interrupted. */
async function classesOf(
  { count, batch: images }: ImageFeed,
  batch: number,
  { signal, advanced = () => undefined }: InferenceProgress,
  answer: (images: Value) => Promise<Value>,
): Promise<Int32Array | null> {
  const classes = new Int32Array(count);
  for (let from = 0; from < count; from += batch) {
    if (signal?.aborted) return null;
    const { data } = await answer(images(from, batch));
    const outputs = data as Float32Array;
    const each = outputs.length / batch;
    for (let i = 0; i < Math.min(batch, count - from); i++) {
      classes[from + i] = strongest(outputs.subarray(i * each, (i + 1) * each));
    }
    advanced(Math.min(count, from + batch));
    // Signals and progress are seen between batches.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return classes;
}

function strongest(outputs: Float32Array): number {
  let best = 0;
  for (let k = 0; k < outputs.length; k++) {
    if (!Number.isFinite(outputs[k])) throw new NonFiniteError(`output ${k} of the network is ${outputs[k]}`);
    if (outputs[k] > outputs[best]) best = k;
  }
  return best;
}

/** Sets the `calibrated` ranges of a chip's converters, the inputs of DACs first. */
export async function calibrateNetwork(
  { crossbars, productOf }: NetworkChip,
  { execution, calibration, batch }: Pick<InferenceSetting, 'execution' | 'calibration' | 'batch'>,
  { hardware, calibration: { images } }: InferenceConfiguration,
): Promise<void> {
  const { dac, adc } = hardware.converters;
  const stages = [
    ...(dac.range === 'calibrated' ? (['inputs'] as const) : []),
    ...(dac.range === 'calibrated' || adc.range === 'calibrated' ? (['currents'] as const) : []),
  ];
  if (stages.length === 0) return;
  const count = Math.min(images, calibration.count);
  for (const stage of stages) {
    for (const crossbar of crossbars) crossbar.calibrate(stage);
    for (let from = 0; from < count; from += batch)
      await execution.run(calibration.batch(from, batch), { productOf });
  }
  for (const crossbar of crossbars) crossbar.calibrate('done');
}

/** Sums of squares of chip minus float and of float, by node. */
function createErrors({ matrixOperators }: NetworkPlan, { float }: InferenceSetting) {
  const sums = new Map<string, { error: number; float: number }>();
  const names = [...new Set(matrixOperators.map(({ outputs }) => outputs[0]!))];
  return {
    /** What is to be shown the outputs of the chip for the same images. */
    async begin(images: Value) {
      const exact = await float.run(images, names);
      return ({ node, outputs }: MatrixOperator, output: Value) => {
        const wanted = exact.get(outputs[0]!)!.data as Float32Array;
        const found = output.data as Float32Array;
        const sum = sums.get(node) ?? { error: 0, float: 0 };
        for (let i = 0; i < wanted.length; i++) {
          sum.error += (found[i] - wanted[i]) ** 2;
          sum.float += wanted[i] ** 2;
        }
        sums.set(node, sum);
      };
    },
    of(node: string): number {
      const { error, float: all } = sums.get(node)!;
      return error === 0 ? 0 : Math.sqrt(error / all);
    },
  };
}

function layersOf(
  { matrixOperators, matrices }: NetworkPlan,
  { crossbars }: NetworkChip,
  errorOf: (node: string) => number,
): readonly LayerOutcome[] {
  const byKey = new Map(matrices.map(({ key }, i) => [key, crossbars[i]!]));
  return matrixOperators.map(({ node, label, matrices: own }) => {
    const arrays = own.map(({ key }) => byKey.get(key)!);
    const sum = (of: (crossbar: (typeof crossbars)[number]) => number) =>
      arrays.reduce((total, crossbar) => total + of(crossbar), 0);
    const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
    return {
      label,
      error: errorOf(node),
      clippedInputs: share(
        sum(({ counters: c }) => c.clippedInputs),
        sum(({ counters: c }) => c.inputs),
      ),
      clippedConversions: share(
        sum(({ counters: c }) => c.saturated),
        sum(({ counters: c }) => c.conversions),
      ),
      clippedWeights: share(
        sum(({ writes }) => writes.programming.clipped),
        sum(({ writes }) => writes.programming.weights),
      ),
    };
  });
}

/** Means of arrays, weighted by their cells. */
function meanConductance({ crossbars }: NetworkChip): number {
  const cells = crossbars.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
  return crossbars.reduce((sum, one) => sum + (one.conductances(1).meanS * one.rows * one.cols) / cells, 0);
}
