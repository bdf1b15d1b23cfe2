import type { ArrayReport } from '../../../crossbar/crossbar.js';
import type { Kernels } from '../../../crossbar/index.js';
import type { DeviceModel, RandomStream } from '../../../devices/index.js';
import type { ChipConfiguration } from '../../configuration/configuration.js';
import type { LearningRule } from '../../learning/learning-rule.js';
import type { ImageShape } from '../../network/convolutional/stages.js';
import type { InitialWeights, LearnedNetwork } from '../../network/network.js';
import type { PhaseRecord } from '../../relax/phase-record.js';

/** A network on its hardware and the rule that it learns by. */
export interface Model {
  readonly network: LearnedNetwork;
  readonly rule: LearningRule;
  /** The arrays under the network, none on ideal hardware. */
  readonly crossbars: readonly ArrayReport[];
  /** How its phases ended; null where nothing relaxes. */
  readonly phases: PhaseRecord | null;
}
export interface ModelOptions {
  readonly hardware: 'ideal' | ChipConfiguration;
  /** In place of the hardware's own. */
  readonly device?: DeviceModel | undefined;
  readonly kernels: Kernels;
  /** Initial weights come from the same streams for every rule and hardware. */
  readonly random: RandomStream;
  /** In place of drawn ones. */
  readonly initial?: readonly InitialWeights[] | null | undefined;
  /** Most images handed to the network at once, in training or inference. */
  readonly maxBatch: number;
  /** Of one image: a convolutional network needs it. */
  readonly image?: ImageShape;
}
