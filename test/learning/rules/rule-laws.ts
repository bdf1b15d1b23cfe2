import fc from 'fast-check';
import { createRandom } from '../../../devices/index.js';
import { defineLaw, type Law } from '../../../devices/testing/index.js';
import type { LearningRule, Update } from '../../../src/learning/learning-rule.js';
import type { LearnedNetwork } from '../../../src/network/network.js';
import { kernels } from '../../crossbar/fixture.js';

/** A network of floats and a rule that trains it. */
export interface RuleMade {
  readonly network: LearnedNetwork;
  readonly rule: LearningRule;
}

export interface RuleSubject {
  readonly name: string;
  /** Same seed, same bits. */
  readonly create: (seed: number) => RuleMade;
  /**
   * Of one image, for a target of the same length; the rule's update is minus the gradient of its
   * mean.
   */
  readonly loss: (answer: Float32Array, target: Float32Array) => number;
  /**
   * Largest error of a slope along a random direction, in units of |update| / sqrt(parameters);
   * null where the rule follows no gradient of the loss.
   */
  readonly slopeError: number | null;
}

const batch = 4;
const cases = (_: RuleSubject) => fc.record({ seed: fc.integer({ min: 1, max: 1000 }) });

interface Task {
  readonly input: Float32Array;
  readonly target: Float32Array;
}

/** Images uniform in [0, 1) and one class each. */
function taskOf({ layers }: LearnedNetwork, seed: number): Task {
  const input = kernels.float32(batch * layers[0]);
  kernels.uniformInto(input, { random: createRandom(seed).stream('images'), step: 0 });
  const outputs = layers[layers.length - 1];
  const target = kernels.float32(batch * outputs);
  for (let b = 0; b < batch; b++) target[b * outputs + ((seed + 3 * b) % outputs)] = 1;
  return { input, target };
}

const updateOf = ({ rule }: RuleMade, { input, target }: Task, step = 0): Update =>
  rule.answer({ batch, input, masks: [], step }).updateTowards(target);

/** The update as one list of changes a coupling and one a bias, in the order of `parametersOf`. */
function changesOf({ couplings }: LearnedNetwork, { products, biases }: Update): Float32Array[] {
  const weights = couplings.map(({ floats }, l) => {
    const change = new Float32Array(floats!.values.length);
    floats!.summed(products[l], (sum, from) => change.set(sum, from));
    return change;
  });
  return [...weights, ...biases.map((change) => change.slice())];
}

const parametersOf = ({ couplings, biases }: LearnedNetwork): Float32Array[] => [
  ...couplings.map(({ floats }) => floats!.values),
  ...biases,
];

function lossOf({ network, rule }: RuleMade, { input, target }: Task, loss: RuleSubject['loss']): number {
  const outputs = network.layers[network.layers.length - 1];
  const answer = kernels.float32(batch * outputs);
  rule.inferInto(answer, input, batch);
  let sum = 0;
  for (let from = 0; from < batch * outputs; from += outputs) {
    sum += loss(answer.subarray(from, from + outputs), target.subarray(from, from + outputs));
  }
  return sum / batch;
}

function changed({ couplings }: LearnedNetwork): void {
  for (const { floats } of couplings) floats!.changed();
}

