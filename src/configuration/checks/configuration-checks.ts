import { costParameters } from '../../../crossbar/index.js';
import { isReciprocal } from '../../../crossbar/read/wired-cells.js';
import { maxSlots } from '../../../crossbar/write/coincidence.js';
import { InputError } from '../../../devices/base/errors.js';
import type { LearningRuleName } from '../../learning/rules/index.js';
import { type ImageShape, type LayerSpec, stagesOf, unitsOf } from '../../network/convolutional/stages.js';
import { createChipDevice } from '../device/chip-device.js';
import { isDefaultModel } from '../device/device-schema.js';
import {
  learningRuleNamed,
  learningRuleNames,
  partsOf,
  resolveLearning,
  resolvePart,
} from '../learning-rule.js';
import { isDense, listedLayers } from '../network-layers.js';
import type { ChipConfiguration, Configuration } from '../types.js';
import { check } from './configuration-fault.js';
import { checkSettling } from './eqprop-checks.js';
import { checkResistive } from './resistive-checks.js';

/** Images that a configuration is to meet. */
export interface DatasetShape {
  readonly name: string;
  readonly image: ImageShape;
  readonly classes: number;
  /** Images there are. */
  readonly train: number;
  readonly test: number;
}

/**
 * Throws InputError with `source` where the input layer is not the image, more images are asked for
 * than there are, or the outputs cannot be shared out among the classes.
 */
export function checkDatasetShape(configuration: Configuration, shape: DatasetShape, source: string): void {
  const { dataset, learning, network } = configuration;
  const { layers } = network;
  if (isDense(layers)) {
    const pixels = unitsOf(shape.image);
    check(source, layers[0] === pixels, {
      path: 'network.layers[0]',
      value: layers[0],
      expected: `${pixels}, the pixels of an image of ${shape.name}`,
    });
  } else stagesOf(layers, shape.image, source);
  for (const part of ['train', 'test'] as const) {
    const wanted = dataset[part] ?? 0;
    const expected = `at most the ${shape[part]} images there are`;
    check(source, wanted <= shape[part], { path: `dataset.${part}`, value: wanted, expected });
  }
  if (learning.mode === 'unsupervised') return;
  const outputs = listedLayers(layers).at(-1) ?? 0;
  check(source, outputs % shape.classes === 0, {
    path: `network.layers[${layers.length - 1}]`,
    value: outputs,
    expected: `a multiple of the ${shape.classes} classes where learning.mode is ${learning.mode}`,
  });
  const images = dataset.train ?? shape.train;
  check(source, (learning.labels ?? 0) < images, {
    path: 'learning.labels',
    value: learning.labels,
    expected: `less than the ${images} images of training`,
  });
}

/** Throws InputError with `source` for values that are sound alone and contradict each other. */
export function checkConsistency(configuration: Configuration, source: string): void {
  const { hardware, learning, network } = configuration;
  if (!isDense(network.layers)) checkConvolutions(network.layers, { hardware, source });
  for (const rule of learningRuleNames) checkLearning(configuration, rule, source);
  checkRun(configuration, { rule: learning.rule, hardware }, source);
  if (hardware === 'ideal') return;
  const { device, faults, read, write } = hardware;
  check(source, !(read.frozen && read.solve === 'exact'), {
    path: 'hardware.read.frozen',
    value: read.frozen,
    expected: 'false where hardware.read.solve is exact',
  });
  if (isDefaultModel(device)) {
    check(source, device.gMinS < device.gMaxS, {
      path: 'hardware.device.gMinS',
      value: device.gMinS,
      expected: `less than gMaxS, ${device.gMaxS}`,
    });
  }
  check(source, hardware.array.levels !== 1, {
    path: 'hardware.array.levels',
    value: 1,
    expected: '0, for continuous conductances, or at least 2',
  });
  const { weightMax } = hardware.array;
  const arrays = listedLayers(network.layers).length - 1;
  check(source, !Array.isArray(weightMax) || weightMax.length === arrays, {
    path: 'hardware.array.weightMax',
    value: weightMax,
    expected: `${arrays}, one per array, or one number`,
  });
  check(source, write.scheme !== 'stochastic-coincidence' || write.pulses <= maxSlots, {
    path: 'hardware.write.pulses',
    value: write.pulses,
    expected: `at most ${maxSlots} where hardware.write.scheme is stochastic-coincidence`,
  });
  checkCost(hardware, source);
  checkArray(configuration, hardware, source);
  check(source, faults.stuckLow + faults.stuckHigh <= 1, {
    path: 'hardware.faults.stuckHigh',
    value: faults.stuckHigh,
    expected: `at most 1 together with stuckLow, ${faults.stuckLow}`,
  });
  checkDevice(hardware, source);
}

