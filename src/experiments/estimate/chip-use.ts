import type { ChipConfiguration, Configuration } from '../../configuration/configuration.js';
import { resolveLearning } from '../../configuration/configuration.js';
import { learningRuleNamed } from '../../configuration/learning-rule.js';
import { listedLayers } from '../../configuration/network-layers.js';

/** What a run asks of its chip: parts that are never used have no place in a budget. */
export interface ChipUse {
  readonly energy: 'hopfield' | 'resistive';
  /** It learns on the chip; false = it is programmed, and infers. */
  readonly learns: boolean;
  /**
   * Outputs are driven towards a target by the nudge DAC: learning on the chip by a rule that
   * settles.
   */
  readonly nudges: boolean;
  /** Winners are chosen under homeostasis: learning without labels, on the chip. */
  readonly hasHomeostasis: boolean;
  /** Arrays are read backward: hidden layers that settle, or that errors come back to. */
  readonly readsBack: boolean;
  /**
   * Arrays are driven by states or errors that may lie outside [-1, 1]: outputs, and hidden units
   * without a bound.
   */
  readonly drivesBeyondOne: boolean;
}

export function chipUse(configuration: Configuration, chip: ChipConfiguration): ChipUse {
  const { network } = configuration;
  const { rule, mode, epochs, pretrain } = resolveLearning(configuration, configuration.learning.rule);
  const { settles, taught } = learningRuleNamed(rule);
  const isTrained = epochs > 0 || (pretrain?.epochs ?? 0) > 0;
  const learns = isTrained && chip.training === 'in-situ';
  const isDeep = listedLayers(network.layers).length > 2;
  const readsBack = isDeep && (learns || settles);
  const activations = [network.activation].flat();
  return {
    energy: network.energy ?? 'hopfield',
    learns,
    nudges: learns && taught !== 'error',
    hasHomeostasis: learns && mode !== 'supervised',
    readsBack,
    drivesBeyondOne: readsBack || (isDeep && activations.some((name) => name !== 'hard-sigmoid')),
  };
}
