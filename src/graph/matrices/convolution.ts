import type { NodeProto } from 'onnx-buf';
import { InputError } from '../../../devices/base/errors.js';
import { type Attributes, attributesOf } from '../onnx/attributes.js';
import type { Graph } from '../onnx/graph.js';
import { constantFloats, shapeOf } from '../onnx/tensors.js';
import { labelOf } from '../plan/label.js';
import {
  floatsIn,
  floatValue,
  type MatrixOperator,
  type Product,
  refuseUnless,
  type WeightMatrix,
} from '../plan/matrix-operator.js';
import { placesOf, type Sliding, unfoldInto } from './windows.js';

/** Numbers unfolded at once, above which pictures are taken one by one. */
const unfoldedAtOnce = 1 << 21;

/**
 * A convolution over one or two dimensions with constant weights, one matrix a group, read at every
 * place of the picture. null where the weights depend on the input. Throws Refusal.
 */
export function convolution(node: NodeProto, graph: Graph): MatrixOperator | null {
  const [x = '', weightName = '', biasName = ''] = node.input;
  const tensor = graph.constants.get(weightName);
  if (!tensor || graph.constants.has(x)) return null;
  const shape = shapeOf(tensor);
  refuseUnless(shape.length === 3 || shape.length === 4, 'a convolution over one or two dimensions');
  refuseUnless(
    shape.every((size) => size > 0),
    'a kernel of at least one weight',
  );
  const bias = graph.constants.get(biasName);
  refuseUnless(biasName === '' || bias !== undefined, 'a constant bias');
  const attributes = attributesOf(node);
  const groups = attributes.integer('group', 1);
  const [channels, inner] = shape as [number, number];
  refuseUnless(groups >= 1 && channels % groups === 0, 'channels that divide into the groups');
  const size = shape.length === 4 ? ([shape[2]!, shape[3]!] as const) : ([1, shape[2]!] as const);
  const label = labelOf(node, weightName);
  const values = () => constantFloats(tensor, `${graph.source}: ${weightName}`);
  const rows = channels / groups;
  const matrices = matricesOf(values, { groups, rows, cols: inner * size[0] * size[1], label, weightName });
  const added = bias ? constantFloats(bias, `${graph.source}: ${biasName}`) : new Float32Array(channels);
  refuseUnless(added.length === channels, `a bias of ${channels} numbers`);
  const slide = slidingOf(attributes, size);
  const place = `${graph.source}: node ${node.name}`;
  return {
    node: node.name,
    operator: node.opType,
    label,
    inputs: [x],
    outputs: node.output,
    matrices,
    run([input], products) {
      const { dims = [] } = input ?? {};
      if (dims.length !== shape.length || dims[1] !== groups * inner) {
        const found = dims.join(' x ');
        throw new InputError(`${place}: input of shape ${found}, expected ${groups * inner} channels`);
      }
      const [height, width] = dims.length === 4 ? [dims[2]!, dims[3]!] : [1, dims[2]!];
      const sliding = slide(inner, height, width);
      const [down, across] = placesOf(sliding);
      if (down < 1 || across < 1) {
        throw new InputError(`${place}: ${height} x ${width} pixels, expected as many as the kernel has`);
      }
      const pictures = floatsIn(input, place);
      const out = convolved(pictures, { images: dims[0]!, groups, sliding, added, products });
      const places = dims.length === 4 ? [down, across] : [across];
      return [floatValue([dims[0]!, channels, ...places], out)];
    },
  };
}

/** The matrix of each group, its weights copied out of `values` when they are asked for. */
function matricesOf(
  values: () => Float32Array,
  {
    groups,
    rows,
    cols,
    label,
    weightName,
  }: { groups: number; rows: number; cols: number; label: string; weightName: string },
): readonly WeightMatrix[] {
  let all: Float32Array | null = null;
  const weightsFrom = (group: number) => {
    all ??= values();
    return all.slice(group * rows * cols, (group + 1) * rows * cols);
  };
  return Array.from({ length: groups }, (_, group) => ({
    key: `${weightName} group ${group} of ${groups}`,
    label: groups === 1 ? label : `${label}[${group}]`,
    rows,
    cols,
    weights: () => weightsFrom(group),
  }));
}

/** The sliding of a kernel over pictures of a size, which `auto_pad` goes by. Throws Refusal. */
function slidingOf(attributes: Attributes, size: readonly [number, number]) {
  const two = (name: string) => {
    const given = attributes.integers(name, [1]);
    return given.length === 2 ? ([given[0]!, given[1]!] as const) : ([1, given[0]!] as const);
  };
  const [stride, dilation] = [two('strides'), two('dilations')];
  refuseUnless(
    [...stride, ...dilation].every((step) => step >= 1),
    'strides and dilations of at least 1',
  );
  const given = attributes.integers('pads', [0, 0, 0, 0]);
  const fixed = given.length === 4 ? given : [0, given[0]!, 0, given[1]!];
  refuseUnless(fixed.length === 4 && fixed.every((pad) => pad >= 0), 'pads of at least 0');
  const auto = attributes.text('auto_pad', 'NOTSET');
  return (channels: number, height: number, width: number): Sliding => {
    const same = (length: number, k: 0 | 1) => {
      const span = (Math.ceil(length / stride[k]) - 1) * stride[k] + dilation[k] * (size[k] - 1) + 1;
      const total = Math.max(span - length, 0);
      const less = Math.floor(total / 2);
      return auto === 'SAME_UPPER' ? [less, total - less] : [total - less, less];
    };
    const isSame = auto.startsWith('SAME');
    const [vertical, horizontal] = isSame
      ? [same(height, 0), same(width, 1)]
      : [
          [0, 0],
          [0, 0],
        ];
    const pads = isSame ? [vertical[0], horizontal[0], vertical[1], horizontal[1]] : fixed;
    return { channels, height, width, size, stride, dilation, pads: pads as unknown as Sliding['pads'] };
  };
}

interface ConvolvedOptions {
  readonly images: number;
  readonly groups: number;
  readonly sliding: Sliding;
  /** One a channel of the output. */
  readonly added: Float32Array;
  readonly products: readonly Product[];
}

/** out [images, channels, places]: every group of channels by its own product. */
function convolved(pictures: Float32Array, options: ConvolvedOptions): Float32Array {
  const { images, groups, sliding, added, products } = options;
  const { channels: inner, height, width, size } = sliding;
  const [down, across] = placesOf(sliding);
  const places = down * across;
  const cols = inner * size[0] * size[1];
  const rows = added.length / groups;
  const picture = groups * inner * height * width;
  const together = Math.max(1, Math.min(images, Math.floor(unfoldedAtOnce / (places * cols))));
  const out = new Float32Array(images * added.length * places);
  const columns = new Float32Array(together * places * cols);
  for (let first = 0; first < images; first += together) {
    const count = Math.min(together, images - first);
    for (const [group, product] of products.entries()) {
      for (let i = 0; i < count; i++) {
        const from = (first + i) * picture + group * inner * height * width;
        unfoldInto(columns.subarray(i * places * cols), pictures, { from, sliding });
      }
      const found = product(columns.subarray(0, count * places * cols), count * places);
      for (let i = 0; i < count; i++) {
        for (let row = 0; row < rows; row++) {
          const channel = group * rows + row;
          const to = ((first + i) * added.length + channel) * places;
          const bias = added[channel];
          for (let p = 0; p < places; p++) out[to + p] = found[(i * places + p) * rows + row] + bias;
        }
      }
    }
  }
  return out;
}
