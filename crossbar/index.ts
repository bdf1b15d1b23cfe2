export { crossbarBytes, type MatrixBytes, paddedCells } from './array/array-bytes.js';
export {
  type ConductanceArray,
  type ConductanceArrayOptions,
  createConductanceArray,
} from './array/conductance-array.js';
export { mappingOf } from './array/mapping.js';
export * from './array/memory.js';
export type { AdcOptions } from './converters/adc.js';
export type { DacOptions } from './converters/dac.js';
export * from './cost/index.js';
export { type ArrayReport, createCrossbar } from './crossbar.js';
export * from './kernels/contract/image-kernels.js';
export type { KernelExports } from './kernels/contract/kernel-signatures.js';
export * from './kernels/contract/kernels.js';
export type { NodeJoint, NodeLayer } from './kernels/contract/node-layer.js';
export * from './kernels/contract/packed.js';
export * from './kernels/contract/panels.js';
export type { PulseCounters, Tallied } from './kernels/contract/pulse-counters.js';
export * from './kernels/contract/rounds.js';
export type { NativeEngine } from './kernels/simd/instance.js';
export { createSimdKernels, isFastSupported, type SimdOptions } from './kernels/simd/simd-kernels.js';
export {
  type NativeFile,
  runKernelWorker,
  type StartWorker,
  type WorkerStart,
} from './kernels/simd/threads.js';
export { selectWinners } from './kernels/typescript/select-winners.js';
export { createTypescriptKernels } from './kernels/typescript/typescript-kernels.js';
export type { ArrayWires } from './read/array-wires.js';
export type { BitSliceOptions, Crossbar, CrossbarCounters, CrossbarOptions } from './types.js';
export { backwardNetwork, turnedOver } from './wires/backward.js';
export {
  type EffectiveOptions,
  effectiveConductanceInto,
  updateConductanceInto,
} from './wires/effective-conductance.js';
export { createWireNetwork, type WireNetwork, type WireNetworkOptions } from './wires/network.js';
export type { WireSettleOptions, WireStatus } from './wires/settle.js';
export { type SolveOptions, solveNetwork, type WireSolution } from './wires/solve.js';
export { type CellNonlinearity, type SpiceOptions, spiceNetlist } from './wires/spice.js';
export { createWireWorkspace, type WireWorkspace, wireSolveBytes } from './wires/workspace.js';
export type { VerifyOptions } from './write/programming.js';
export type { WriteCounters } from './write/write-account.js';
export type { WriteOptions } from './write/writing.js';
