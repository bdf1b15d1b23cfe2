import { crossbarBytes } from '../../../crossbar/index.js';
import type { ChipConfiguration } from '../../configuration/configuration.js';
import type { NetworkPlan } from '../../graph/plan/plan.js';
import { arrayOptions } from '../build/chip.js';
import { checkMemory, hostMemory, kernelMemory } from '../memory/check-memory.js';
import { vectorsAtOnce } from './network-chip.js';

/**
 * Throws InputError, naming the largest layer, where the arrays of a network need more than the
 * memory of the kernels, or than this machine has. O(matrices).
 */
export function checkNetworkMemory({ graph, matrices }: NetworkPlan, chip: ChipConfiguration): void {
  const options = { ...arrayOptions(chip, { weights: [1] }), maxBatch: vectorsAtOnce };
  const sizes = matrices.map(({ label, rows, cols }) => {
    const { kernels, heap } = crossbarBytes({ ...options, rows, cols });
    return { label, rows, cols, kernels, heap: heap + 8 * rows * cols };
  });
  const [first] = sizes;
  if (!first) return;
  const largest = sizes.reduce((most, one) => (one.kernels > most.kernels ? one : most), first);
  const { label, rows, cols } = largest;
  const what = `${graph.source}: its arrays, the largest ${label} of ${rows} x ${cols}`;
  const kernels = sizes.reduce((sum, one) => sum + one.kernels, 0);
  const heap = Math.max(...sizes.map((one) => one.heap));
  checkMemory(what, kernels, kernelMemory);
  checkMemory(what, kernels + heap, hostMemory());
}
