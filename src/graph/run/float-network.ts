import type { Graph } from '../onnx/graph.js';
import type { Value } from '../plan/matrix-operator.js';
import type { Runtime } from './runtime.js';
import { segmentModel } from './segment-model.js';

/** A network in floating point, as the runtime computes it. */
export interface FloatNetwork {
  /** The output for images [count, ...], then the values of the names asked for. */
  readonly run: (images: Value, names?: readonly string[]) => Promise<ReadonlyMap<string, Value>>;
  readonly release: () => Promise<void>;
}

/** The whole graph in the runtime; `names` are values inside it that may be asked for. */
export async function createFloatNetwork(
  graph: Graph,
  { runtime, names = [] }: { readonly runtime: Runtime; readonly names?: readonly string[] },
): Promise<FloatNetwork> {
  const { input, output, nodes, source } = graph;
  const inputs = [{ name: input.name, type: 'float32', rank: input.dims.length }];
  const inner = names.filter((name) => name !== output);
  const load = (outputs: readonly string[]) =>
    runtime.load(segmentModel(graph, { nodes, inputs, outputs }), source);
  const whole = await load([output]);
  const open = inner.length > 0 ? await load([output, ...inner]) : whole;
  return Object.freeze<FloatNetwork>({
    run: (images, wanted = []) =>
      (wanted.length > 0 ? open : whole).run(new Map([[input.name, images]]), [
        output,
        ...wanted.filter((name) => name !== output),
      ]),
    async release() {
      await whole.release();
      if (open !== whole) await open.release();
    },
  });
}
