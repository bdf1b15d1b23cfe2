import type { Tensor, Tensors } from '../../data/readers/tensor.js';
import { swappedAxes } from '../../network/channel-order.js';
import type { Coupling } from '../../network/coupling.js';
import type { InitialWeights, LearnedNetwork } from '../../network/network.js';

/**
 * The weights and biases of a network: `0.weight` [post, pre], `0.bias` [post], `1.weight` ..., as
 * PyTorch names the layers of an `nn.Sequential`; of a convolution [channels, channels before,
 * size, size], and the units behind a convolution numbered channels first, as there; of a resistive
 * network's first layer [nodes, 2 pixels], its conductances to [x, -x]. On a chip, arrays are read
 * without noise or converters. O(weights).
 */
export function weightsOf({ couplings, biases }: LearnedNetwork): Tensors {
  const tensors = new Map<string, Tensor>();
  couplings.forEach((coupling, l) => {
    const channels = couplings[l - 1]?.filters?.matrix.post ?? 1;
    tensors.set(`${l}.weight`, coupling.filters ? filtersOf(coupling.filters) : matrixOf(coupling, channels));
    tensors.set(`${l}.bias`, { shape: [biases[l].length], data: Float32Array.from(biases[l]) });
  });
  return tensors;
}

/** [post, pre], the units before it numbered channels first. */
function matrixOf(coupling: Pick<Coupling, 'pre' | 'post' | 'weightsInto'>, channels: number): Tensor {
  const { post, pre } = coupling;
  const data = coupling.weightsInto(new Float32Array(post * pre));
  return { shape: [post, pre], data: swappedAxes(data, pre / channels, channels) };
}

/** [channels, size size, inputs] turned to [channels, inputs, size, size]. */
function filtersOf({ matrix, windows }: NonNullable<Coupling['filters']>): Tensor {
  const { size, channels: inputs } = windows;
  const data = matrix.weightsInto(new Float32Array(matrix.post * matrix.pre));
  return { shape: [matrix.post, inputs, size, size], data: swappedAxes(data, size * size, inputs) };
}

/** The weights and biases of a network, to begin another one with. */
export function weightMatrices({ couplings, biases }: LearnedNetwork): readonly InitialWeights[] {
  return couplings.map((coupling, l) => {
    const matrix = coupling.filters?.matrix ?? coupling;
    const weights = matrix.weightsInto(new Float32Array(matrix.post * matrix.pre));
    return { weights, bias: Float32Array.from(biases[l]) };
  });
}
