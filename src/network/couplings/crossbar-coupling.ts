import { type Crossbar, type CrossbarOptions, createCrossbar } from '../../../crossbar/index.js';
import type { Coupling } from '../coupling.js';

export interface CrossbarCoupling extends Coupling {
  readonly crossbar: Crossbar;
}

/**
 * A matrix [post, pre] on a crossbar, brought to `weights` by write and verify. Throws InputError.
 */
export function createCrossbarCoupling(weights: Float32Array, options: CrossbarOptions): CrossbarCoupling {
  const crossbar = createCrossbar(options);
  crossbar.program(weights);
  return Object.freeze<CrossbarCoupling>({
    crossbar,
    pre: options.cols,
    post: options.rows,
    repeatable: options.device.readNoise === 0 && (options.adc.noise ?? 0) === 0,
    beginPhase: crossbar.drawNoise,
    forwardInto: crossbar.forwardInto,
    backwardInto: crossbar.backwardInto,
    update: crossbar.update,
    weightsInto: crossbar.weightsInto,
  });
}
