import { copyStored, restoreState, unpackInto } from '../../../crossbar/index.js';
import { createRandom } from '../../../devices/index.js';
import { defineLaw, type Law } from '../../../devices/testing/index.js';
import type { Coupling } from '../../../src/network/coupling.js';
import { kernels } from '../../crossbar/fixture.js';
import {
  type BuiltCoupling,
  type CouplingSubject,
  cases,
  dot,
  everyMoment,
  expectNear,
  expectSame,
  given,
  parametersOf,
  rounding,
  rowOf,
  sizes,
  slopeError,
  slopes,
} from './coupling-subject.js';

const readsForward = defineLaw({
  law: 'forward-is-W-times-x',
  statement: 'a forward read of each row is W x (pooled where it has a pool), before and after an update',
  cases,
  check(subject: CouplingSubject, at) {
    const { create, pre, rows, product } = given(subject, at);
    const { coupling } = create();
    everyMoment(coupling, product, () => {
      const weights = parametersOf(coupling);
      const out = kernels.float32(rows * subject.post);
      coupling.forwardInto(out, pre, rows);
      for (let row = 0; row < rows; row++) {
        const x = rowOf(pre, row, subject.pre);
        const bound = subject.forward(sizes(weights), sizes(x));
        const limit = (i: number) => (subject.readError ?? 0) + rounding(subject.pre) * bound[i];
        expectNear(`row ${row}, output`, [rowOf(out, row, subject.post), subject.forward(weights, x)], limit);
      }
    });
  },
});

const readsBackward = defineLaw({
  law: 'backward-is-the-transpose',
  statement: 'a backward read of p is the slope of p . forward(x) in x, or 0 where there is no feedback',
  cases,
  check(subject: CouplingSubject, at) {
    const { create, pre, post, rows, product } = given(subject, at);
    const { coupling } = create();
    everyMoment(coupling, product, () => {
      const weights = parametersOf(coupling);
      const out = kernels.float32(rows * subject.pre).fill(Number.NaN);
      coupling.forwardInto(kernels.float32(rows * subject.post), pre, rows);
      coupling.backwardInto(out, post, rows);
      const { readError = 0, backward = 'transpose' } = subject;
      for (let row = 0; row < rows; row++) {
        const p = rowOf(post, row, subject.post);
        const x = rowOf(pre, row, subject.pre);
        const wanted = slopes(x, (point) =>
          backward === 'none' ? 0 : dot(p, subject.forward(weights, point)),
        );
        const limit = () => readError + slopeError + rounding(weights.length);
        expectNear(`row ${row}, input`, [rowOf(out, row, subject.pre), wanted], limit);
      }
    });
  },
});

/** dW = scale sum_b d(p_b . forward(x_b)) / dW. */
function wantedChange(
  subject: CouplingSubject,
  weights: Float32Array,
  { post, pre, rows, scale }: ReturnType<typeof given>['product'],
): Float64Array {
  const sum = new Float64Array(weights.length);
  for (let row = 0; row < rows; row++) {
    const p = rowOf(post, row, subject.post);
    const x = rowOf(pre, row, subject.pre);
    const change = slopes(weights, (point) => dot(p, subject.forward(point, x)));
    for (let i = 0; i < sum.length; i++) sum[i] += scale * change[i];
  }
  return sum;
}

const addsTheProduct = defineLaw({
  law: 'update-adds-the-outer-product',
  statement: 'an update adds the outer product to W, to less than a pulse per weight and with its mean',
  cases,
  check(subject: CouplingSubject, at) {
    const { create, weights: initial, product } = given(subject, at);
    const { coupling } = create();
    const { resolution = 0, lowest = -Infinity, learns = () => true } = subject;
    const before = parametersOf(coupling);
    const change = wantedChange(subject, before, product);
    coupling.update(product);
    const after = parametersOf(coupling);
    const wanted = before.map((value, i) =>
      learns(initial[i]) ? Math.max(value + change[i], lowest) : value,
    );
    const single = slopeError + rounding(product.rows * 16);
    expectNear('weight', [after, wanted], () => resolution + single);
    // Rounding up or down at random has a variance of at most a quarter of a pulse squared; 5
    // standard errors.
    const meanError = after.reduce((sum, value, i) => sum + (value - wanted[i]) / after.length, 0);
    const limit = (5 * resolution) / 2 / Math.sqrt(after.length) + single;
    if (!(Math.abs(meanError) <= limit)) throw new Error(`weights are off by ${meanError} on average`);
  },
});

