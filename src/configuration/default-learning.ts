import { defaultConfiguration, defaultMappingOf } from './default-configuration.js';
import { defaultRates, type NetworkRateSetting } from './default-rates.js';
import {
  defaultRule,
  findLearningRule,
  type LearningRuleName,
  learningRuleNamed,
  referenceRule,
} from './learning-rule.js';
import { layerSizes } from './network-layers.js';
import { isMapping, type Mapping, merged } from './plain-data.js';
import { ownDatasetName } from './schema/dataset-schema.js';

/**
 * The default configuration for what the user has set in `own`: rates, dropout and the way of
 * relaxing fit the network, and the defaults of `learning.backprop` fill only what `own` sets
 * neither there nor at `learning`, which is for both rules. The mapping of weights goes with
 * `hardware.training`, and a path alone is one of the user's own data.
 */
export function defaultsFor(own: Mapping): Mapping {
  const learning = isMapping(own.learning) ? own.learning : {};
  const { backprop, ...shared } = defaultConfiguration.learning;
  const both = merged(shared, learning) as Mapping;
  const setting = settingOf(own, both);
  const ofBackprop = settingOf(own, merged(both, learning.backprop ?? {}));
  const fitted = {
    learningRate: defaultRates(sharing(both.rule), setting),
    dropout: [0.3, ...Array.from({ length: setting.couplings - 1 }, () => 0), 0.2],
    eqprop: { strategy: strategyFor(sharing(both.rule), setting) },
    backprop: unset({ ...backprop, learningRate: defaultRates(referenceRule, ofBackprop) }, learning),
  };
  const training = isMapping(own.hardware) ? own.hardware.training : undefined;
  const mapping = { array: { mapping: defaultMappingOf(training) } };
  const { dataset } = defaultConfiguration;
  const isOwn = isMapping(own.dataset) && own.dataset.path !== undefined;
  return {
    ...defaultConfiguration,
    dataset: isOwn ? { ...dataset, name: ownDatasetName } : dataset,
    learning: merged({ ...shared, backprop: {} }, fitted),
    hardware: merged(defaultConfiguration.hardware, mapping),
  };
}

/**
 * What `over` sets no value for: leaves that it has are left out, and mappings of which nothing is
 * left.
 */
function unset(defaults: Mapping, over: Mapping): Mapping {
  const entries = Object.entries(defaults).flatMap(([key, value]) => {
    if (!Object.hasOwn(over, key)) return [[key, value] as const];
    const own = over[key];
    if (!isMapping(value) || !isMapping(own)) return [];
    const left = unset(value, own);
    return Object.keys(left).length > 0 ? [[key, left] as const] : [];
  });
  return Object.fromEntries(entries);
}

function settingOf(own: Mapping, learning: unknown): NetworkRateSetting {
  const { energy, layers } = isMapping(own.network) ? own.network : ({} as Mapping);
  const sizes = layerSizes(layers);
  const { mode, loss, optimizer } = learning as Mapping;
  const last = sizes.at(-1);
  const outputs = typeof last === 'number' ? last : 1;
  return { couplings: sizes.length - 1, outputs, mode, loss, optimizer, energy };
}

/**
 * The rule that the shared fields are for: that of the configuration, unless it has a block of its
 * own.
 */
function sharing(name: unknown): LearningRuleName {
  const rule = findLearningRule(name);
  return rule && rule.overrides === null ? (rule.name as LearningRuleName) : defaultRule;
}

/**
 * Only blocks can hold an output. The closed form is for one layer that settles; by cross-entropy
 * the outputs do not, and blocks cannot.
 */
function strategyFor(
  rule: LearningRuleName,
  { couplings, loss }: NetworkRateSetting,
): 'closed-form' | 'block' | 'euler' {
  if (learningRuleNamed(rule).taught === 'held') return 'block';
  const isSoftmax = loss === 'cross-entropy';
  if (couplings === (isSoftmax ? 2 : 1)) return 'closed-form';
  return isSoftmax ? 'euler' : 'block';
}
