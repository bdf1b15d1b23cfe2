import { createTypescriptKernels, type Kernels } from '../../crossbar/index.js';
import { createRandom, uniformInto } from '../../devices/index.js';
import { createIdealCoupling } from '../../src/network/couplings/ideal-coupling.js';
import type { Network } from '../../src/network/network.js';

/**
 * A network's parameters in double precision: weights[l] [post][pre] and biases[l] join layers l
 * and l + 1.
 */
export interface Parameters {
  readonly layers: readonly number[];
  readonly weights: readonly Float64Array[];
  readonly biases: readonly Float64Array[];
}

/** State of every layer for one image, input first. */
export type States = readonly Float64Array[];

/** Adds beta/2 |output - target|^2 to the energy. */
export interface Nudge {
  readonly beta: number;
  readonly target: ArrayLike<number>;
}

/** Uniform numbers in [low, high), exactly representable in single precision. */
export function uniforms(length: number, name: string, [low, high]: readonly [number, number] = [0, 1]) {
  const u = uniformInto(new Float32Array(length), { random: createRandom(21).stream(name), step: 0 });
  return u.map((x) => low + (high - low) * x);
}

/** Weights uniform in +-weight and biases uniform in `bias`, named so that two networks differ. */
export function createParameters(
  layers: readonly number[],
  { name = '', weight = 0.5, bias = [-0.1, 0.3] as readonly [number, number] } = {},
): Parameters {
  const join = layers.slice(1).map((post, l) => ({ post, pre: layers[l], l }));
  return {
    layers,
    weights: join.map(({ post, pre, l }) =>
      Float64Array.from(uniforms(post * pre, `${name}w${l}`, [-weight, weight])),
    ),
    biases: join.map(({ post, l }) => Float64Array.from(uniforms(post, `${name}b${l}`, bias))),
  };
}

/** The engine's network of the same parameters, on float couplings. */
export function createIdealNetwork(
  { layers, weights, biases }: Parameters,
  { maxRows = 8, kernels = createTypescriptKernels() }: { maxRows?: number; kernels?: Kernels } = {},
): Network {
  const couplings = weights.map((matrix, l) =>
    createIdealCoupling(Float32Array.from(matrix), { pre: layers[l], post: layers[l + 1], kernels, maxRows }),
  );
  const copies = biases.map((bias) => upload(kernels, bias));
  return { layers, couplings, biases: copies, kernels };
}

/** An array of the kernels' own with these values. */
export function upload(kernels: Kernels, values: ArrayLike<number>): Float32Array {
  const out = kernels.float32(values.length);
  out.set(values);
  return out;
}

/**
 * Oracle: E = 1/2 sum_(l>0) |s_l|^2 - sum_l s_l . (W_l s_(l-1) + b_l) [+ beta/2 |s_L - target|^2]
 * of one image, whose minimum over 0 <= s_l <= 1 the relaxation looks for.
 */
export function energy({ weights, biases }: Parameters, states: States, nudge: Nudge | null = null): number {
  let sum = 0;
  weights.forEach((matrix, l) => {
    const [pre, post] = [states[l], states[l + 1]];
    post.forEach((s, i) => {
      let drive = biases[l][i];
      for (let j = 0; j < pre.length; j++) drive += matrix[i * pre.length + j] * pre[j];
      sum += s * s * 0.5 - s * drive;
    });
  });
  if (nudge) {
    for (const [i, s] of states[states.length - 1].entries()) {
      sum += (nudge.beta / 2) * (s - nudge.target[i]) ** 2;
    }
  }
  return sum;
}

/** Oracle: the minimum of `energy` for an input, by exact coordinate descent to 1e-15. */
export function settle(parameters: Parameters, input: ArrayLike<number>, nudge: Nudge | null = null): States {
  const { layers, weights, biases } = parameters;
  const last = layers.length - 1;
  const states = layers.map((units, l) => (l === 0 ? Float64Array.from(input) : new Float64Array(units)));
  for (let largest = 1, sweep = 0; largest > 1e-15 && sweep < 2000; sweep++) {
    largest = 0;
    for (let l = 1; l <= last; l++) {
      for (let i = 0; i < layers[l]; i++) {
        let drive = biases[l - 1][i];
        for (let j = 0; j < layers[l - 1]; j++) {
          drive += weights[l - 1][i * layers[l - 1] + j] * states[l - 1][j];
        }
        if (l < last) {
          for (let k = 0; k < layers[l + 1]; k++) drive += weights[l][k * layers[l] + i] * states[l + 1][k];
        }
        const pulled = l === last && nudge ? nudge : null;
        const minimum = (drive + (pulled ? pulled.beta * pulled.target[i] : 0)) / (1 + (pulled?.beta ?? 0));
        const next = Math.min(Math.max(minimum, 0), 1);
        largest = Math.max(largest, Math.abs(next - states[l][i]));
        states[l][i] = next;
      }
    }
  }
  return states;
}

/** Central differences of a loss with respect to every weight and bias, coupling by coupling. */
export function finiteDifferences(
  parameters: Parameters,
  loss: (parameters: Parameters) => number,
): { readonly weights: readonly Float64Array[]; readonly biases: readonly Float64Array[] } {
  const step = 1e-5;
  const slopes = (values: Float64Array) =>
    values.map((value, i) => {
      const at = (shift: number) => {
        values[i] = value + shift;
        return loss(parameters);
      };
      const slope = (at(step) - at(-step)) / (2 * step);
      values[i] = value;
      return slope;
    });
  return { weights: parameters.weights.map(slopes), biases: parameters.biases.map(slopes) };
}

/** |a - b| / |b|, Euclidean. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const from = Array.from(a);
  return Math.hypot(...from.map((x, i) => x - b[i])) / Math.hypot(...Array.from(b));
}
