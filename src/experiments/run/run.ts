import { createRandom, type RandomStream } from '../../../devices/index.js';
import type {
  ChipConfiguration,
  Configuration,
  LearningRuleName,
} from '../../configuration/configuration.js';
import { selectImages } from '../../data/batches.js';
import type { Dataset } from '../../data/dataset.js';
import type { Coupling } from '../../network/coupling.js';
import { transposeMismatch } from '../../network/couplings/transpose-mismatch.js';
import { calibrateChip } from '../build/calibration.js';
import { createDeployment, type Deployment, isTransferred } from '../build/deployment.js';
import { readInitialWeights } from '../build/initial-weights.js';
import { createLearner, type Learner, largestBatch } from '../build/learner.js';
import { weightsOf } from '../build/network-weights.js';
import { chipSummary, sampleOf } from '../chip-report/chip-summary.js';
import { createHistogram } from '../chip-report/conductance-histogram.js';
import { shownUnits } from '../chip-report/homeostasis-trace.js';
import { type ReceptiveFields, receptiveFieldsOf } from '../chip-report/receptive-fields.js';
import { judged } from '../results/learned.js';
import type { RunResult, RunStatus } from '../results/result.js';
import type { ExperimentContext } from './context.js';
import { type Evaluation, evaluationBatchOf } from './evaluation.js';
import { type Identity, inputsOf } from './identity.js';
import { nearestMeanAccuracy } from './nearest-mean.js';
import { planOf } from './plan.js';
import { newRecord, type RunRecord, restore, takeSnapshot } from './snapshot.js';
import { testImages } from './test-images.js';
import { accuracyOf, createTester, sampleSize } from './tester.js';
import { trainAndTest } from './training.js';
import { version } from './version.js';

export interface RunOptions {
  readonly id: string;
  readonly rule: LearningRuleName;
  readonly hardware: 'ideal' | ChipConfiguration;
  /** The untrained network: no epoch of training. */
  readonly untrained?: boolean;
}

/** One trained and tested network. */
export interface RunOutcome {
  readonly result: RunResult;
  /** Of the last evaluation; null where the run ended before one. */
  readonly evaluation: Evaluation | null;
  readonly receptiveFields: ReceptiveFields | null;
}

/**
 * Trains one network and tests it after every `readout.every` epochs and at the end. Everything
 * random comes from the seed and the name of what needs it, so that runs which differ in rule or
 * hardware start from the same weights and see the same images and dropout. Where the context has
 * checkpoints, the run goes on from its last one to the same bits, and leaves one now and then,
 * before every test and when it is interrupted.
 */
export async function run(
  given: Configuration,
  dataset: Dataset,
  { id, rule, hardware, untrained = false, ...context }: RunOptions & ExperimentContext,
): Promise<RunOutcome> {
  const configuration = untrained ? { ...given, learning: { ...given.learning, epochs: 0 } } : given;
  const { observe, checkpoints } = context;
  const name = `${id}-${configuration.seed}`;
  const prepared = prepareRun(configuration, dataset, { id, rule, hardware, ...context });
  const { kernels, learner, deployment, histogram, tester, plan } = prepared;

  const snapshot = checkpoints?.load(name) ?? null;
  const record = snapshot?.meta.record ?? newRecord();
  const arithmetic = kernels.name === 'simd-fast' ? { arithmetic: 'fast' as const } : {};
  const identity: Identity = { version: version(), inputs: inputsOf(configuration, dataset), ...arithmetic };
  const made = { configuration, hardware, plan, identity, acceptVersion: checkpoints?.acceptVersion };
  if (snapshot) restore(learner, snapshot, made);
  else await calibrate(prepared, hardware);
  observe({ kind: 'run-started', id, engine: kernels.engine, ...startOf(prepared, record) });
  const { status, evaluation } = await trainAndTest(tester, {
    plan,
    every: configuration.readout.every,
    record,
    startPass(trainer, epoch) {
      trainer.startEpoch(epoch);
      // In the middle of a pass the snapshot knows better what the start has reset.
      if (snapshot && record.done > 0) restore(learner, snapshot, made);
    },
    save: () => checkpoints?.save(name, takeSnapshot(learner, record, made)),
    saveEverySec: checkpoints?.everySec ?? Number.POSITIVE_INFINITY,
    id,
    observe,
    signal: context.signal,
    nowSec: context.nowSec,
  });

  context.keepWeights?.(name, weightsOf(deployment.network()));
  const chip = hardware !== 'ideal' && chipOf(prepared, hardware);
  kernels.dispose();
  observe({ kind: 'run-ended', id, status });
  const result: RunResult = {
    id,
    rule,
    mode: learner.learning.mode,
    hardware,
    seed: configuration.seed,
    status,
    ...scoresOf(prepared, { record, status, evaluation }),
    ...arithmetic,
    engine: kernels.engine,
    ...(record.acceptedVersions.length > 0 && { acceptedVersions: record.acceptedVersions }),
    ...(chip && { chip }),
    ...(histogram && { conductances: histogram.after() }),
    train: effortOf(record, deployment.phases()),
  };
  const receptiveFields =
    evaluation && receptiveFieldsOf(id, learner, { image: dataset.train, labels: evaluation.labels });
  return { result, evaluation, receptiveFields };
}

