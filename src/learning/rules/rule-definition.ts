import type { RandomStream } from '../../../devices/index.js';
import type { StateErrors } from '../../circuits/state-errors.js';
import type { Network } from '../../network/network.js';
import type { ResistiveNetwork } from '../../network/resistive/resistive-network.js';
import type { Kirchhoff } from '../../relax/kirchhoff.js';
import type { ActivationName } from '../activation.js';
import type { EqpropOptions } from '../eqprop.js';
import type { LearningRule } from '../learning-rule.js';

/** What a configuration says of nudges. */
export type NudgeSettings = Pick<EqpropOptions, 'beta' | 'nudging' | 'teaching'>;

/** How a network settles, and for how many steps or sweeps. */
export type Settling = Pick<EqpropOptions, 'relax' | 'relaxNudged' | 'freeSteps' | 'nudgedSteps'>;

interface SharedParts {
  readonly nudges: NudgeSettings;
  /** A rule draws from a stream of its own below this one. */
  readonly random: RandomStream;
  readonly maxBatch: number;
}

/** What a rule is made of where neurons leak. */
export interface NeuronParts extends SharedParts {
  readonly loss: 'mse' | 'cross-entropy';
  /** Of every layer behind the input. */
  readonly activation: readonly ActivationName[];
  readonly stateErrors: StateErrors | null;
  /** For rules that settle. */
  readonly settling: () => Settling;
}

/** What a rule is made of where the nodes of a circuit settle by Kirchhoff's law. */
export interface NodeParts extends SharedParts, Kirchhoff {
  /** Most sweeps of a phase. */
  readonly sweeps: number;
}

/** What default learning rates depend on. */
export interface RateSetting {
  readonly couplings: number;
  readonly outputs: number;
  readonly mode: unknown;
  readonly loss: unknown;
}

/** A classifier on the outputs of a finished network. */
export interface LinearDefaults {
  readonly learningRate: number;
  readonly epochs: number;
  readonly schedule: {
    readonly kind: 'linear' | 'exponential';
    readonly start: number;
    readonly end: number;
    readonly epochs: number;
  };
  readonly activation: 'identity' | 'sigmoid';
  readonly batchSize: number;
}

/**
 * A learning rule that `learning.rule` can name: one file of this folder, one line in
 * `learningRules`.
 */
export interface LearningRuleDefinition {
  readonly name: string;
  /** In reports. */
  readonly label: string;
  /** Of a run without hardware, in reports: `ideal EqProp`. */
  readonly idealLabel: string;
  /** In the help of `learning.rule`, to stand behind its name. */
  readonly summary: string;
  readonly source: string;
  /**
   * Layers come to rest, each hidden one driven from both sides: in inference too, so that arrays
   * are always read backward.
   */
  readonly settles: boolean;
  /**
   * How a target reaches the network. nudged: outputs are pulled towards it by beta. held: outputs
   * stand at it. error: they are compared with it digitally, and no DAC drives them.
   */
  readonly taught: 'nudged' | 'held' | 'error';
  /**
   * The field of `learning` whose values are laid over the others for this rule alone; null = it
   * takes the shared ones.
   */
  readonly overrides: 'backprop' | null;
  /**
   * The rule's unit of an error at the outputs, in units of target - output: what `write.offset`
   * and `write.noise` scale with.
   */
  readonly errorUnit: (outputs: number) => number;
  /** Default learning rates of plain gradient steps, one per coupling, input side first. */
  readonly rates: (setting: RateSetting) => readonly number[];
  /** The linear classifier as published for the rule, by whether the network has hidden layers. */
  readonly linear: (isDeep: boolean) => LinearDefaults;
  readonly onNeurons: (network: Network, parts: NeuronParts) => LearningRule;
  readonly onNodes: (network: ResistiveNetwork, parts: NodeParts) => LearningRule;
}

/** The definition, frozen. */
export function defineLearningRule<const D extends LearningRuleDefinition>(definition: D): D {
  return Object.freeze(definition);
}

/** One rate for the last coupling, another for those below. */
export function ratesByDepth(
  couplings: number,
  { hidden, last }: { hidden: number; last: number },
): number[] {
  return Array.from({ length: couplings }, (_, l) => (l === couplings - 1 ? last : hidden));
}