/**
 * Throws InputError with `source` where a rule cannot learn this network, or not on this hardware.
 */
export function checkRun(
  configuration: Configuration,
  { rule, hardware }: { rule: LearningRuleName; hardware: 'ideal' | ChipConfiguration },
  source: string,
): void {
  const learning = resolveLearning(configuration, rule);
  const learnsOnChip = hardware !== 'ideal' && hardware.training === 'in-situ';
  check(source, learning.optimizer === 'sgd' || !learnsOnChip, {
    path: 'learning.optimizer',
    value: learning.optimizer,
    expected: 'sgd, or hardware: ideal or hardware.training: transfer, which adam needs',
  });
  if (configuration.network.energy === 'resistive') {
    checkResistive(configuration, { rule, hardware }, source);
    return;
  }
  if (learningRuleNamed(rule).settles) checkSettling(configuration, { rule, hardware }, source);
}

function checkArray(
  { learning }: Configuration,
  { array, converters, read, training }: ChipConfiguration,
  source: string,
): void {
  const { mapping, subtract, slices } = array;
  check(source, mapping !== 'bit-slices' || learning.epochs === 0 || training === 'transfer', {
    path: 'hardware.array.mapping',
    value: mapping,
    expected:
      'differential, one-sided or offset-column, or hardware.training: transfer: digits have no carry on the chip',
  });
  check(source, slices.count * slices.bits <= 24, {
    path: 'hardware.array.slices.count',
    value: slices.count,
    expected: `at most ${Math.floor(24 / slices.bits)} of ${slices.bits} bits: 24 bits per weight`,
  });
  const paired = mapping === 'differential' || mapping === 'one-sided' || mapping === 'bit-slices';
  check(source, subtract === 'before-adc' || paired, {
    path: 'hardware.array.subtract',
    value: subtract,
    expected: `before-adc where array.mapping is ${mapping}`,
  });
  check(source, !read.frozen || isReciprocal(array), {
    path: 'hardware.read.frozen',
    value: read.frozen,
    expected:
      'false where hardware.array.driverOhm and senseOhm differ or backwardEnds is far: frozen noise needs the same matrix in both directions',
  });
  check(source, read.driftCompensation === 'none' || read.relaxation === 'sampled', {
    path: 'hardware.read.driftCompensation',
    value: read.driftCompensation,
    expected: 'none where hardware.read.relaxation is analog: no converter sees currents that it could scale',
  });
  const { noise, bound } = converters.scaling;
  check(source, read.solve !== 'exact' || (noise === 'none' && bound === 'none'), {
    path: 'hardware.converters.scaling',
    value: converters.scaling,
    expected: 'noise none and bound none where hardware.read.solve is exact',
  });
  check(source, subtract === 'before-adc' || !read.frozen, {
    path: 'hardware.array.subtract',
    value: subtract,
    expected: 'before-adc where read.frozen is true',
  });
}

/** Effects that exclude each other, and what a device model says of its own numbers. */
function checkDevice(hardware: ChipConfiguration, source: string): void {
  try {
    createChipDevice(hardware);
  } catch (error) {
    throw new InputError(`${source}: hardware: ${(error as Error).message}`);
  }
}

