import { InputError } from '../../../devices/index.js';
import type { Configuration } from '../../configuration/configuration.js';
import { isDense } from '../../configuration/network-layers.js';
import { floatsOf, type Tensor, type Tensors } from '../../data/readers/tensor.js';
import { readTensorFile } from '../../data/readers/tensor-file.js';
import { swappedAxes } from '../../network/channel-order.js';
import { type ImageShape, type LayerSpec, stagesOf } from '../../network/convolutional/stages.js';
import type { InitialWeights } from '../../network/network.js';
import { leftOverFault, missingFault, normalisationFault } from './initial-weights-faults.js';

/** What a file must hold of one layer. */
export interface WantedLayer {
  readonly shape: readonly number[];
  readonly units: number;
  /** From the order of the file to that of the network. */
  readonly arranged: (weights: Float32Array) => Float32Array;
}

/**
 * What `network.weights` names, a layer each; null where it names nothing. A layer's weights are
 * the first array of its shape that no layer before it has taken, in the order of the names with
 * numbers as numbers: [units, units before]; of a convolution [channels, channels before, size,
 * size], and behind one the units before are numbered channels first, as PyTorch has them; of a
 * resistive network's first layer [nodes, 2 pixels], the conductances to [x, -x], none below 0. Its
 * bias is the array of the same name with `bias` in place of `weight` (or `b` of `W`, see
 * `biasNames`), zeros where there is none. Throws InputError where the file cannot be read, a layer
 * finds no array, an array is left over, or a value is not finite.
 */
export function readInitialWeights(
  network: Configuration['network'],
  image: ImageShape,
): readonly InitialWeights[] | null {
  const { weights: file, layers } = network;
  if (file === undefined) return null;
  const tensors = readTensorFile(file);
  const normalisation = normalisationFault(tensors);
  if (normalisation) throw new InputError(`${file}: ${normalisation}`);
  const left = new Set(inOrder(tensors));
  const take = (shape: readonly number[], names: readonly string[]) => {
    const name = names.find((candidate) => left.has(candidate) && isOf(tensors.get(candidate), shape));
    if (name !== undefined) left.delete(name);
    return name;
  };
  const floats = (name: string) => floatsOf(tensors.get(name) as Tensor, `${file}: ${name}`);
  const found = wantedLayers(network, image).map(({ shape, units, arranged }, l): InitialWeights => {
    const name = take(shape, [...left]);
    if (name === undefined)
      throw new InputError(`${file}: ${missingFault(tensors, { layer: l + 1, shape })}`);
    const weights = floats(name);
    if (network.energy === 'resistive') checkConductances(weights, `${file}: ${name}`);
    const bias = take([units], biasNames(name));
    return { weights: arranged(weights), bias: bias === undefined ? new Float32Array(units) : floats(bias) };
  });
  if (left.size === 0) return found;
  throw new InputError(`${file}: ${leftOverFault(tensors, [...left], layers)}`);
}

/** The arrays that the layers of a network are found by, input side first. */
export function wantedLayers(network: Configuration['network'], image: ImageShape): readonly WantedLayer[] {
  const { layers } = network;
  if (isDense(layers)) {
    return denseShapes(network).map((shape) => ({ shape, units: shape[0], arranged: (weights) => weights }));
  }
  const stages = stagesOf(layers as readonly LayerSpec[], image);
  return stages.map(({ windows, outputs, inputs }, l) => {
    const before = stages[l - 1];
    const channels = windows?.channels ?? (before?.windows ? before.outputs : 1);
    return {
      shape: windows ? [outputs, channels, windows.size, windows.size] : [outputs, inputs],
      units: outputs,
      arranged: (weights) => swappedAxes(weights, channels, inputs / channels),
    };
  });
}

/**
 * [units, units before] of the layers of a network without convolutions, a resistive one's pixels
 * counted twice.
 */
export function denseShapes({
  layers,
  energy,
}: Pick<Configuration['network'], 'layers' | 'energy'>): readonly (readonly [number, number])[] {
  const units = layers as readonly number[];
  return units
    .slice(1)
    .map((own, l) => [own, energy === 'resistive' && l === 0 ? 2 * units[l] : units[l]] as const);
}

const inOrder = (tensors: Tensors) =>
  [...tensors.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

/**
 * How PyTorch, Keras, scikit-learn and users of NumPy call the weights and the bias of one layer.
 */
const namesOfPairs: readonly (readonly [weights: RegExp, bias: string])[] = [
  [/weight([._]?\d*)$/, 'bias$1'],
  [/weights([._]?\d*)$/, 'biases$1'],
  [/weights([._]?\d*)$/, 'bias$1'],
  [/kernel(:\d+)?$/, 'bias$1'],
  [/coefs_(\d+)$/, 'intercepts_$1'],
  [/[Ww]([._]?\d*)$/, 'b$1'],
];

/** What the bias beside weights of that name may be called. */
function biasNames(weights: string): readonly string[] {
  return namesOfPairs
    .filter(([pattern]) => pattern.test(weights))
    .map(([pattern, bias]) => weights.replace(pattern, bias));
}

const isOf = (tensor: Tensor | undefined, shape: readonly number[]) =>
  tensor?.shape.length === shape.length && shape.every((size, axis) => tensor.shape[axis] === size);

function checkConductances(values: Float32Array, name: string): void {
  const at = values.findIndex((value) => value < 0);
  if (at < 0) return;
  throw new InputError(
    `${name}: element ${at} is ${values[at]}, expected conductances of at least 0 where network.energy is resistive`,
  );
}
