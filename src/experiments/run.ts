import { createRandom } from '../../devices/index.js';
import { batchesOf, type Selection, selectImages, shuffled } from '../data/batches.js';
import type { Dataset } from '../data/dataset.js';
import type { ChipConfiguration, Configuration } from './configuration.js';
import type { ExperimentContext } from './context.js';
import { type Evaluation, evaluate, evaluationBatch, meanOf } from './evaluation.js';
import { createLearner, type Learner } from './learner.js';
import { type ReceptiveFields, receptiveFieldsOf } from './receptive-fields.js';
import type { Accuracy, ChipSummary, EpochResult, RunResult, RunStatus } from './result.js';

export interface RunOptions {
  readonly id: string;
  readonly rule: 'eqprop' | 'backprop';
  readonly hardware: 'ideal' | ChipConfiguration;
}

/** One trained and tested network. */
export interface RunOutcome {
  readonly result: RunResult;
  /** Of the last evaluation; null where the run ended before one. */
  readonly evaluation: Evaluation | null;
  readonly receptiveFields: ReceptiveFields | null;
}

/** Points of the learning curve inside the first epoch, as shares of it; later epochs add their ends. */
const curvePoints = [0, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 3 / 4];
/** Images of the learning curve's association and of its test: a small, fixed sample. */
const curveSample = { labelled: 1000, test: 1000 };

/**
 * Trains one network and tests it after every epoch. Everything random comes from the seed and the name of what needs
 * it, so that runs which differ in rule or hardware start from the same weights and see the same images and dropout.
 */
export async function run(
  configuration: Configuration,
  dataset: Dataset,
  { id, rule, hardware, ...context }: RunOptions & ExperimentContext,
): Promise<RunOutcome> {
  const { nowSec, observe, signal } = context;
  const random = createRandom(configuration.seed);
  const kernels = context.createKernels();
  const trainImages = selectImages(dataset.train, configuration.dataset.train, random.stream('train images'));
  const test = selectImages(dataset.test, configuration.dataset.test, random.stream('test images'));
  const total = trainImages.indices.length;
  const batchSize = configuration.learning.batchSize;
  const maxBatch = Math.max(batchSize, evaluationBatch);
  const learner = createLearner(configuration, { rule, hardware, kernels, random, maxBatch });
  const { epochs } = learner.learning;
  observe({ kind: 'run-started', id, epochs, images: total });

  const sample = {
    labelled: first(trainImages, curveSample.labelled),
    test: first(test, curveSample.test),
  };
  const curve: { images: number; average: number }[] = [];
  const addPoint = async (images: number) => {
    const { correct } = await evaluate(learner, sample);
    curve.push({ images, average: meanOf(correct.average) });
  };

  const results: EpochResult[] = [];
  let status: RunStatus = 'completed';
  let evaluation: Evaluation | null = null;
  let seconds = 0;
  let sweeps = 0;
  let trained = 0;

  for (let epoch = 1; epoch <= epochs && status === 'completed'; epoch++) {
    const progress = (stage: 'train' | 'associate' | 'test', done: number, of: number) => {
      observe({ kind: 'progress', id, stage, epoch, epochs, done, total: of });
      return breathe();
    };
    const points = epoch === 1 ? curvePoints.map((share) => Math.floor(share * total)) : [];
    const begun = nowSec();
    learner.startEpoch(epoch - 1);
    let done = 0;
    for (const images of batchesOf(
      shuffled(trainImages, random.stream('order'), epoch),
      learner.learning.batchSize,
    )) {
      while (points.length > 0 && done >= points[0]) {
        points.shift();
        await addPoint(done);
      }
      const start = nowSec();
      const step = learner.learn(images);
      seconds += nowSec() - start;
      const count = images.indices.length;
      sweeps += step.sweeps * count;
      done += count;
      trained += count;
      if (step.status === 'non-finite') status = 'non-finite';
      else if (signal?.aborted) status = 'interrupted';
      if (status !== 'completed') break;
      if (done % (64 * batchSize) < count || done === total) await progress('train', done, total);
    }
    if (status !== 'completed') break;
    evaluation = await evaluate(learner, { labelled: trainImages, test }, (stage, n) =>
      progress(stage, n, stage === 'test' ? test.indices.length : total),
    );
    await addPoint(trained);
    const result = { epoch, accuracy: accuracyOf(evaluation), seconds: nowSec() - begun };
    results.push(result);
    observe({ kind: 'epoch-ended', id, epoch: result });
  }

  kernels.dispose();
  observe({ kind: 'run-ended', id, status });
  const result: RunResult = {
    id,
    rule,
    mode: learner.learning.mode,
    hardware,
    seed: configuration.seed,
    status,
    accuracy: accuracyOf(evaluation),
    epochs: results,
    curve,
    ...(kernels.name === 'simd-fast' ? { arithmetic: 'fast' as const } : {}),
    ...(learner.crossbars.length > 0 ? { chip: chipSummary(learner) } : {}),
    train: {
      seconds,
      samplesPerSecond: seconds > 0 ? trained / seconds : 0,
      sweepsPerSample: trained > 0 ? sweeps / trained : 0,
    },
  };
  const receptiveFields =
    evaluation && receptiveFieldsOf(id, learner, { image: dataset.train, labels: evaluation.labels });
  return { result, evaluation, receptiveFields };
}

function accuracyOf(evaluation: Evaluation | null): Accuracy {
  const { average, max } = evaluation?.correct ?? { average: null, max: null };
  return { average: average && meanOf(average), max: max && meanOf(max), linear: null, test: null };
}

function first({ set, indices }: Selection, count: number): Selection {
  return { set, indices: indices.subarray(0, count) };
}

/** What the arrays did, summed over them. */
function chipSummary({ crossbars }: Learner): ChipSummary {
  const sum = (value: (counters: (typeof crossbars)[number]['counters']) => number) =>
    crossbars.reduce((total, { counters }) => total + value(counters), 0);
  const conversions = sum(({ conversions }) => conversions);
  return {
    forwardReads: sum(({ forwardReads }) => forwardReads),
    backwardReads: sum(({ backwardReads }) => backwardReads),
    adcSaturation: conversions > 0 ? sum(({ saturated }) => saturated) / conversions : 0,
    updates: sum(({ updates }) => updates),
    pulsedDevices: sum(({ pulsedDevices }) => pulsedDevices),
  };
}

/** Lets the event loop turn, so that an interrupt is heard. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
