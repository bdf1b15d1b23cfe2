import type { KernelExports, KernelName } from '../contract/kernel-signatures.js';

/**
 * Kernels compiled for this processor, handed in like `StartWorker`: some of the exports of the
 * WebAssembly module, with their names, arguments and bits.
 */
export interface NativeEngine {
  /** Where they lie, for other threads to load them. */
  readonly file: string;
  /** The instructions that they use, such as `avx512`. */
  readonly set: string;
  /** The kernels on a memory whose address 0 is the first of `bytes`. */
  readonly bind: (bytes: Uint8Array) => Partial<KernelExports>;
}

/**
 * The module's kernels on a memory, those of `engine` in place of its own. A shared memory stays
 * where it is when it grows, so `engine` is bound once.
 */
export function instantiate(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  engine: NativeEngine | null = null,
): KernelExports {
  const instance = new WebAssembly.Instance(module, { env: { memory, abort: () => undefined } });
  const wasm = instance.exports as unknown as KernelExports;
  return engine ? { ...wasm, ...engine.bind(new Uint8Array(memory.buffer)) } : wasm;
}

/** Kernels by number, the same in every instance. */
export function kernelNames(exports: KernelExports): readonly KernelName[] {
  return (Object.keys(exports) as KernelName[]).sort();
}
