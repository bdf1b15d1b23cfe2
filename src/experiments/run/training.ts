import { batchesOf } from '../../data/batches.js';
import type { PartTrainer } from '../build/learner.js';
import { isSampleDue, sampleThresholds } from '../chip-report/homeostasis-trace.js';
import type { EpochResult, RunStatus } from '../results/result.js';
import type { ExperimentContext } from './context.js';
import type { Evaluation } from './evaluation.js';
import type { Pass, Plan } from './plan.js';
import type { RunRecord } from './snapshot.js';
import { accuracyOf, type Pause, type Tester } from './tester.js';

export interface TrainingOptions extends Pick<ExperimentContext, 'nowSec' | 'observe'> {
  readonly id: string;
  readonly signal: AbortSignal | undefined;
  readonly plan: Plan;
  /** Epochs from test to test. */
  readonly every: number;
  /** Where to go on from; kept up to date in place. */
  readonly record: RunRecord;
  readonly startPass: (trainer: PartTrainer, epoch: number) => void;
  /**
   * Called where the run can be resumed from: between two batches, when so many seconds have passed
   * or it is interrupted; and at the end of an epoch's training. A test may change what it tests
   * (reads draw noise): a run goes on from before it.
   */
  readonly save: () => void;
  readonly saveEverySec: number;
}

/**
 * Points of the learning curve inside the first epoch, as shares of it; later epochs add their
 * ends.
 */
const curvePoints = [0, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 3 / 4];

/**
 * Seconds of training after which the loop yields and reports progress, however few batches they
 * were.
 */
const pauseEverySec = 0.1;
/** Seconds of training that a run does not lose when it is interrupted in a small test. */
const worthSavingSec = 2;

/**
 * Goes through the plan from where the record stands. The evaluation is the last one, null where
 * there was none.
 */
export async function trainAndTest(
  tester: Tester,
  options: TrainingOptions,
): Promise<{ status: RunStatus; evaluation: Evaluation | null }> {
  const { id, plan, every, record, nowSec, observe, signal } = options;
  const epochs = Math.max(plan.epochs, 1);
  let savedSec = Number.POSITIVE_INFINITY;
  let pausedSec = Number.NEGATIVE_INFINITY;
  let isTesting = false;
  const pauseIn =
    (epoch: number, epochs: number): Pause =>
    async (stage, done, of) => {
      observe({ kind: 'progress', id, stage, epoch, epochs, done, total: of });
      await yieldToEventLoop();
      if (signal?.aborted) throw new Interruption();
    };
  const addPoint = async (images: number) => {
    const average = await tester.sample(pauseIn(1, 1));
    if (average !== null) record.curve.push({ images, average });
  };
  /** A point between two batches: what is interrupted in its test goes on from before it. */
  const addPointWithin = async (images: number) => {
    const now = nowSec();
    if (record.done > 0 && now - savedSec >= worthSavingSec) {
      options.save();
      savedSec = now;
    }
    isTesting = true;
    await addPoint(images);
    isTesting = false;
  };

  /**
   * Goes on with a pass from record.done; `before` and `of` = images of the epoch before it and in
   * all.
   */
  const runPass = async (
    { trainer, images, epoch }: Pass,
    { before, of }: { before: number; of: number },
  ) => {
    options.startPass(trainer, epoch);
    const { batchSize } = trainer.phase;
    const pause = pauseIn(record.epoch + 1, epochs);
    const { homeostasis } = trainer;
    const rest = { set: images.set, indices: images.indices.subarray(record.done) };
    for (const batch of batchesOf(rest, batchSize)) {
      const points = record.epoch === 0 ? curvePoints.slice(record.curve.length) : [];
      for (const point of points)
        if (record.done >= Math.floor(point * of)) await addPointWithin(record.done);
      const start = nowSec();
      const step = trainer.learn(batch);
      const end = nowSec();
      record.seconds += end - start;
      const count = batch.indices.length;
      record.sweeps += step.sweeps * count;
      record.trained += count;
      record.done += count;
      const done = before + record.done;
      if (homeostasis && isSampleDue(done - count, done, { epoch: record.epoch, of })) {
        record.thresholds.push(sampleThresholds(homeostasis, record.trained));
      }
      if (step.status === 'non-finite') return false;
      if (signal?.aborted) throw new Interruption();
      if (end - savedSec >= options.saveEverySec) {
        options.save();
        savedSec = end;
      }
      if (done % (64 * batchSize) < count || done === of || end - pausedSec >= pauseEverySec) {
        await pause('train', done, of);
        pausedSec = end;
      }
    }
    record.done = 0;
    record.pass++;
    return true;
  };

  const trainEpoch = async () => {
    const passes = plan.passesOf(record.epoch);
    const imagesIn = (some: readonly Pass[]) =>
      some.reduce((sum, { images }) => sum + images.indices.length, 0);
    while (record.pass < passes.length) {
      const span = { before: imagesIn(passes.slice(0, record.pass)), of: imagesIn(passes) };
      if (!(await runPass(passes[record.pass], span))) return false;
    }
    return true;
  };

  let evaluation: Evaluation | null = null;
  try {
    while (record.epoch < plan.epochs) {
      if (signal?.aborted) throw new Interruption();
      const begun = nowSec();
      savedSec = Math.min(savedSec, begun);
      if (!(await trainEpoch())) return { status: 'non-finite', evaluation };
      options.save();
      isTesting = true;
      const epoch = record.epoch + 1;
      const last = epoch === plan.epochs;
      const due = last || epoch % every === 0;
      evaluation = due ? await tester.test({ last, pause: pauseIn(epoch, epochs) }) : null;
      await addPoint(record.trained);
      const result: EpochResult = {
        epoch,
        ...(plan.pretraining > 0 && { part: epoch <= plan.pretraining ? 'pretrain' : 'main' }),
        accuracy: accuracyOf(evaluation),
        seconds: nowSec() - begun,
      };
      record.results.push(result);
      record.epoch = epoch;
      record.pass = 0;
      isTesting = false;
      observe({ kind: 'epoch-ended', id, epoch: result });
    }
    // A network that is not to be trained, or whose training had ended before.
    isTesting = true;
    evaluation ??= await tester.test({ last: true, pause: pauseIn(epochs, epochs) });
    return { status: 'completed', evaluation };
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    if (!isTesting) options.save();
    return { status: 'interrupted', evaluation };
  }
}

/** The user has asked to stop. */
class Interruption extends Error {}

/** Yields to the event loop, so that an interrupt is handled. */
function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