function checkCost({ cost }: ChipConfiguration, source: string): void {
  try {
    costParameters(cost);
  } catch (error) {
    throw new InputError(`${source}: hardware.${(error as Error).message}`);
  }
}

function checkLearning(configuration: Configuration, rule: LearningRuleName, source: string): void {
  const { activation } = configuration.network;
  const layers = listedLayers(configuration.network.layers);
  const couplings = layers.length - 1;
  const learning = resolveLearning(configuration, rule);
  const { backprop } = configuration.learning;
  const { overrides } = learningRuleNamed(rule);
  if (Array.isArray(activation)) {
    check(source, activation.length === couplings, {
      path: 'network.activation',
      value: activation,
      expected: `${count(couplings, 'activation')}, one per layer of network.layers behind the input`,
    });
  }
  const { weightBounds } = configuration.network;
  check(source, weightBounds === undefined || weightBounds.length === couplings, {
    path: 'network.weightBounds',
    value: weightBounds,
    expected: `${count(couplings, 'bounds')}, one per coupling of network.layers`,
  });
  const semi = learning.mode === 'semi-supervised';
  check(source, semi === (learning.labels !== undefined), {
    path: 'learning.labels',
    value: learning.labels ?? null,
    expected: semi ? 'the number of labelled images' : 'none where learning.mode is not semi-supervised',
  });
  for (const part of partsOf(learning)) {
    const { learningRate, dropout, target } = resolvePart(learning, part);
    const pathOf = (overridden: unknown, key: string) =>
      `learning.${overrides !== null && overridden !== undefined ? `${overrides}.` : ''}${part === 'whole' ? '' : `${part}.`}${key}`;
    check(source, learningRate.length === couplings, {
      path: pathOf(backprop.learningRate, 'learningRate'),
      value: learningRate,
      expected: `${count(couplings, 'rate')}, one per coupling of network.layers`,
    });
    check(source, dropout.length === layers.length, {
      path: pathOf(backprop.dropout, 'dropout'),
      value: dropout,
      expected: `${count(layers.length, 'probabilities')}, one per layer of network.layers`,
    });
    const isLabelled = learning.mode === 'supervised';
    check(source, isLabelled || target.winners <= layers.at(-1)!, {
      path: pathOf(backprop.target?.winners, 'target.winners'),
      value: target.winners,
      expected: `at most the ${layers.at(-1)} outputs of network.layers`,
    });
  }
}

function checkConvolutions(
  layers: readonly LayerSpec[],
  { hardware, source }: Pick<Configuration, 'hardware'> & { source: string },
): void {
  const isFree = hardware === 'ideal' || hardware.training === 'transfer';
  layers.forEach((layer, index) => {
    const path = `network.layers[${index}]`;
    if ('full' in layer) return;
    const kind = 'conv' in layer ? 'conv' : 'pool';
    const { size, padding } = 'conv' in layer ? layer.conv : layer.pool;
    check(source, padding < size, {
      path: `${path}.${kind}.padding`,
      value: padding,
      expected: `less than the size, ${size}`,
    });
    const before = layers[index - 1];
    check(source, kind === 'conv' || (before !== undefined && 'conv' in before), {
      path,
      value: layer,
      expected: '{conv: ...} in front of a pool',
    });
    check(source, !('conv' in layer) || layer.conv.pruned === 0 || isFree, {
      path: `${path}.conv.pruned`,
      value: 'conv' in layer ? layer.conv.pruned : 0,
      expected: '0, or hardware: ideal: cells that learn cannot be left out',
    });
  });
  check(source, 'full' in layers[layers.length - 1], {
    path: `network.layers[${layers.length - 1}]`,
    value: layers.at(-1),
    expected: '{full: units}, the outputs',
  });
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 || noun.endsWith('s') ? '' : 's'}`;
}
