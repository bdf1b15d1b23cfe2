import { createStateErrors } from '../../circuits/state-errors.js';
import type { Configuration, Learning } from '../../configuration/configuration.js';
import type { LearningRule } from '../../learning/learning-rule.js';
import { hiddenPart } from '../../learning/output-stage.js';
import { learningRuleNamed } from '../../learning/rules/index.js';
import type { NudgeSettings, Settling } from '../../learning/rules/rule-definition.js';
import type { Network } from '../../network/network.js';
import { createBlock } from '../../relax/block.js';
import { createClosedForm } from '../../relax/closed-form.js';
import { createDrives } from '../../relax/drives.js';
import { createEuler } from '../../relax/euler.js';
import { createPhaseRecord, type PhaseRecord } from '../../relax/phase-record.js';
import type { ModelOptions } from './types.js';

export interface RuleOptions extends ModelOptions {
  readonly activation: Configuration['network']['activation'];
  /** Where phases are counted, if anywhere. */
  readonly phases?: PhaseRecord;
}

/** The rule that `learning` names, on a network of neurons that leak. */
export function createRule(network: Network, learning: Learning, options: RuleOptions): LearningRule {
  const { activation, random, maxBatch, phases = createPhaseRecord() } = options;
  return learningRuleNamed(learning.rule).onNeurons(network, {
    loss: learning.loss,
    nudges: nudgesOf(learning),
    activation: network.layers
      .slice(1)
      .map((_, l) => (typeof activation === 'string' ? activation : activation[l])),
    stateErrors: stateErrorsOf(network, options),
    settling: () => settlingOf(network, learning, { ...options, phases }),
    random,
    maxBatch,
  });
}

export function nudgesOf({ eqprop: { beta, nudging, teaching } }: Learning): NudgeSettings {
  return { beta, nudging, ...(teaching && { teaching }) };
}

function stateErrorsOf({ layers, kernels }: Network, { hardware, random }: ModelOptions) {
  if (hardware === 'ideal') return null;
  return createStateErrors(layers, { ...hardware.neurons, kernels, random: random.stream('chip/neurons') });
}

/** How the layers come to rest, as `learning.eqprop` says. */
function settlingOf(
  network: Network,
  { eqprop, loss }: Learning,
  { hardware, maxBatch, phases }: ModelOptions & { readonly phases: PhaseRecord },
): Settling {
  const { strategy, tolerance, maxSweeps } = eqprop;
  const isBlock = strategy === 'block';
  const relaxing = loss === 'cross-entropy' ? hiddenPart(network) : network;
  const inputEachStep = hardware !== 'ideal' && hardware.read.reads === 'each-step';
  const drives = createDrives(relaxing, maxBatch, { inputEachStep });
  const step = { dt: eqprop.dt, maxBatch, drives };
  const fixed = strategy === 'euler' ? createEuler : createClosedForm;
  const relax = isBlock ? createBlock(relaxing, { tolerance, maxBatch, drives }) : fixed(relaxing, step);
  return {
    relax: phases.counted(relax, { toTolerance: isBlock }),
    // The pull of a softmax has no closed form.
    ...(loss === 'cross-entropy' && {
      relaxNudged: phases.counted(createEuler(relaxing, step), { toTolerance: false }),
    }),
    freeSteps: isBlock ? maxSweeps : eqprop.freeSteps,
    nudgedSteps: isBlock ? maxSweeps : eqprop.nudgedSteps,
  };
}
