import type { RandomStream } from '../../../devices/index.js';
import type { Configuration } from '../../configuration/configuration.js';
import { linearOptions } from '../../configuration/linear-options.js';
import type { Selection } from '../../data/batches.js';
import { stratified } from '../../data/stratified.js';
import type { Learner } from '../build/learner.js';
import type { Model } from '../build/types.js';
import type { Accuracy, LabelShare } from '../results/result.js';
import type { Stage } from './context.js';
import {
  associate,
  classify,
  createKeptOutputs,
  createResponder,
  type Evaluation,
  type KeptOutputs,
  shareCorrect,
} from './evaluation.js';
import { trainLinear } from './linear-readout.js';

/** Tests a network in the way that its training asks for. */
export interface Tester {
  /**
   * Class association and test, or the test of a supervised network; `last`: with the linear
   * classifier, if one is wanted.
   */
  readonly test: (options: { last: boolean; pause: Pause }) => Promise<Evaluation>;
  /** Accuracy by class association on a small, fixed sample; null where labels were the target. */
  readonly sample: (pause: Pause) => Promise<number | null>;
}

/**
 * Awaited now and then with the images done and in all of a stage. What it throws ends the test.
 */
export type Pause = (stage: Stage, done: number, of: number) => Promise<void>;

export interface TesterOptions {
  readonly train: Selection;
  readonly test: Selection;
  readonly random: RandomStream;
  /** Images at once. */
  readonly batchSize: number;
  /** The network as the last test finds it; the learner's own as it is by default. */
  readonly deployed?: () => Promise<Pick<Model, 'network' | 'rule'>>;
}

/** Images of the learning curve's association and of its test. */
export const sampleSize = 1000;

export function createTester(
  configuration: Configuration,
  learner: Learner,
  { train, test, random, batchSize, deployed }: TesterOptions,
): Tester {
  const { network, learning } = learner;
  const units = network.layers[network.layers.length - 1];
  let respond = createResponder(learner, batchSize);
  const unsupervised = learning.mode === 'unsupervised';
  const [labels, ...others] = [configuration.readout.labels].flat() as number[];
  const options = unsupervised ? linearOptions(configuration, learning.rule) : null;

  const linear = async (
    memory: KeptOutputs,
    labelled: Selection,
    pause: Pause,
  ): Promise<Uint8Array | null> => {
    if (!options) return null;
    const setting = { labelled, test, units, options, kernels: network.kernels };
    const of = options.epochs * labelled.indices.length;
    return trainLinear(memory, { ...setting, random: random.stream('linear readout') }, (done) =>
      pause('classify', done, of),
    );
  };
  const readOut = async (share: number, { last, pause }: { last: boolean; pause: Pause }) => {
    const count = Math.round(share * train.indices.length);
    const labelled = share === 1 ? train : stratified(train, count, random.stream('readout labels')).chosen;
    const of = { associate: labelled.indices.length, test: test.indices.length };
    const memory = last && options ? createKeptOutputs(respond, units) : null;
    const evaluation = await associate(memory?.respond ?? respond, { labelled, test, units }, (stage, done) =>
      pause(stage, done, of[stage]),
    );
    const right = memory ? await linear(memory, labelled, pause) : null;
    return right ? { ...evaluation, correct: { ...evaluation.correct, linear: right } } : evaluation;
  };

  const measure: Tester['test'] = async ({ last, pause }) => {
    const of = test.indices.length;
    if (last && deployed) respond = createResponder(await deployed(), batchSize);
    if (!unsupervised) return classify(respond, { test, units }, (done) => pause('test', done, of));
    const evaluation: Evaluation = await readOut(labels, { last, pause });
    if (!last || others.length === 0) return evaluation;
    const otherLabels: LabelShare[] = [];
    for (const share of others) {
      otherLabels.push({ labels: share, accuracy: accuracyOf(await readOut(share, { last, pause })) });
    }
    return { ...evaluation, otherLabels };
  };

  return Object.freeze<Tester>({
    async test(options) {
      learner.phases?.setTesting(true);
      const evaluation = await measure(options);
      learner.phases?.setTesting(false);
      return evaluation;
    },
    async sample(pause) {
      if (!unsupervised) return null;
      const small = { labelled: first(train), test: first(test), units };
      const before = { associate: 0, test: small.labelled.indices.length };
      const of = before.test + small.test.indices.length;
      const { correct } = await associate(respond, small, (stage, done) =>
        pause('sample', before[stage] + done, of),
      );
      return shareCorrect(correct.average);
    },
  });
}

/** What was measured, null for the rest. */
export function accuracyOf(evaluation: Evaluation | null): Accuracy {
  const { average, max, linear, test } = evaluation?.correct ?? {};
  const share = (correct: Uint8Array | undefined) => (correct ? shareCorrect(correct) : null);
  return { average: share(average), max: share(max), linear: share(linear), test: share(test) };
}

function first({ set, indices }: Selection): Selection {
  return { set, indices: indices.subarray(0, sampleSize) };
}
