import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import type { InferenceConfiguration } from '../../configuration/inference/resolve-inference.js';
import { checkNetworkMemory } from '../../experiments/inference/check-network-memory.js';
import { createImageFeed } from '../../experiments/inference/images.js';
import type { InferenceSetting } from '../../experiments/inference/inference-run.js';
import { readImages, sliced } from '../../experiments/inference/read-images.js';
import type { DatasetSummary } from '../../experiments/results/result.js';
import { checkComplete } from '../../graph/plan/plan.js';
import { prepareNetwork } from '../../graph/prepare.js';
import { createExecution } from '../../graph/run/execution.js';
import { createFloatNetwork } from '../../graph/run/float-network.js';
import { type ImageReads, imagesAtOnce, readsOfImage } from '../../graph/run/reads-of-image.js';
import { createRuntime } from '../../graph/run/runtime.js';
import type { EstimateCliOptions } from '../experiments/estimate.js';
import type { CliIo } from '../shared/cli-io.js';
import { besideChip, readChip } from './read-chip.js';

/** Images at once, where a network takes any number. */
const defaultBatch = 32;

/** All that an estimate of a network trained elsewhere needs, read and checked. */
export interface NetworkJob {
  readonly configuration: InferenceConfiguration;
  readonly setting: InferenceSetting;
  readonly dataset: DatasetSummary;
  readonly network: { readonly file: string; readonly sha256: string };
  readonly reads: readonly ImageReads[];
}

/** Reads network, chip and images. Throws InputError, one line, before anything is written. */
export async function readNetworkJob(options: EstimateCliOptions, io: CliIo): Promise<NetworkJob> {
  checkOptions(options);
  const given = await filesOf(options, io);
  const { configuration, file, data } = given;
  const { hardware, model, calibration, data: preprocessing } = configuration;
  const plan = await prepareNetwork(file, { runtime: createRuntime, digital: model.digital });
  checkComplete(plan);
  if (plan.matrices.length === 0) throw new InputError(`${file}: no matrix, expected a network with some`);
  checkNetworkMemory(plan, hardware);
  const found = readImages(data, { calibrationImages: calibration.images });
  const { images = found.test.count } = options;
  const shown = sliced(found.test, 0, Math.min(images, found.test.count));
  const test = createImageFeed(shown, plan.graph.input, preprocessing);
  const train = createImageFeed(found.train, plan.graph.input, preprocessing);
  const runtime = await createRuntime();
  const [, ...dims] = test.batch(0, 1).dims;
  const reads = await readsOfImage(plan, { runtime, dims });
  const names = plan.matrixOperators.map(({ outputs }) => outputs[0]!);
  const float = await createFloatNetwork(plan.graph, { runtime, names });
  const batch = imagesAtOnce(plan) ?? Math.min(defaultBatch, test.count);
  const setting = { plan, float, execution: createExecution(plan, runtime), test, calibration: train, batch };
  await checkClasses(setting, file);
  return {
    configuration,
    setting,
    dataset: { name: found.name, train: train.count, test: test.count, sha256: found.sha256 },
    network: { file: basename(file), sha256: createHash('sha256').update(readFileSync(file)).digest('hex') },
    reads,
  };
}

/** Chips run one after another in this process: workers would have nothing to do. */
function checkOptions(options: EstimateCliOptions): void {
  const { budget, target, ranks, time, mostRuns, path, workers } = options;
  const given = Object.entries({ budget, target, ranks, time, mostRuns, path, workers });
  const [name] = given.find(([, value]) => value !== undefined && value !== false) ?? [];
  if (name === undefined) return;
  const option = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new InputError(`estimate: --${option}: not supported yet for a network trained elsewhere`);
}

/** The files that options and chip name: of the network, and of the images. */
async function filesOf({ config, chip, data, set, seed }: EstimateCliOptions, io: CliIo) {
  const isWhole = config !== undefined && /\.(ya?ml|json)$/i.test(config);
  const place = isWhole ? config : chip;
  if (isWhole && chip !== undefined) {
    throw new InputError(
      `estimate: --chip beside ${config}, expected an ONNX file and --chip, or one file of both`,
    );
  }
  const named = await readChip({ chip: place, set, seed }, io);
  const file = isWhole ? named.model.file && besideChip(place, named.model.file) : config;
  if (file === undefined) {
    throw new InputError('estimate: NETWORK is missing, expected an ONNX file, or model: {file: net.onnx}');
  }
  const beside = named.data.path === undefined ? undefined : besideChip(place, named.data.path);
  const images = data ?? (beside !== undefined && existsSync(beside) ? beside : named.data.path);
  if (images === undefined) {
    throw new InputError('estimate: --data is missing, expected the name of a data set or a file of images');
  }
  const configuration: InferenceConfiguration = {
    ...named,
    model: { ...named.model, file: resolve(file) },
    data: { ...named.data, path: existsSync(images) ? resolve(images) : images },
  };
  return { configuration, file, data: images };
}

/** Throws InputError where labels are not among the outputs of the network. */
async function checkClasses({ float, plan, test, batch }: InferenceSetting, file: string): Promise<void> {
  const found = await float.run(test.batch(0, batch));
  const { dims } = found.get(plan.graph.output)!;
  const classes = dims.at(-1) ?? 0;
  if (dims.length !== 2 || dims[0] !== batch) {
    throw new InputError(
      `${file}: output ${plan.graph.output} of shape ${dims.join(' x ')} for ${batch} images, expected one number a class`,
    );
  }
  const largest = Array.from(test.labels).reduce((most, label) => Math.max(most, label), 0);
  if (largest < classes) return;
  throw new InputError(
    `${file}: ${classes} outputs, expected ${largest + 1} or more: labels go up to ${largest}`,
  );
}
