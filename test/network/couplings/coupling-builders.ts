import { type CrossbarOptions, statesOf, storedState } from '../../../crossbar/index.js';
import { type RandomStream, uniformInto } from '../../../devices/index.js';
import type { Coupling } from '../../../src/network/coupling.js';
import { idealDevice, kernels } from '../../crossbar/fixture.js';
import type { BuiltCoupling, CouplingSubject } from './coupling-subject.js';

/** Most rows of a case. */
export const maxRows = 4;

type Arrays = readonly (Pick<BuiltCoupling, 'memory' | 'restored'> | undefined)[];

/** What a run stores of a coupling and of the arrays under it. */
export function built(coupling: Coupling, arrays: Arrays = []): BuiltCoupling {
  const { floats } = coupling;
  return {
    coupling,
    memory: [
      ...storedState({ weights: floats?.values }),
      ...statesOf(
        'array',
        arrays.map((array) => array?.memory ?? []),
      ),
    ],
    restored() {
      floats?.changed();
      for (const array of arrays) array?.restored();
    },
  };
}

export function uniforms(count: number, random: RandomStream, [low, high]: readonly [number, number]) {
  return uniformInto(new Float32Array(count), { random, step: 0 }).map((u) => low + (high - low) * u);
}

/** The same, about half of them 0. */
export function withZeros(count: number, random: RandomStream, interval: readonly [number, number]) {
  const left = uniforms(count, random.stream('left'), [0, 1]);
  return uniforms(count, random, interval).map((value, i) => (left[i] < 0.5 ? 0 : value));
}

/** A matrix [post, pre] in full. */
export function matrix(
  name: string,
  { post, pre }: { readonly post: number; readonly pre: number },
  own: Partial<CouplingSubject> & Pick<CouplingSubject, 'create'>,
): CouplingSubject {
  return {
    name,
    post,
    pre,
    weights: (random) => uniforms(post * pre, random, [-0.5, 0.5]),
    forward: (weights, x) =>
      Float64Array.from({ length: post }, (_, i) =>
        Array.from(x).reduce((sum, value, j) => sum + weights[i * pre + j] * value, 0),
      ),
    ...own,
  };
}

export const few = { post: 5, pre: 7 };
export const many = { post: 19, pre: 6 };

export const arrayOf = (random: RandomStream, { post, pre }: typeof few): CrossbarOptions => ({
  rows: post,
  cols: pre,
  device: idealDevice,
  tile: { wordLines: 16, bitLines: 16 },
  weightMax: 1,
  dac: { bits: 24, voltageV: 0.2 },
  adc: { bits: 24, range: 64 },
  write: { scheme: 'stochastic-rounding', pulses: 2 ** 24 },
  random,
  kernels,
  maxBatch: maxRows,
});
/**
 * Of the array above: half a step of the ADC, 4e-6, a tile, and of up to 18 weights half a step of
 * a DAC each; beside it a second array, whose weights are within two pulses of 2e-6 of the first
 * one's.
 */
export const perfect = { readError: 4e-5, resolution: 2e-6 };
