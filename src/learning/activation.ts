/**
 * An activation function of drives z + bias in a feed-forward pass; unit i has bias[i % length].
 */
export interface Activation {
  /** out[i] = the value, i < count. */
  readonly valuesInto: (out: Float32Array, z: Float32Array, options: ActivationOptions) => void;
  /** error[i] *= the slope; 0 where that is 0, whatever the error was. */
  readonly throughInto: (error: Float32Array, z: Float32Array, options: ActivationOptions) => void;
}

export interface ActivationOptions {
  readonly bias: Float32Array;
  /** A multiple of the biases. */
  readonly count: number;
}

export type ActivationName = 'hard-sigmoid' | 'relu' | 'sigmoid' | 'identity';

/**
 * The slope of the hard sigmoid is 1 at both of its bounds, as published for the method (see
 * backprop).
 */
export const activations: Readonly<Record<ActivationName, Activation>> = Object.freeze({
  'hard-sigmoid': pointwise({
    value: (z) => Math.min(Math.max(z, 0), 1),
    slope: (z) => (z >= 0 && z <= 1 ? 1 : 0),
  }),
  // Written out: convolutions have many units, and a call for each would cost more than their sums
  // do. (x + |x|) / 2 is max(x, 0) to the bit where x is finite, without a branch that cannot be
  // guessed.
  relu: {
    valuesInto(out, z, { bias, count }) {
      for (let i = 0; i < count; ) {
        for (let unit = 0; unit < bias.length; unit++, i++) {
          const x = z[i] + bias[unit];
          out[i] = (x + Math.abs(x)) / 2;
        }
      }
    },
    throughInto(error, z, { bias, count }) {
      for (let i = 0; i < count; ) {
        for (let unit = 0; unit < bias.length; unit++, i++) if (!(z[i] + bias[unit] > 0)) error[i] = 0;
      }
    },
  },
  sigmoid: pointwise({ value: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)) }),
  identity: {
    valuesInto(out, z, { bias, count }) {
      for (let i = 0; i < count; ) {
        for (let unit = 0; unit < bias.length; unit++, i++) out[i] = z[i] + bias[unit];
      }
    },
    throughInto: () => undefined,
  },
});

function pointwise({ value, slope }: Record<'value' | 'slope', (z: number) => number>): Activation {
  return {
    valuesInto(out, z, { bias, count }) {
      for (let i = 0; i < count; ) {
        for (let unit = 0; unit < bias.length; unit++, i++) out[i] = value(z[i] + bias[unit]);
      }
    },
    throughInto(error, z, { bias, count }) {
      for (let i = 0; i < count; ) {
        for (let unit = 0; unit < bias.length; unit++, i++) {
          const steepness = slope(z[i] + bias[unit]);
          error[i] = steepness === 0 ? 0 : error[i] * steepness;
        }
      }
    },
  };
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
