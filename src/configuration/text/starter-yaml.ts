import { Document, isMap, isScalar, type Scalar, visit, type YAMLSeq } from 'yaml';
import { inferenceNoise } from '../../../devices/index.js';
import { datasetNames } from '../../data/sets/index.js';
import { learningRuleNames } from '../../learning/rules/index.js';
import { defaultConfiguration } from '../default-configuration.js';
import { alternatives } from './nearest-name.js';

/** What the fields mean, by their dotted path. Those without a line here say it by their name. */
export const fieldComments: Readonly<Record<string, string>> = {
  name: 'names the run folder, runs/NAME-SEED',
  seed: 'same seed, same bits, on any number of threads',
  'dataset.name': `${alternatives(datasetNames)}; see crossprop data list. Also train: N, test: N, path: DIR`,
  'network.layers': 'units, input first: an image of MNIST has 784 pixels',
  'network.activation': 'eqprop: hard-sigmoid; backprop also relu, sigmoid, identity, or a list of one each',
  'learning.rule': alternatives(learningRuleNames),
  'learning.mode': 'unsupervised (self-defined target), supervised, semi-supervised',
  'learning.loss': 'mse or cross-entropy',
  'learning.epochs': '0 = test an untrained or imported network',
  'learning.batchSize': 'images a weight update',
  'learning.learningRate': 'one a coupling, input side first, or one number for all',
  'learning.schedule.kind': 'linear, exponential, steps (at epochs of a list, at: [N]) or constant',
  'learning.schedule.epochs': 'the schedule has a length of its own: learning.epochs may stop earlier',
  'learning.optimizer': 'sgd or adam',
  'learning.target.winners': 'outputs whose target is 1',
  'learning.target.homeostasis.gain': 'how strongly a unit that wins too often is held back',
  'learning.dropout': 'probability that a unit is left out, one a layer, input first, or one number for all',
  'learning.eqprop.strategy': 'euler, block or closed-form (one layer that settles)',
  'learning.eqprop.dt': 'time step, in time constants of a neuron',
  'learning.eqprop.tolerance': 'of block: a phase ends when no state is farther from rest, by estimate',
  'learning.eqprop.beta': 'strength of the nudge',
  'learning.eqprop.nudging': 'random-sign, positive, negative or centred',
  'learning.backprop':
    'overrides any field above where the rule is backprop; delete a line here and the field above is for both rules',
  'readout.labels': 'share of the training labels that the read-out sees',
  'readout.linear': 'true trains a linear classifier on the outputs as well',
  'readout.every': 'epochs from test to test',
  hardware: 'a chip, or the word ideal; see crossprop crossbar cost for what it takes',
  'hardware.device': 'a model with its parameters, or {preset: NAME}; see crossprop devices list',
  'hardware.device.model':
    'one of crossprop devices list; models but soft-bounds and constant-step take all parameters of their own',
  'hardware.device.states': 'the range over the step in its middle',
  'hardware.device.deviceVariation': 'from device to device, relative',
  'hardware.device.cycleNoise': 'from pulse to pulse, relative to a step',
  'hardware.array.rows': 'word lines of a tile; larger matrices span several',
  'hardware.array.cols': 'bit lines of a tile',
  'hardware.array.wordLineOhm': 'resistance of a wire from cell to cell; 0 = ideal',
  'hardware.array.mapping':
    'differential (G+ and G- about mid-range), one-sided (one of them at gMin), offset-column, half-reference or bit-slices',
  'hardware.array.subtract': 'before-adc or after-adc',
  'hardware.array.backwardEnds': 'the ends of lines that backward reads use: near or far',
  'hardware.array.levels': 'conductances that a device can be set to; 0 = any',
  'hardware.array.weightMax':
    'the weight that takes the whole range of conductance; or of the first weights: largest, {percentile: 99.9}, {deviations: 3}',
  'hardware.converters.dac.voltageV': 'the line voltage of an input of 1',
  'hardware.converters.dac.encoding': 'amplitude, pulse-width or bit-serial',
  'hardware.converters.dac.bits': 'of the magnitude; the sign is one more',
  'hardware.converters.dac.range': 'full scale of an input, or calibrated by training images',
  'hardware.converters.adc.range': 'full scale of a weighted input, or calibrated by training images',
  'hardware.converters.adc.noise': 'shares of full scale',
  'hardware.converters.scaling.noise': 'none or abs-max: inputs scaled by their largest',
  'hardware.converters.scaling.bound': 'none or iterative: inputs scaled down while an output clips',
  'hardware.converters.nudge': 'the DAC that holds the target',
  'hardware.read.noise': 'standard deviation of a conductance from read to read, relative',
  'hardware.read.nonlinearity.kind': 'sinh: i = G v0 sinh(v / v0); or none',
  'hardware.read.solve': 'approximate, or exact: the circuit for every read',
  'hardware.read.relaxation':
    "sampled: converters between arrays and neurons; analog: neurons on the arrays' lines",
  'hardware.read.reads':
    "of the input's product: per-phase or each-step; per-batch, of resistive networks: noise slower than the phases",
  'hardware.read.inferenceAfterSec': 'from the last write to the test; weights drift, biases do not',
  'hardware.read.driftCompensation':
    'none, or global: outputs scaled by what drift has taken, one factor an array',
  'hardware.read.feedback': 'transpose, second-array (with devices of its own) or none',
  'hardware.write.scheme': 'stochastic-rounding, deterministic, stochastic-coincidence or accumulated',
  'hardware.write.pulses': 'most pulses a device gets in an update',
  'hardware.write.verify.rounds':
    'of programming: most rounds of looking and pulsing; a device that comes no nearer is given up before',
  'hardware.array.phases': 'time-multiplexed, or twin: an array for each phase',
  'hardware.read.frozen': 'true holds the noise for a phase',
  'hardware.neurons': 'noise and offsets of the sampled states, in units of a state',
  'hardware.faults.stuckLow': 'fraction of the devices',
  'hardware.effects.published': `none, or of a technology: ${inferenceNoise.map(({ name }) => name).join(', ')}`,
  'hardware.training': 'in-situ, or transfer: floats learn, the chip is programmed with the result',
  'hardware.homeostasis': 'how the chip holds units back',
  'hardware.homeostasis.as': 'selection in the choice of winners, or bias on a DAC of its own',
  'hardware.homeostasis.rounding': 'nearest or stochastic',
};

/** The default configuration as YAML with a comment beside what needs one; it resolves to the default configuration. */
export function starterYaml(): string {
  const document = new Document(defaultConfiguration, { aliasDuplicateObjects: false });
  visit(document, {
    Seq: (_key, list) => {
      list.flow = true;
    },
  });
  for (const [path, comment] of Object.entries(fieldComments))
    remark(document, path.split('.'), ` ${comment}`);
  document.commentBefore =
    ' Every field that has a default. Fields may be left out; one that is not known is an error that names the nearest.\n' +
    ' Physical values are numbers in the unit of the name, or texts such as "10 kohm".';
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** Beside a value, or above the name of a mapping. */
function remark(document: Document, path: readonly string[], comment: string): void {
  const parent = document.getIn(path.slice(0, -1), true) ?? document.contents;
  const pair = isMap(parent) && parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  if (!pair) return;
  if (isMap(pair.value)) (pair.key as Scalar).commentBefore = comment;
  else (pair.value as Scalar | YAMLSeq).comment = comment;
}
