export * from './kernels/kernels.js';
export * from './kernels/panels.js';
export { createSimdKernels } from './kernels/simd-kernels.js';
export { createTypescriptKernels } from './kernels/typescript-kernels.js';
