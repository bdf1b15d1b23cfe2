import type { Kernels } from '../../../crossbar/index.js';
import { type RandomStream, uniformInto } from '../../../devices/index.js';
import type { Coupling } from '../coupling.js';

const pairs = 16;

/**
 * How far a coupling's backward read is from the transpose of its forward one: p . (W x) and (W^T
 * p) . x are one number where it is exact. Root mean square of their difference over that of the
 * number, for 16 pairs of states x and p uniform in [0, 1). Noise and converters count, as does a
 * circuit that is not reciprocal. Reads the arrays 16 times each way.
 */
export function transposeMismatch(
  { pre, post, forwardInto, backwardInto }: Coupling,
  { kernels, random }: { kernels: Kernels; random: RandomStream },
): number {
  const draw = (units: number, name: string) =>
    uniformInto(kernels.float32(pairs * units), { random: random.stream(name), step: 0 });
  const [x, p] = [draw(pre, 'x'), draw(post, 'p')];
  const [forward, backward] = [kernels.float32(pairs * post), kernels.float32(pairs * pre)];
  forwardInto(forward, x, pairs);
  backwardInto(backward, p, pairs);
  const dot = (a: Float32Array, b: Float32Array, { units, pair }: { units: number; pair: number }) => {
    let sum = 0;
    for (let i = pair * units; i < (pair + 1) * units; i++) sum += a[i] * b[i];
    return sum;
  };
  let [squares, differences] = [0, 0];
  for (let pair = 0; pair < pairs; pair++) {
    const there = dot(p, forward, { units: post, pair });
    const back = dot(x, backward, { units: pre, pair });
    squares += there ** 2;
    differences += (there - back) ** 2;
  }
  return squares === 0 ? 0 : Math.sqrt(differences / squares);
}
