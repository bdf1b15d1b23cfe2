/** Which kernels run: all give the same bits. */
export const engineNames = ['native', 'wasm', 'typescript'] as const;
export type EngineName = (typeof engineNames)[number];

/** Which kernels a user asks for. */
export interface EngineOptions {
  /** `native` where it is there, else `wasm`, by default; `wasm` where `fast`. */
  readonly engine?: EngineName | undefined;
  /** Relaxed SIMD, false by default: see `SimdOptions`. */
  readonly fast?: boolean | undefined;
}
