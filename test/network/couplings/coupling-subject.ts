import fc from 'fast-check';
import type { StoredState } from '../../../crossbar/index.js';
import { createRandom, type RandomStream } from '../../../devices/index.js';
import type { Coupling } from '../../../src/network/coupling.js';
import { kernels } from '../../crossbar/fixture.js';

/** A coupling, and what a checkpoint stores of it. */
export interface BuiltCoupling {
  readonly coupling: Coupling;
  readonly memory: StoredState;
  /** To be called after `memory` was written. */
  readonly restored: () => void;
}

/** What the laws know of an implementation. */
export interface CouplingSubject {
  readonly name: string;
  readonly pre: number;
  readonly post: number;
  /** Initial weights, in the order of the matrix. */
  readonly weights: (random: RandomStream) => Float32Array;
  /** Same weights and stream, same bits. */
  readonly create: (weights: Float32Array, random: RandomStream) => BuiltCoupling;
  /** Oracle in double precision: W [weights] and the states below give the states above. */
  readonly forward: (weights: ArrayLike<number>, pre: ArrayLike<number>) => Float64Array;
  /** `none`: backward reads are 0. `transpose` by default. */
  readonly backward?: 'transpose' | 'none';
  /** `weightsInto` gives [post, pre]; a pooled coupling has no such matrix. */
  readonly isMatrix?: boolean;
  /** Largest error of one output of a read beside rounding to single precision; 0 by default. */
  readonly readError?: number;
  /** Change of a weight by one pulse; 0, the default, where updates are exact. */
  readonly resolution?: number;
  /** Lower bound of the weights. */
  readonly lowest?: number;
  /** Whether a weight that begins with a value is ever updated. */
  readonly learns?: (initial: number) => boolean;
  /** A vector of `coupling.shown.pre` as the states below have it. */
  readonly statesOf?: (shown: Float32Array) => Float32Array;
}

export interface CouplingCase {
  readonly seed: number;
  readonly rows: number;
}

export const cases = (_: CouplingSubject) =>
  fc.record({ seed: fc.integer({ min: 0, max: 2 ** 20 }), rows: fc.integer({ min: 1, max: 4 }) });

/** The coupling of a case, with states below and above. */
export function given(subject: CouplingSubject, { seed, rows }: CouplingCase) {
  const random = createRandom(seed);
  const weights = subject.weights(random.stream('weights'));
  const create = () => subject.create(weights, createRandom(seed).stream('coupling'));
  const states = (units: number, name: string) => {
    const out = kernels.float32(rows * units);
    kernels.uniformInto(out, { random: random.stream(name), step: 0 });
    for (let i = 0; i < out.length; i++) out[i] = 2 * out[i] - 1;
    return out;
  };
  const pre = states(subject.pre, 'pre');
  const post = states(subject.post, 'post');
  return { create, weights, states, pre, post, rows, product: { post, pre, rows, scale: 0.1 } };
}

const matrixOf = ({ filters, ...coupling }: Coupling) => filters?.matrix ?? coupling;

export function parametersOf(coupling: Coupling): Float32Array {
  const { pre, post, weightsInto } = matrixOf(coupling);
  return weightsInto(new Float32Array(post * pre));
}

/**
 * Sums of n terms in single precision are off by n 2^-24 of the sum of their sizes; twice that for
 * weights read back.
 */
export const rounding = (terms: number) => (terms + 2) * 2 ** -23;
export const sizes = (values: ArrayLike<number>) => Float64Array.from(values, Math.abs);
export const rowOf = (values: Float32Array, row: number, units: number) =>
  values.subarray(row * units, (row + 1) * units);

/** Throws unless |found - wanted| <= limit in every place. */
export function expectNear(
  what: string,
  [found, wanted]: readonly [ArrayLike<number>, ArrayLike<number>],
  limit: (i: number) => number,
) {
  const wrong = Array.from(wanted).findIndex((value, i) => !(Math.abs(found[i] - value) <= limit(i)));
  if (wrong < 0) return;
  throw new Error(`${what} ${wrong} is ${found[wrong]}, expected ${wanted[wrong]} +- ${limit(wrong)}`);
}

export function expectSame(what: string, found: ArrayLike<number>, wanted: ArrayLike<number>) {
  expectNear(what, [found, wanted], () => 0);
}

/**
 * A slope by differences; exact where `of` is linear between the points, as couplings are off the
 * edges of a maximum.
 */
export function slopes(at: ArrayLike<number>, of: (at: Float64Array) => number): Float64Array {
  const step = 1e-6;
  const point = Float64Array.from(at);
  return point.map((value, i) => {
    point[i] = value + step;
    const above = of(point);
    point[i] = value - step;
    const below = of(point);
    point[i] = value;
    return (above - below) / (2 * step);
  });
}
/** What differences of numbers of order 1 lose to rounding. */
export const slopeError = 1e-8;

export const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);

/** Calls `check` before and after an update, in both phases. */
export function everyMoment(
  coupling: Coupling,
  update: Parameters<Coupling['update']>[0],
  check: () => void,
) {
  for (const isUpdated of [false, true]) {
    if (isUpdated) coupling.update(update);
    for (const phase of ['free', 'nudged'] as const) {
      coupling.beginPhase?.(phase);
      check();
    }
  }
}
