import { InputError } from '../../../devices/base/errors.js';
import type { Value } from '../plan/matrix-operator.js';

/** What computes the float parts of a network: models as bytes, in the format of ONNX. */
export interface Runtime {
  /** Throws InputError, with `place`, for a model that it does not take. */
  readonly load: (model: Uint8Array, place: string) => Promise<Loaded>;
}

export interface Loaded {
  /** The outputs of those names. Throws InputError where the model cannot be run on the inputs. */
  readonly run: (
    inputs: ReadonlyMap<string, Value>,
    outputs: readonly string[],
  ) => Promise<ReadonlyMap<string, Value>>;
  readonly release: () => Promise<void>;
}

/** The version that results were checked with. */
export const runtimePackage = 'onnxruntime-web@1.30.0';

/** The package of the runtime is not installed; the message says how it is. */
export class RuntimeMissing extends InputError {}

/**
 * ONNX Runtime, its WebAssembly build on one thread: the same bits on every machine. Throws
 * RuntimeMissing.
 */
export async function createRuntime(): Promise<Runtime> {
  const { InferenceSession, Tensor, env } = await importRuntime();
  env.wasm.numThreads = 1;
  env.logLevel = 'error';
  const options = { executionProviders: ['wasm'], logSeverityLevel: 4 as const };
  return Object.freeze<Runtime>({
    async load(model, place) {
      const session = await InferenceSession.create(model, options).catch((error) => fail(error, place));
      return Object.freeze<Loaded>({
        async run(inputs, outputs) {
          const feeds: Record<string, InstanceType<typeof Tensor>> = {};
          for (const [name, { type, data, dims }] of inputs) {
            feeds[name] = new Tensor(type as 'float32', data as Float32Array, dims);
          }
          const found = await session.run(feeds, outputs).catch((error) => fail(error, place));
          return new Map(outputs.map((name) => [name, found[name] as unknown as Value]));
        },
        release: () => session.release(),
      });
    },
  });
}

async function importRuntime() {
  try {
    return await import('onnxruntime-web');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new RuntimeMissing(
      `ONNX Runtime is not installed, expected it beside crossprop: npm install ${runtimePackage}`,
    );
  }
}

/** A number alone is an error without a text: the runtime could not get the memory. */
function fail(error: unknown, place: string): never {
  const message = error instanceof Error ? error.message : String(error);
  const said = /^\d+$/.test(message) ? 'out of memory' : message.replace(/\s+/g, ' ');
  throw new InputError(`${place}: ONNX Runtime cannot run it: ${said}`);
}
