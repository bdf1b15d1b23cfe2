import type { Crossbar, CrossbarOptions } from '../../../crossbar/index.js';
import type { Coupling } from '../coupling.js';
import { createCrossbarCoupling } from './crossbar-coupling.js';

export interface TwinCoupling extends Coupling {
  /** That of the free phase and of inference, that of the nudged phase. */
  readonly crossbars: readonly [Crossbar, Crossbar];
}

/**
 * A matrix [post, pre] on two arrays with devices of their own, programmed alike and given the same
 * updates: one is read in the free phase, the other in the nudged one. What sets them apart enters
 * s_beta - s_0 as if it were learned from (Oh et al., defect-tolerant EqProp crossbars, compare
 * such twins with one array that takes turns). Throws InputError.
 */
export function createTwinCoupling(weights: Float32Array, options: CrossbarOptions): TwinCoupling {
  const twin = (name: string) =>
    createCrossbarCoupling(weights, { ...options, random: options.random.stream(name) });
  const twins = { free: twin('free'), nudged: twin('nudged') };
  let now = twins.free;
  return Object.freeze<TwinCoupling>({
    crossbars: [twins.free.crossbar, twins.nudged.crossbar],
    pre: options.cols,
    post: options.rows,
    repeatable: false,
    beginPhase(phase) {
      now = twins[phase];
      now.beginPhase?.(phase);
    },
    forwardInto: (out, pre, batch) => now.forwardInto(out, pre, batch),
    backwardInto: (out, post, batch) => now.backwardInto(out, post, batch),
    update(product) {
      twins.free.update(product);
      twins.nudged.update(product);
    },
    weightsInto: twins.free.weightsInto,
  });
}
