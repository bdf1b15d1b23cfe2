/** The public interface of the engine: networks, learning rules, experiments. Devices and arrays have entries of their own. */

export { loadDataset } from './data/load.js';
export { compare, type ExperimentOutcome } from './experiments/compare.js';
export { type Configuration, configurationYaml, resolveConfiguration } from './experiments/configuration.js';
export type { ExperimentContext, ExperimentEvent } from './experiments/context.js';
export { type Executor, executeAll, type Task, type TaskOutcome } from './experiments/executor.js';
export { createInProcess } from './experiments/in-process.js';
export type { ExperimentResult, RunResult } from './experiments/result.js';
export { createTask } from './experiments/task.js';
export { train } from './experiments/train.js';
export { createBackprop } from './learning/backprop.js';
export { createEqprop } from './learning/eqprop.js';
export type { LearningRule } from './learning/learning-rule.js';
export type { Coupling } from './network/coupling.js';
export { createCrossbarCoupling } from './network/crossbar-coupling.js';
export { createIdealCoupling } from './network/ideal-coupling.js';
export { createNetwork, createState, type Network, type NetworkState } from './network/network.js';
export { createBlock } from './relax/block.js';
export { createClosedForm } from './relax/closed-form.js';
export { createEuler } from './relax/euler.js';
export type { Phase, Relax, Relaxation } from './relax/relaxation.js';
export { createThreadedKernels } from './runs/kernel-threads.js';
export { createHomeostasis } from './target/homeostasis.js';
export { createSelfDefinedTarget } from './target/self-defined-target.js';
