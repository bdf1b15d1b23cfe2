import { withBatchNormsFolded } from './onnx/fold-batch-norm.js';
import { withConstantsFolded } from './onnx/fold-constants.js';
import { readOnnx } from './onnx/read-onnx.js';
import { type NetworkPlan, type NetworkPlanOptions, planNetwork } from './plan/plan.js';
import type { Runtime } from './run/runtime.js';

/**
 * Reads a network, folds what does not depend on its input, and plans its arrays. `runtime` is
 * asked for only where constants are to be computed. Throws InputError.
 */
export async function prepareNetwork(
  file: string,
  { runtime, ...options }: NetworkPlanOptions & { readonly runtime: () => Promise<Runtime> },
): Promise<NetworkPlan> {
  const graph = await withConstantsFolded(readOnnx(file), runtime);
  return planNetwork(withBatchNormsFolded(graph), options);
}