/** parameters += size direction, for one list of them. */
function move({ network }: RuleMade, at: number, direction: Float32Array, size: number): void {
  const values = parametersOf(network)[at];
  for (let i = 0; i < values.length; i++) values[i] += size * direction[i];
  changed(network);
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const norm = (a: Float32Array) => Math.sqrt(dot(a, a));

const isMinusTheGradient = defineLaw({
  law: 'update-is-minus-the-gradient',
  statement:
    'along random directions of every weight and bias list, the loss rises by minus update . direction',
  cases,
  skipped: ({ slopeError }: RuleSubject) =>
    slopeError === null ? 'it is no gradient of the loss' : undefined,
  check({ create, loss, slopeError }: RuleSubject, { seed }) {
    const made = create(seed);
    const task = taskOf(made.network, seed);
    const changes = changesOf(made.network, updateOf(made, task));
    changes.forEach((change, at) => {
      // Padding and what stands at a bound stays there: biases begin at 0 and may move.
      const values = parametersOf(made.network)[at].slice();
      const isFree = (i: number) => at >= made.network.couplings.length || values[i] !== 0;
      const wanted = change.map((x, i) => (isFree(i) ? x : 0));
      const count = wanted.reduce((sum, _, i) => sum + Number(isFree(i)), 0);
      for (const name of ['one', 'another']) {
        const xi = kernels.float32(values.length);
        kernels.normalInto(xi, { random: createRandom(seed).stream(`${name} ${at}`), step: 0 });
        const direction = xi.map((x, i) => (isFree(i) ? x : 0));
        const scale = 1 / norm(direction);
        const size = 2e-3 * scale;
        const lossAt = (shift: number) => {
          move(made, at, direction, shift);
          const found = lossOf(made, task, loss);
          parametersOf(made.network)[at].set(values);
          changed(made.network);
          return found;
        };
        const slope = (lossAt(size) - lossAt(-size)) / (2 * size * norm(direction));
        const expected = -dot(wanted, direction) * scale;
        // Single precision leaves some 2^-22 of each loss.
        const limit = (slopeError! * norm(wanted)) / Math.sqrt(count) + 2 ** -22 / 2e-3;
        if (Math.abs(slope - expected) <= limit) continue;
        throw new Error(`list ${at}: the loss rises by ${slope}, expected ${expected} +- ${limit}`);
      }
    });
  },
});

const lowersTheLoss = defineLaw({
  law: 'loss-falls',
  statement: 'small steps along the update lower the loss of the images that it is from, every one of them',
  cases,
  check({ create, loss }: RuleSubject, { seed }) {
    const made = create(seed);
    const task = taskOf(made.network, seed);
    let before = lossOf(made, task, loss);
    for (let turn = 0; turn < 5; turn++) {
      const changes = changesOf(made.network, updateOf(made, task, turn));
      const squares = changes.reduce((sum, change) => sum + dot(change, change), 0);
      // By 3 % of the loss, were it linear.
      changes.forEach((change, at) => {
        move(made, at, change, (0.03 * before) / squares);
      });
      const after = lossOf(made, task, loss);
      if (!(after < before)) throw new Error(`step ${turn}: the loss goes from ${before} to ${after}`);
      before = after;
    }
  },
});

/** All bits that two batches of training leave, and an answer. */
function trained(made: RuleMade, seed: number, steps: readonly number[]): number[] {
  for (const step of steps) {
    const task = taskOf(made.network, seed + step);
    changesOf(made.network, updateOf(made, task, step)).forEach((change, at) => {
      move(made, at, change, 0.01);
    });
  }
  const { layers } = made.network;
  const answer = kernels.float32(batch * layers[layers.length - 1]);
  made.rule.inferInto(answer, taskOf(made.network, seed).input, batch);
  return [...answer, ...parametersOf(made.network).flatMap((values) => [...values])];
}

const resumes = defineLaw({
  law: 'goes-on-to-the-same-bits',
  statement:
    'weights, biases and memory put into a fresh rule go on to the same bits; the same seed gives them',
  cases,
  check({ create }: RuleSubject, { seed }) {
    const made = create(seed);
    trained(made, seed, [0, 1]);
    const everything = ({ network, rule }: RuleMade) => [
      ...parametersOf(network),
      ...(rule.memory ?? []).map(({ values }) => values),
    ];
    const stored = everything(made).map((values) => values.slice());
    const wanted = trained(made, seed, [2, 3]);
    const resumed = create(seed);
    everything(resumed).forEach((values, i) => void values.set(stored[i]));
    changed(resumed.network);
    const expectBits = (what: string, found: readonly number[]) => {
      const wrong = wanted.findIndex((value, i) => !Object.is(value, found[i]));
      if (wrong >= 0)
        throw new Error(`${what}: number ${wrong} is ${found[wrong]}, expected ${wanted[wrong]}`);
    };
    expectBits('resumed', trained(resumed, seed, [2, 3]));
    expectBits('the same seed', trained(create(seed), seed, [0, 1, 2, 3]));
  },
});

/** What every learning rule obeys on a network of floats. */
export const ruleLaws: readonly Law<RuleSubject>[] = Object.freeze([
  isMinusTheGradient,
  lowersTheLoss,
  resumes,
]);
