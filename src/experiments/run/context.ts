import type { Kernels } from '../../../crossbar/index.js';
import type { DeviceModel } from '../../../devices/index.js';
import type { Tensors } from '../../data/readers/tensor.js';
import type { EpochResult } from '../results/result.js';
import type { Executor } from '../tasks/executor.js';
import type { Checkpoints } from './snapshot.js';

/**
 * What an experiment may ask of the world around it. The command line supplies it; tests supply a
 * still one.
 */
export interface ExperimentContext {
  /** Monotonic clock in seconds. */
  readonly nowSec: () => number;
  /** Kernels for one run, disposed of when it ends. The result does not depend on their threads. */
  readonly createKernels: () => Kernels;
  readonly observe: (event: ExperimentEvent) => void;
  /** Shown the weights and biases of a run when it has ended, by its id and seed. */
  readonly keepWeights?: (id: string, weights: Tensors) => void;
  /**
   * Takes the place of the configuration's hardware.device; its levels, noise, I-V curve and faults
   * come on top.
   */
  readonly device?: DeviceModel;
  /** Aborted = stop after the batch in hand and report the run as interrupted. */
  readonly signal?: AbortSignal;
  /** Absent = a run leaves no trace before its end. */
  readonly checkpoints?: Checkpoints;
  /** Runs what an experiment has of independent parts; absent = here, one after another. */
  readonly executor?: Executor;
}

/**
 * Stages of a run, in order: images pass through training, label association, the test, the linear
 * classifier. `sample` = the small tests of the learning curve, between batches of training.
 */
export type Stage = 'train' | 'sample' | 'associate' | 'test' | 'classify';

export type ExperimentEvent =
  | {
      readonly kind: 'run-started';
      readonly id: string;
      /** As in the result. */
      readonly engine?: string;
      readonly epochs: number;
      readonly images: number;
      /** Of the run that this one goes on with. */
      readonly finished?: readonly EpochResult[];
    }
  | {
      readonly kind: 'progress';
      readonly id: string;
      readonly stage: Stage;
      /** Counted from 1. */
      readonly epoch: number;
      readonly epochs: number;
      /** Images done and in all, in this stage of this epoch. */
      readonly done: number;
      readonly total: number;
    }
  | { readonly kind: 'epoch-ended'; readonly id: string; readonly epoch: EpochResult }
  | { readonly kind: 'run-ended'; readonly id: string; readonly status: string };