/** The network on its hardware, the images and what trains and tests with them. */
function prepareRun(
  configuration: Configuration,
  dataset: Dataset,
  { rule, hardware, device, ...context }: RunOptions & ExperimentContext,
) {
  const random = createRandom(configuration.seed);
  const kernels = context.createKernels();
  const train = selectImages(dataset.train, configuration.dataset.train, random.stream('train images'));
  const test = testImages(dataset, configuration);
  const batchSize = evaluationBatchOf(configuration, hardware);
  const maxBatch = Math.max(largestBatch(configuration, rule), batchSize);
  const initial = readInitialWeights(configuration.network, dataset.train);
  const options = { device, kernels, random, initial, maxBatch, image: dataset.train };
  const learner = createLearner(configuration, {
    ...options,
    rule,
    hardware: isTransferred(hardware) ? 'ideal' : hardware,
  });
  const deployment = createDeployment(configuration, learner, {
    ...options,
    hardware,
    calibration: { images: train, batchSize },
  });
  const { deployed } = deployment;
  const histogram = createHistogram(learner.crossbars);
  const tester = createTester(configuration, learner, { train, test, random, batchSize, deployed });
  const plan = planOf(learner, train, random);
  return { kernels, random, train, test, batchSize, learner, deployment, histogram, tester, plan };
}

type PreparedRun = ReturnType<typeof prepareRun>;

/** Sets the ranges of a chip's converters by images of training, where they are calibrated. */
async function calibrate(
  { learner, train, batchSize, plan }: PreparedRun,
  hardware: RunOptions['hardware'],
): Promise<void> {
  if (hardware === 'ideal') return;
  const trainers = plan.epochs > 0 ? learner.trainers : [];
  await calibrateChip(learner, { chip: hardware, images: train, batchSize, trainers });
}

function chipOf({ learner, deployment, test, random }: PreparedRun, hardware: ChipConfiguration) {
  return {
    ...chipSummary(deployment.crossbars(), hardware, sampleOf(test)),
    ...mismatchOf(learner, hardware, random.stream('transpose')),
  };
}

/** What is to come, and what is there of it. */
function startOf({ plan, train }: PreparedRun, { results }: RunRecord) {
  return { epochs: plan.epochs, images: train.indices.length, finished: [...results] };
}

interface RunEnd {
  readonly record: RunRecord;
  readonly status: RunStatus;
  readonly evaluation: Evaluation | null;
}

/** What a run has learned, and from what. */
function scoresOf({ train, test, learner, plan }: PreparedRun, { record, status, evaluation }: RunEnd) {
  const { curve, results, thresholds } = record;
  const { mode, learningRate, batchSize, optimizer } = learner.learning;
  const outputs = learner.network.layers[learner.network.layers.length - 1];
  const accuracy = accuracyOf(evaluation);
  return {
    accuracy,
    ...(evaluation?.otherLabels && { otherLabels: evaluation.otherLabels }),
    epochs: results,
    ...(mode === 'unsupervised' ? { curve } : {}),
    testImages: test.indices.length,
    learned: judged(
      { status, accuracy, curve, epochs: results },
      {
        classes: train.set.classes,
        testImages: test.indices.length,
        curveImages: Math.min(sampleSize, test.indices.length),
        reference: plan.epochs > 0 && evaluation ? nearestMeanAccuracy(train, test) : null,
      },
    ),
    learning: { learningRate, batchSize, optimizer },
    ...(thresholds.length > 0 ? { homeostasis: { units: shownUnits(outputs), samples: thresholds } } : {}),
  };
}

/** What training took. */
function effortOf(
  { seconds, trained, sweeps }: RunRecord,
  phases: ReturnType<Deployment['phases']>,
): RunResult['train'] {
  return {
    seconds,
    samplesPerSecond: seconds > 0 ? trained / seconds : 0,
    sweepsPerSample: trained > 0 ? sweeps / trained : 0,
    ...(phases && { phases }),
  };
}

/** Of the arrays that have been read backward, after all else: measuring reads them too. */
function mismatchOf({ network, crossbars }: Learner, { read }: ChipConfiguration, random: RandomStream) {
  const isReadBack = crossbars.some(({ counters }) => counters.backwardReads > 0);
  if (!isReadBack && read.feedback !== 'second-array') return {};
  const { couplings, kernels } = network;
  const bothWays = couplings.slice(1).filter((coupling) => 'backwardInto' in coupling) as Coupling[];
  const mismatches = bothWays.map((coupling, l) =>
    transposeMismatch(coupling, { kernels, random: random.stream(`${l}`) }),
  );
  return mismatches.length > 0 ? { transposeMismatch: mismatches } : {};
}
