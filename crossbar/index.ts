export type { BitSliceOptions } from './bit-slices.js';
export {
  type ConductanceArray,
  type ConductanceArrayOptions,
  createConductanceArray,
} from './conductance-array.js';
export type { AdcOptions } from './converters/adc.js';
export type { DacOptions } from './converters/dac.js';
export * from './cost/index.js';
export {
  type ArrayReport,
  type Crossbar,
  type CrossbarCounters,
  type CrossbarOptions,
  createCrossbar,
} from './crossbar.js';
export * from './kernels/image-kernels.js';
export * from './kernels/kernels.js';
export type { NodeJoint, NodeLayer } from './kernels/node-layer.js';
export * from './kernels/packed.js';
export * from './kernels/panels.js';
export * from './kernels/rounds.js';
export { selectWinners } from './kernels/select-winners.js';
export { createSimdKernels, isFastSupported, type SimdOptions } from './kernels/simd-kernels.js';
export { runKernelWorker, type StartWorker, type WorkerStart } from './kernels/threads.js';
export { createTypescriptKernels } from './kernels/typescript-kernels.js';
export type { Tallied, WriteNotes } from './kernels/write-notes.js';
export { mappingOf } from './mapping.js';
export type { Memory } from './memory.js';
export type { VerifyOptions } from './programming.js';
export type { ArrayWires } from './wired-cells.js';
export { backwardNetwork, turnedOver } from './wires/backward.js';
export {
  type EffectiveOptions,
  effectiveConductanceInto,
  updateConductanceInto,
} from './wires/effective-conductance.js';
export { createNetwork, type WireNetwork, type WireNetworkOptions } from './wires/network.js';
export type { SettleOptions, WireStatus } from './wires/settle.js';
export { type SolveOptions, solveNetwork, type WireSolution } from './wires/solve.js';
export { type CellNonlinearity, type SpiceOptions, spiceNetlist } from './wires/spice.js';
export { createWireWorkspace, type WireWorkspace, wireSolveBytes } from './wires/workspace.js';
export type { WriteCounters } from './write-account.js';
export type { WriteOptions } from './writing.js';
