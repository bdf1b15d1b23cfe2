import { type Kernels, type StoredState, storedState } from '../../crossbar/index.js';
import { checkNumber, type RandomStream } from '../../devices/index.js';

/** Errors of the circuits that sample states, in units of the state. */
export interface StateErrorOptions {
  /** Standard deviation of one sample, drawn for every neuron, image and phase. */
  readonly noise: number;
  /**
   * Standard deviation over neurons of a fixed offset, common to all phases: it cancels in s_beta -
   * s_0.
   */
  readonly offset: number;
  /** Standard deviation over neurons of a fixed offset that only the nudged phases have. */
  readonly nudgedOffset: number;
}

export interface StateErrors {
  /**
   * states [batch, units of layer l] += what a sample of them is off by; in place. Neurons that are
   * dropped out have no error.
   */
  readonly addInto: (
    states: Float32Array,
    l: number,
    sample: {
      readonly phase: 'free' | 'nudged' | 'reference' | 'inference';
      readonly batch: number;
      /** Of training; inference counts its own. */
      readonly step: number;
      readonly masks: readonly (Float32Array | null)[];
    },
  ) => void;
  readonly copyOf: (states: Float32Array) => Float32Array;
  /** Samples taken in inference. */
  readonly memory: StoredState;
}

/** null where all is exact. Throws InputError. */
export function createStateErrors(
  layers: readonly number[],
  options: StateErrorOptions & { readonly kernels: Kernels; readonly random: RandomStream },
): StateErrors | null {
  const { noise, kernels, random } = options;
  for (const name of ['noise', 'offset', 'nudgedOffset'] as const) {
    checkNumber(`neurons.${name}`, options[name], { min: 0 });
  }
  if (noise + options.offset + options.nudgedOffset === 0) return null;
  const fixed = (name: string, deviation: number) =>
    layers.map((units, l) => {
      const out = kernels.float32(units);
      kernels.normalInto(out, { random: random.stream(name), step: 0, sub: l });
      return out.map((xi) => deviation * xi);
    });
  const [offsets, nudgedOffsets] = [fixed('offset', options.offset), fixed('nudged', options.nudgedOffset)];
  const streams = {
    free: random.stream('free'),
    nudged: random.stream('nudged noise'),
    reference: random.stream('reference'),
    inference: random.stream('inference'),
  };
  const draws: Float32Array[] = layers.map(() => new Float32Array(0));
  const answers = new Float32Array(1);
  return Object.freeze<StateErrors>({
    memory: storedState({ answers }),
    copyOf(states) {
      const copy = kernels.float32(states.length);
      copy.set(states);
      return copy;
    },
    addInto(states, l, { phase, batch, step, masks }) {
      const units = layers[l];
      const count = batch * units;
      if (draws[l].length < states.length) draws[l] = kernels.float32(states.length);
      const xi = draws[l].subarray(0, count);
      const own = phase === 'inference' ? answers[0]++ : step;
      if (noise > 0) kernels.normalInto(xi, { random: streams[phase], step: own, sub: l });
      const isNudged = phase === 'nudged' || phase === 'reference';
      const [common, extra] = [offsets[l], nudgedOffsets[l]];
      const mask = masks[l] ?? null;
      for (let i = 0; i < count; i++) {
        if (mask && mask[i] === 0) continue;
        const unit = i % units;
        states[i] += noise * xi[i] + common[unit] + (isNudged ? extra[unit] : 0);
      }
    },
  });
}
