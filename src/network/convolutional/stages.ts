import { createWindows, type Windows } from '../../../crossbar/index.js';
import { InputError } from '../../../devices/index.js';

/** A layer of a convolutional network. A pool belongs to the convolution before it. */
export type LayerSpec = { readonly conv: ConvSpec } | { readonly pool: PoolSpec } | { readonly full: number };

export interface ConvSpec {
  readonly channels: number;
  /**
   * Side of the filters, step from one place to the next and zeros around the image, in pixels.
   */
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
  /** Share of the weights, drawn at random, that are 0 and stay 0. */
  readonly pruned: number;
}

export interface PoolSpec {
  readonly kind: 'max' | 'average';
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
}

/** Images [height, width, channels]. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** What has weights, a convolution or a full layer, and the pool behind it. */
export interface LayerStage {
  /** Of a convolution; null where every unit sees all. */
  readonly windows: Windows | null;
  /** Outputs of the weight matrix: channels of a convolution. */
  readonly outputs: number;
  /** Inputs of the weight matrix. */
  readonly inputs: number;
  readonly pruned: number;
  readonly pool: { readonly kind: 'max' | 'average'; readonly windows: Windows } | null;
  /** Units before it, of its own, and behind its pool. */
  readonly pre: number;
  readonly units: number;
  readonly post: number;
}

/**
 * The stages that `layers` make of an image. Throws InputError where nothing is left of it, or a
 * pool follows no convolution.
 */
export function stagesOf(
  layers: readonly LayerSpec[],
  image: ImageShape,
  source = 'network',
): readonly LayerStage[] {
  const stages: LayerStage[] = [];
  let shape = image;
  layers.forEach((layer, index) => {
    const path = `${source}: network.layers[${index}]`;
    const pre = unitsOf(shape);
    if ('full' in layer) {
      const outputs = layer.full;
      stages.push({
        windows: null,
        outputs,
        inputs: pre,
        pruned: 0,
        pool: null,
        pre,
        units: outputs,
        post: outputs,
      });
      shape = { height: 1, width: 1, channels: outputs };
      return;
    }
    const spec = 'conv' in layer ? layer.conv : layer.pool;
    const windows = createWindows(shape, spec);
    shape = {
      height: windows.outHeight,
      width: windows.outWidth,
      channels: 'conv' in layer ? layer.conv.channels : shape.channels,
    };
    const units = unitsOf(shape);
    if (units === 0) {
      const [height, width] = [windows.height, windows.width].map((length) => length + 2 * spec.padding);
      throw new InputError(
        `${path}: size ${spec.size}, expected no more than the ${height} x ${width} pixels there are with padding`,
      );
    }
    if ('conv' in layer) {
      const { channels: outputs, size, pruned } = layer.conv;
      const inputs = size ** 2 * windows.channels;
      stages.push({ windows, outputs, inputs, pruned, pool: null, pre, units, post: units });
      return;
    }
    const convolution = stages.at(-1);
    if (!convolution?.windows || convolution.pool) {
      throw new InputError(`${path}: {"pool": ...}, expected it behind a conv`);
    }
    stages[stages.length - 1] = {
      ...convolution,
      pool: { kind: layer.pool.kind, windows },
      post: units,
    };
  });
  return stages;
}

export function unitsOf({ height, width, channels }: ImageShape): number {
  return height * width * channels;
}
