import { InputError } from '../../devices/index.js';
import { floatsOf, type Tensor, type Tensors } from '../data/tensor.js';
import { readTensorFile } from '../data/tensor-file.js';
import type { Coupling } from '../network/coupling.js';
import type { InitialWeights, LearnedNetwork } from '../network/network.js';
import type { Configuration } from './configuration.js';
import { denseLayers } from './network-layers.js';

/**
 * The weights and biases of a network: `0.weight` [post, pre], `0.bias` [post], `1.weight` ..., as PyTorch names the layers of
 * an `nn.Sequential`; of a convolution [channels, channels before, size, size], as there. The units behind a convolution are
 * numbered channels last, not as there. On a chip, an ideal look at its arrays. O(weights).
 */
export function weightsOf({ couplings, biases }: LearnedNetwork): Tensors {
  const tensors = new Map<string, Tensor>();
  couplings.forEach((coupling, l) => {
    tensors.set(`${l}.weight`, coupling.filters ? filtersOf(coupling.filters) : matrixOf(coupling));
    tensors.set(`${l}.bias`, { shape: [biases[l].length], data: Float32Array.from(biases[l]) });
  });
  return tensors;
}

function matrixOf(coupling: Pick<Coupling, 'pre' | 'post' | 'weightsInto'>): Tensor {
  const { post, pre } = coupling;
  return { shape: [post, pre], data: coupling.weightsInto(new Float32Array(post * pre)) };
}

/** [channels, size size, inputs] turned to [channels, inputs, size size]. */
function filtersOf({ matrix, windows }: NonNullable<Coupling['filters']>): Tensor {
  const { size, channels: inputs } = windows;
  const data = matrix.weightsInto(new Float32Array(matrix.post * matrix.pre));
  const turned = data.map((_, i) => {
    const place = i % (size * size);
    const input = Math.floor(i / (size * size)) % inputs;
    const filter = Math.floor(i / matrix.pre);
    return data[filter * matrix.pre + place * inputs + input];
  });
  return { shape: [matrix.post, inputs, size, size], data: turned };
}

/** The weights and biases of a network, to begin another one with. */
export function weightMatrices({ couplings, biases }: LearnedNetwork): readonly InitialWeights[] {
  return couplings.map((coupling, l) => {
    const matrix = coupling.filters?.matrix ?? coupling;
    const weights = matrix.weightsInto(new Float32Array(matrix.post * matrix.pre));
    return { weights, bias: Float32Array.from(biases[l]) };
  });
}

/**
 * What `network.weights` names, a layer each; null where it names nothing. A layer's weights are the first array of its shape,
 * [units, units before], that no layer before it has taken, in the order of the names with numbers as numbers; its bias is the
 * array of the same name that ends in `bias` in place of `weight`, zeros where there is none. Throws InputError where the file cannot
 * be read, a layer finds no array, an array is left over, or a value is not finite.
 */
export function readInitialWeights(network: Configuration['network']): readonly InitialWeights[] | null {
  const { weights } = network;
  if (weights === undefined) return null;
  const layers = denseLayers({ network }, 'network.weights');
  const tensors = readTensorFile(weights);
  const left = new Set([...tensors.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })));
  const take = (shape: readonly number[], fits: (name: string) => boolean) => {
    const name = [...left].find((candidate) => fits(candidate) && isOf(tensors.get(candidate), shape));
    if (name !== undefined) left.delete(name);
    return name;
  };
  const floats = (name: string) => floatsOf(tensors.get(name) as Tensor, `${weights}: ${name}`);
  const found = layers.slice(1).map((post, l): InitialWeights => {
    const shape = [post, layers[l]];
    const name = take(shape, () => true);
    if (name === undefined) throw missing(weights, tensors, { layer: l + 1, shape });
    const bias = take([post], (candidate) => candidate === name.replace(/weight$/, 'bias'));
    return { weights: floats(name), bias: bias === undefined ? new Float32Array(post) : floats(bias) };
  });
  if (left.size === 0) return found;
  const [extra] = left;
  const shape = (tensors.get(extra) as Tensor).shape.join(', ');
  throw new InputError(
    `${weights}: ${extra} [${shape}], expected only the weights and biases of network.layers [${layers.join(', ')}]`,
  );
}

const isOf = (tensor: Tensor | undefined, shape: readonly number[]) =>
  tensor?.shape.length === shape.length && shape.every((size, axis) => tensor.shape[axis] === size);

function missing(
  file: string,
  tensors: Tensors,
  { layer, shape }: { layer: number; shape: readonly number[] },
): InputError {
  const names = [...tensors].slice(0, 6).map(([name, tensor]) => `${name} [${tensor.shape.join(', ')}]`);
  const got = names.join(', ') + (tensors.size > names.length ? ', ...' : '');
  return new InputError(
    `${file}: expected an array [${shape.join(', ')}] for layer ${layer} of network.layers (got ${got || 'none'})`,
  );
}
