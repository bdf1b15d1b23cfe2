import type { MatrixOperator, Product, Value } from '../plan/matrix-operator.js';
import type { NetworkPlan, Segment } from '../plan/plan.js';
import type { Loaded, Runtime } from './runtime.js';
import { segmentModel } from './segment-model.js';

/** Gives the product of a matrix, by its key. */
export type ProductOf = (key: string) => Product;

/** A planned network that can be run with any products in the place of its matrices. */
export interface Execution {
  /**
   * The output for images [count, ...]. `seen` is shown each matrix operator with its first output.
   * Throws InputError where the network cannot be run on such images.
   */
  readonly run: (
    images: Value,
    options: {
      readonly productOf: ProductOf;
      readonly seen?: (operator: MatrixOperator, output: Value) => void;
    },
  ) => Promise<Value>;
  readonly release: () => Promise<void>;
}

/** Float segments are loaded into the runtime when they are first run, their inputs then known. */
export function createExecution(plan: NetworkPlan, runtime: Runtime): Execution {
  const { graph, stages } = plan;
  const loaded = new Map<Segment, Loaded>();
  const inputsOf = (segment: Segment, values: ReadonlyMap<string, Value>) =>
    new Map(segment.inputs.map((name) => [name, values.get(name)!]));
  const load = async (segment: Segment, given: ReadonlyMap<string, Value>) => {
    const inputs = [...given].map(([name, { type, dims }]) => ({ name, type, rank: dims.length }));
    const model = segmentModel(graph, { ...segment, inputs });
    const [first, last] = [segment.nodes[0]!.name, segment.nodes.at(-1)!.name];
    const session = await runtime.load(model, `${graph.source}: nodes ${first} to ${last}`);
    loaded.set(segment, session);
    return session;
  };
  return Object.freeze<Execution>({
    async run(images, { productOf, seen }) {
      const values = new Map([[graph.input.name, images]]);
      for (const { segment, arrays } of stages) {
        if (segment.outputs.length > 0) {
          const given = inputsOf(segment, values);
          const session = loaded.get(segment) ?? (await load(segment, given));
          for (const [name, value] of await session.run(given, segment.outputs)) values.set(name, value);
        }
        for (const operator of arrays) {
          const inputs = operator.inputs.map((name) => values.get(name) ?? null);
          const outputs = operator.run(
            inputs,
            operator.matrices.map(({ key }) => productOf(key)),
          );
          operator.outputs.forEach((name, i) => {
            if (name !== '') values.set(name, outputs[i]!);
          });
          seen?.(operator, outputs[0]!);
        }
      }
      return values.get(graph.output)!;
    },
    async release() {
      for (const session of loaded.values()) await session.release();
      loaded.clear();
    },
  });
}