const handsOutTheProduct = defineLaw({
  law: 'summed-hands-out-the-product',
  statement: 'summed hands each number of the outer product to use once; added to values it is the update',
  skipped: ({ create, weights }: CouplingSubject) =>
    create(weights(createRandom(1)), createRandom(1)).coupling.floats
      ? undefined
      : 'its weights are no floats',
  cases,
  check(subject: CouplingSubject, at) {
    const { create, states, product } = given(subject, at);
    const { coupling } = create();
    const updated = create().coupling;
    updated.update(product);
    const read = ({ forwardInto, backwardInto }: Coupling) => {
      const [out, back] = [kernels.float32(product.rows * subject.post), kernels.float32(product.pre.length)];
      forwardInto(out, product.pre, product.rows);
      backwardInto(back, product.post, product.rows);
      return [...out, ...back];
    };
    // So that what a coupling derives from its weights exists and must be renewed.
    read(coupling);
    const { values, summed, changed } = coupling.floats!;
    const handedOut = new Float32Array(values.length);
    // Another product before it must leave nothing behind.
    summed({ ...product, post: states(subject.post, 'other') }, () => undefined);
    summed(product, (sum, from) => {
      for (let i = 0; i < sum.length; i++) {
        handedOut[from + i]++;
        values[from + i] += sum[i];
      }
    });
    changed();
    expectSame('times that use got number', handedOut, new Float32Array(values.length).fill(1));
    expectNear('value', [values, updated.floats!.values], () => rounding(product.rows * 16));
    const limit = () => rounding(product.rows * 16) * Math.max(subject.pre, subject.post);
    expectNear('output of either direction', [read(coupling), read(updated)], limit);
  },
});

const repeats = defineLaw({
  law: 'repeatable-reads-repeat',
  statement: 'where reads are said to be repeatable, equal inputs give equal bits until the next update',
  cases,
  skipped: ({ create, weights }: CouplingSubject) =>
    create(weights(createRandom(1)), createRandom(1)).coupling.repeatable ? undefined : 'reads do not repeat',
  check(subject: CouplingSubject, at) {
    const { create, states, pre, post, rows } = given(subject, at);
    const { coupling } = create();
    const read = () => {
      const out = kernels.float32(rows * subject.post);
      coupling.forwardInto(out, pre, rows);
      return out;
    };
    coupling.beginPhase?.('free');
    const first = read();
    coupling.forwardInto(kernels.float32(rows * subject.post), states(subject.pre, 'other'), rows);
    coupling.backwardInto(kernels.float32(rows * subject.pre), post, rows);
    coupling.beginPhase?.('nudged');
    expectSame('output', read(), first);
  },
});

/** All bits that a coupling shows in a batch of training. */
function trained({ coupling }: BuiltCoupling, { pre, post, rows, product }: ReturnType<typeof given>) {
  const shown: number[] = [];
  for (const phase of ['free', 'nudged'] as const) {
    coupling.beginPhase?.(phase);
    const [out, back] = [kernels.float32(post.length), kernels.float32(pre.length)];
    coupling.forwardInto(out, pre, rows);
    coupling.backwardInto(back, post, rows);
    shown.push(...out, ...back);
  }
  coupling.update(product);
  return [...shown, ...parametersOf(coupling)];
}

const resumes = defineLaw({
  law: 'memory-goes-on-to-the-same-bits',
  statement:
    'memory stored and put back into a fresh coupling goes on to the same bits, as does the same seed',
  cases,
  check(subject: CouplingSubject, at) {
    const all = given(subject, at);
    const unbroken = all.create();
    const first = trained(unbroken, all);
    const stored = copyStored(unbroken.memory);
    const second = trained(unbroken, all);
    const again = all.create();
    expectSame('of the same seed, number', trained(again, all), first);
    const resumed = all.create();
    const lacking = restoreState(resumed.memory, stored);
    if (lacking !== null) throw new Error(`a fresh coupling remembers another ${lacking}`);
    resumed.restored();
    expectSame('after resuming, number', trained(resumed, all), second);
  },
});

const showsItself = defineLaw({
  law: 'shows-its-matrix',
  statement: 'weightsInto (and exact, and shown) give the matrix that reads multiply by',
  cases,
  skipped: ({ isMatrix = true }: CouplingSubject) => (isMatrix ? undefined : 'a pool lies behind its matrix'),
  check(subject: CouplingSubject, at) {
    const { create, product, states } = given(subject, at);
    const { coupling } = create();
    everyMoment(coupling, product, () => {
      const { pre, post, weightsInto } = coupling.shown ?? coupling;
      const matrix = weightsInto(new Float32Array(post * pre));
      const x = states(pre, 'shown').subarray(0, pre);
      const below = subject.statesOf?.(x) ?? x;
      const wanted = subject.forward(parametersOf(coupling), below);
      const found = wanted.map((_, i) => dot(rowOf(matrix, i, pre), x));
      const largest = Math.max(1, ...sizes(below));
      expectNear('output', [found, wanted], () => 2 * largest * subject.pre * 2 ** -23);
      if (coupling.exact === undefined) return;
      const { panels, transposed } = coupling.exact;
      expectSame('exact weight', unpackInto(new Float32Array(matrix.length), panels), matrix);
      const turned = unpackInto(new Float32Array(matrix.length), transposed());
      const back = matrix.map((_, i) => turned[(i % pre) * post + Math.floor(i / pre)]);
      expectSame('exact transposed weight', back, matrix);
    });
  },
});

/** What every coupling obeys. */
export const couplingLaws: readonly Law<CouplingSubject>[] = Object.freeze([
  readsForward,
  readsBackward,
  addsTheProduct,
  handsOutTheProduct,
  repeats,
  resumes,
  showsItself,
]);
