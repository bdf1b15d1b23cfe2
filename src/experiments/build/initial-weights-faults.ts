import type { Configuration } from '../../configuration/configuration.js';
import type { Tensors } from '../../data/readers/tensor.js';

/** Running statistics, as PyTorch and Keras call them: only a batch normalisation has them. */
const statistics = /(running_mean|running_var|num_batches_tracked|moving_mean|moving_variance)(:\d+)?$/;

/** What is wrong with a file in which a batch normalisation was left; null where there is none. */
export function normalisationFault(tensors: Tensors): string | null {
  const names = [...tensors.keys()];
  const found = names.filter((name) => statistics.test(name));
  if (found.length === 0) return null;
  const prefix = found[0].replace(statistics, '');
  const own = names.filter((name) => name.startsWith(prefix));
  const before = names.slice(0, names.indexOf(own[0])).filter((name) => tensors.get(name)!.shape.length > 1);
  const layer = before.at(-1) ?? 'the weights of the layer before';
  return `${listed(found)}: those of a batch normalisation, expected it folded into ${layer} and its bias: W' = gamma W / sqrt(var + eps), b' = gamma (b - mean) / sqrt(var + eps) + beta, gamma and beta being ${prefix}weight and ${prefix}bias`;
}

/** What to say where a layer finds no array of its shape. */
export function missingFault(
  tensors: Tensors,
  { layer, shape }: { readonly layer: number; readonly shape: readonly number[] },
): string {
  const names = [...tensors].map(([name, tensor]) => `${name} [${tensor.shape.join(', ')}]`);
  const expected = `expected an array [${shape.join(', ')}] for layer ${layer} of network.layers`;
  const turned = [...tensors].find(([, tensor]) => isReordered(tensor.shape, shape));
  const advice = turned
    ? `; ${turned[0]} has its axes in another order: ${shape.length === 2 ? 'transpose every layer, square ones too, to [units, units before]' : 'turn every filter to [channels, channels before, height, width]'}, as PyTorch stores them`
    : '';
  return `${expected} (got ${listed(names) || 'none'})${advice}`;
}

/** What to say of arrays that no layer has taken. */
export function leftOverFault(
  tensors: Tensors,
  left: readonly string[],
  layers: Configuration['network']['layers'],
): string {
  const { shape } = tensors.get(left[0])!;
  const what = `${left[0]} [${shape.join(', ')}]`;
  const expected = `expected only the weights and biases of network.layers ${JSON.stringify(layers).replaceAll(',', ', ')}`;
  const isScale = (name: string) =>
    tensors.get(name)!.shape.length === 1 && /(weight|gamma|scale)(:\d+)?$/.test(name);
  if (left.some(isScale)) {
    return `${what}, ${expected}: ${listed(left)} look like a normalisation, whose scale and offset must be folded into the layer before it`;
  }
  return shape.length === 1
    ? `${what}, ${expected}; a bias is found by the name of its weights: bias for weight, b for W, bias for kernel, intercepts for coefs`
    : `${what}, ${expected}`;
}

function isReordered(shape: readonly number[], wanted: readonly number[]): boolean {
  const sorted = (sizes: readonly number[]) => [...sizes].sort((a, b) => a - b).join();
  return shape.join() !== wanted.join() && sorted(shape) === sorted(wanted);
}

/** The first six. */
function listed(names: readonly string[]): string {
  return names.slice(0, 6).join(', ') + (names.length > 6 ? ', ...' : '');
}
