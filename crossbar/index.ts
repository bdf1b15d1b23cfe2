export { type Crossbar, type CrossbarCounters, type CrossbarOptions, createCrossbar } from './array.js';
export type { AdcOptions } from './converters/adc.js';
export type { DacOptions } from './converters/dac.js';
export * from './kernels/kernels.js';
export * from './kernels/panels.js';
export { createSimdKernels, isFastSupported, type SimdOptions } from './kernels/simd-kernels.js';
export { runKernelWorker, type StartWorker, type WorkerStart } from './kernels/threads.js';
export { createTypescriptKernels } from './kernels/typescript-kernels.js';
export type { WriteOptions } from './writing.js';
