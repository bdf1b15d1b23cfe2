import type { ArrayReport } from '../../../crossbar/index.js';
import type { Configuration } from '../../configuration/configuration.js';
import { addedPhases, type PhaseSummary } from '../../relax/phase-record.js';
import { type CalibrationOptions, calibrateChip } from './calibration.js';
import type { Learner } from './learner.js';
import { createModel } from './model.js';
import { weightMatrices } from './network-weights.js';
import type { Model, ModelOptions } from './types.js';

/** By which images of training converters are calibrated, how many at once. */
type Calibrating = Pick<CalibrationOptions, 'images' | 'batchSize'>;

/** What becomes of a network between its training and the test after it. */
export interface Deployment {
  /**
   * The network to be tested: the learner's own, or a chip that was programmed with its weights.
   */
  readonly deployed: () => Promise<Model>;
  /** The network that the last test saw: on a chip, the weights that its arrays hold. */
  readonly network: () => Model['network'];
  /** The arrays that were used, in training or after it. */
  readonly crossbars: () => readonly ArrayReport[];
  /** How phases ended in training and in tests; null where nothing relaxes. */
  readonly phases: () => PhaseSummary | null;
}

/**
 * `hardware.training: transfer`: the weights that ideal training found are written to the chip by
 * write and verify, the biases taken over; converters are calibrated by images of training. In
 * either case `read.inferenceAfterSec` go by before the test: drift, retention and noise that grows
 * with time.
 */
export function createDeployment(
  configuration: Configuration,
  learner: Learner,
  { calibration, ...options }: ModelOptions & { readonly calibration: Calibrating },
): Deployment {
  const { hardware } = options;
  const isTransfer = isTransferred(hardware);
  let chip: Model | null = null;
  return Object.freeze<Deployment>({
    async deployed() {
      if (isTransfer) {
        const initial = weightMatrices(learner.network);
        chip = createModel(configuration.network, learner.learning, { ...options, initial });
        if (hardware !== 'ideal') await calibrateChip(chip, { ...calibration, chip: hardware });
      }
      const model = chip ?? learner;
      const afterSec = hardware === 'ideal' ? 0 : hardware.read.inferenceAfterSec;
      if (afterSec > 0) for (const crossbar of model.crossbars) crossbar.setTime?.(afterSec);
      return model;
    },
    network: () => (chip ?? learner).network,
    crossbars: () => chip?.crossbars ?? learner.crossbars,
    phases() {
      const own = learner.phases?.summary() ?? null;
      const onChip = chip?.phases?.summary() ?? null;
      return own && onChip ? addedPhases(own, onChip) : own;
    },
  });
}

/** Whether the chip only gets what ideal floats have learned. */
export function isTransferred(hardware: ModelOptions['hardware']): boolean {
  return hardware !== 'ideal' && hardware.training === 'transfer';
}
