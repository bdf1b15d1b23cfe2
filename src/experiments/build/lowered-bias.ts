import type { LearnedNetwork } from '../../network/network.js';
import type { Homeostasis } from '../../target/homeostasis.js';

/**
 * Runs actions while the output biases are lower by the homeostasis thresholds, as a voltage on the
 * same nodes does it. What is learned and the voltage stay two things: the biases come back to the
 * bit.
 */
export function loweringBias(
  { biases }: LearnedNetwork,
  { threshold }: Homeostasis,
): <T>(action: () => T) => T {
  const bias = biases[biases.length - 1];
  const kept = bias.slice();
  return (action) => {
    kept.set(bias);
    for (let i = 0; i < bias.length; i++) bias[i] -= threshold[i];
    try {
      return action();
    } finally {
      bias.set(kept);
    }
  };
}
