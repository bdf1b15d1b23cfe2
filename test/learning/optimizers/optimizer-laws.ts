import fc from 'fast-check';
import { createRandom } from '../../../devices/index.js';
import { defineLaw, type Law } from '../../../devices/testing/index.js';
import type { Update } from '../../../src/learning/learning-rule.js';
import type { Optimizer } from '../../../src/learning/optimizers/optimizer.js';
import type { Coupling } from '../../../src/network/coupling.js';
import type { LearnedNetwork } from '../../../src/network/network.js';
import { kernels } from '../../crossbar/fixture.js';

export interface OptimizerSubject {
  readonly name: string;
  readonly create: (network: LearnedNetwork) => Optimizer;
  /** A coupling [post, 1] that holds these weights, all of them in [0.2, 0.8]. */
  readonly coupling: (weights: Float32Array) => Coupling;
  /** Oracle: w after some steps at a rate from w(0), on the quadratic 1/2 (w - goal)^2. */
  readonly after: (start: number, goal: number, steps: { rate: number; count: number }) => number;
  /** Largest error of a weight. */
  readonly error: number;
}

const units = [5, 11] as const;
const rates = [0.02, 0.1] as const;

const cases = (_: OptimizerSubject) =>
  fc.record({ seed: fc.nat({ max: 1000 }), count: fc.integer({ min: 1, max: 12 }) });

function uniforms(length: number, seed: number, name: string): Float32Array {
  const out = kernels.float32(length);
  kernels.uniformInto(out, { random: createRandom(seed).stream(name), step: 0 });
  return out.map((u) => 0.2 + 0.6 * u);
}

/** Two couplings [post, 1] and their biases, each on its way to goals of its own. */
function given({ create, coupling }: OptimizerSubject, seed: number) {
  const starts = units.map((post, l) => uniforms(post, seed, `start ${l}`));
  const goals = units.map((post, l) => uniforms(post, seed, `goal ${l}`));
  const couplings = starts.map((start) => coupling(Float32Array.from(start)));
  const biases = starts.map((start) => {
    const bias = kernels.float32(start.length);
    bias.set(start);
    return bias;
  });
  const network: LearnedNetwork = { layers: [1, ...units], couplings, biases, kernels };
  return { starts, goals, couplings, biases, optimizer: create(network) };
}

const weightsOf = (coupling: Coupling) => coupling.weightsInto(new Float32Array(coupling.post));

/** One step by minus the gradient, which each coupling gets as the mean of two equal rows. */
function step({ couplings, biases, goals, optimizer }: ReturnType<typeof given>): void {
  const products = couplings.map((coupling, l) => {
    const post = kernels.float32(2 * units[l]);
    const weights = weightsOf(coupling);
    for (let i = 0; i < units[l]; i++) {
      post[i] = goals[l][i] - weights[i];
      post[units[l] + i] = goals[l][i] - weights[i];
    }
    const pre = kernels.float32(2).fill(1);
    return { post, pre, rows: 2, scale: 0.5 };
  });
  const changes = biases.map((bias, l) => {
    const change = kernels.float32(bias.length);
    change.set(bias.map((b, i) => goals[l][i] - b));
    return change;
  });
  const update: Update = { products, biases: changes, sweeps: 0, status: 'ok' };
  optimizer.apply(update, rates);
}

const followsItsAlgorithm = defineLaw({
  law: 'follows-its-algorithm',
  statement: 'on a quadratic, weights and biases of each layer are where the algorithm puts them at its rate',
  cases,
  check(subject: OptimizerSubject, { seed, count }) {
    const all = given(subject, seed);
    for (let turn = 0; turn < count; turn++) step(all);
    all.starts.forEach((start, l) => {
      for (const [what, values, error] of [
        ['weight', weightsOf(all.couplings[l]), subject.error],
        ['bias', all.biases[l], 1e-5],
      ] as const) {
        start.forEach((from, i) => {
          const wanted = subject.after(from, all.goals[l][i], { rate: rates[l], count });
          if (Math.abs(values[i] - wanted) <= error) return;
          throw new Error(`${what} ${i} of layer ${l} is ${values[i]}, expected ${wanted} +- ${error}`);
        });
      }
    });
  },
});

const isRead = defineLaw({
  law: 'reads-see-the-new-weights',
  statement: 'both directions of a coupling multiply by the weights that a step has left',
  cases,
  check(subject: OptimizerSubject, { seed, count }) {
    const all = given(subject, seed);
    for (const coupling of all.couplings) {
      // So that what a coupling derives from its weights exists.
      coupling.backwardInto(kernels.float32(1), kernels.float32(coupling.post), 1);
    }
    for (let turn = 0; turn < count; turn++) step(all);
    for (const coupling of all.couplings) {
      const weights = weightsOf(coupling);
      const out = kernels.float32(coupling.post);
      coupling.forwardInto(out, kernels.float32(1).fill(1), 1);
      const back = kernels.float32(1);
      coupling.backwardInto(back, kernels.float32(coupling.post).fill(1), 1);
      const sum = weights.reduce((total, weight) => total + weight, 0);
      const wrong = out.findIndex((value, i) => !(Math.abs(value - weights[i]) <= 1e-5));
      if (wrong >= 0) throw new Error(`output ${wrong} is ${out[wrong]}, the weight ${weights[wrong]}`);
      if (!(Math.abs(back[0] - sum) <= 1e-4))
        throw new Error(`backward ${back[0]}, the weights add up to ${sum}`);
    }
  },
});

const resumes = defineLaw({
  law: 'memory-goes-on-to-the-same-bits',
  statement: 'weights, biases and memory put into a fresh optimiser go on to the same bits',
  cases,
  skipped: ({ coupling }: OptimizerSubject) =>
    coupling(new Float32Array(5).fill(0.5)).floats
      ? undefined
      : 'what its arrays remember is tested with them',
  check(subject: OptimizerSubject, { seed, count }) {
    const stateOf = ({ couplings, biases, optimizer }: ReturnType<typeof given>) => [
      ...couplings.map(({ floats }) => floats!.values),
      ...biases,
      ...optimizer.memory.map(({ values }) => values),
    ];
    const unbroken = given(subject, seed);
    for (let turn = 0; turn < count; turn++) step(unbroken);
    const stored = stateOf(unbroken).map((values) => values.slice());
    for (let turn = 0; turn < 3; turn++) step(unbroken);
    const resumed = given(subject, seed);
    stateOf(resumed).forEach((values, i) => void values.set(stored[i]));
    for (const { floats } of resumed.couplings) floats!.changed();
    for (let turn = 0; turn < 3; turn++) step(resumed);
    const wanted = stateOf(unbroken);
    stateOf(resumed).forEach((values, i) => {
      const wrong = values.findIndex((value, at) => !Object.is(value, wanted[i][at]));
      if (wrong >= 0)
        throw new Error(`list ${i}, number ${wrong}: ${values[wrong]}, expected ${wanted[i][wrong]}`);
    });
  },
});

/** What every optimiser obeys. */
export const optimizerLaws: readonly Law<OptimizerSubject>[] = Object.freeze([
  followsItsAlgorithm,
  isRead,
  resumes,
]);
