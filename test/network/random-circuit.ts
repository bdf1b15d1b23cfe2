import { createRandom, type RandomStream, uniformInto } from '../../devices/index.js';
import { sourceVoltages } from '../../src/reference/energy/resistive-energy.js';

/**
 * A resistive network drawn from a seed: about half of its conductances 0, as a fresh network has.
 */
export interface Circuit {
  readonly layers: readonly number[];
  readonly weights: readonly Float64Array[];
  readonly biases: readonly Float64Array[];
  readonly sources: Float64Array;
  readonly target: Float64Array;
}

export interface CircuitOptions {
  readonly seed: number;
  /** Pixels, hidden units ..., outputs. */
  readonly layers: readonly number[];
  readonly inputGain?: number;
  /** Largest bias current; 0 by default. */
  readonly bias?: number;
  /** Share of the conductances that are 0. */
  readonly open?: number;
}

/** Numbers in [0, 1), in double precision though drawn in single. */
export function uniforms(random: RandomStream, length: number): Float64Array {
  return Float64Array.from(uniformInto(new Float32Array(length), { random, step: 0 }));
}

/** Inputs are asymmetric and without zeros; every node has a path to a source. */
export function randomCircuit(options: CircuitOptions): Circuit {
  const { seed, inputGain = 20, bias = 0, open = 0.5 } = options;
  const random = createRandom(seed);
  const [pixels, ...rest] = options.layers as [number, ...number[]];
  const layers = [2 * pixels, ...rest];
  const weights = rest.map((post, l) => {
    const g = uniforms(random.stream(`g ${l}`), post * layers[l]!);
    // The first conductor of a node is never open, so that each hangs on something.
    return g.map((u, at) => (u < open && at % layers[l]! > 0 ? 0 : 0.05 + u));
  });
  return {
    layers,
    weights,
    biases: rest.map((post, l) => uniforms(random.stream(`b ${l}`), post).map((u) => bias * (2 * u - 1))),
    sources: sourceVoltages(
      uniforms(random.stream('x'), pixels).map((u) => 0.1 + u),
      inputGain,
    ),
    target: uniforms(random.stream('y'), rest.at(-1)!),
  };
}
