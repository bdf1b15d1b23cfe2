import type { Configuration } from '../../configuration/configuration.js';
import { findLearningRule, referenceRule } from '../../configuration/learning-rule.js';
import { isDense, listedLayers } from '../../configuration/network-layers.js';
import { isMapping } from '../../configuration/plain-data.js';
import { denseShapes } from '../build/initial-weights.js';
import type { ExperimentResult } from '../results/result.js';

/**
 * Sentences on how the weights that `network.weights` names are read and run, where a user may mean
 * otherwise.
 */
export function importedNotes({
  config,
  runs,
}: Pick<ExperimentResult, 'config' | 'runs'>): readonly string[] {
  // Results of earlier versions name less.
  if (!isMapping(config) || !isMapping(config.network) || !isMapping(config.learning)) return [];
  const { network, learning } = config as unknown as Configuration;
  const { weights: file, energy, layers } = network;
  if (file === undefined) return [];
  const areSquare = isDense(layers) && denseShapes(network).every(([units, before]) => units === before);
  const relaxing = listedLayers(layers).length - (learning.loss === 'cross-entropy' ? 2 : 1);
  const settling = runs.find(({ rule }) => findLearningRule(rule)?.settles);
  const feelsBack = energy !== 'resistive' && relaxing > 1 && settling !== undefined;
  return [
    ...(areSquare
      ? [
          `All layers in ${file} are square, so that shapes do not tell the order of their axes: [units, units before] is assumed, as PyTorch stores them.`,
        ]
      : []),
    ...(feelsBack
      ? [
          `By rule ${settling.rule} the network relaxes, each hidden layer driven from both sides: if the weights in ${file} were trained feed-forward, learning.rule: ${referenceRule} runs them so.`,
        ]
      : []),
  ];
}
