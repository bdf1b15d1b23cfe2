/** What a unit makes of its drive z in a feed-forward pass. */
export interface Activation {
  readonly value: (z: number) => number;
  readonly slope: (z: number) => number;
}

export type ActivationName = 'hard-sigmoid' | 'relu' | 'sigmoid' | 'identity';

/** The slope of the hard sigmoid is 1 at both of its walls, as published for the method (see backprop). */
export const activations: Readonly<Record<ActivationName, Activation>> = Object.freeze({
  'hard-sigmoid': { value: (z) => Math.min(Math.max(z, 0), 1), slope: (z) => (z >= 0 && z <= 1 ? 1 : 0) },
  relu: { value: (z) => Math.max(z, 0), slope: (z) => (z > 0 ? 1 : 0) },
  sigmoid: { value: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  identity: { value: (z) => z, slope: () => 1 },
});

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
