/**
 * The public interface of the engine: networks, learning rules, experiments. Devices and arrays
 * have entries of their own.
 */

export {
  type Configuration,
  configurationYaml,
  resolveConfiguration,
} from './configuration/configuration.js';
export { loadDataset } from './data/load.js';
export { compare, type ExperimentOutcome } from './experiments/compare/compare.js';
export { train } from './experiments/compare/train.js';
export type { ExperimentResult, RunResult } from './experiments/results/result.js';
export type { ExperimentContext, ExperimentEvent } from './experiments/run/context.js';
export { type Executor, executeAll, type Task, type TaskOutcome } from './experiments/tasks/executor.js';
export { createInProcess } from './experiments/tasks/in-process.js';
export { createTask } from './experiments/tasks/task.js';
export { createBackprop } from './learning/backprop.js';
export { createEqprop } from './learning/eqprop.js';
export type { LearningRule } from './learning/learning-rule.js';
export type { Coupling } from './network/coupling.js';
export { createCrossbarCoupling } from './network/couplings/crossbar-coupling.js';
export { createIdealCoupling } from './network/couplings/ideal-coupling.js';
export { createNetwork, createState, type Network, type NetworkState } from './network/network.js';
export { createBlock } from './relax/block.js';
export { createClosedForm } from './relax/closed-form.js';
export { createEuler } from './relax/euler.js';
export type { Phase, Relax, Relaxation } from './relax/relaxation.js';
export { createThreadedKernels } from './runs/threads/kernel-threads.js';
export { createHomeostasis } from './target/homeostasis.js';
export { createSelfDefinedTarget } from './target/self-defined-target.js';
