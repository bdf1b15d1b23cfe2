import { InputError } from '../../devices/base/errors.js';
import type { Configuration, LearningRule } from './configuration.js';
import { resolveLearning } from './learning-rule.js';

/** Images that a configuration is to meet. */
export interface DatasetShape {
  /** Of one image. */
  readonly pixels: number;
  /** Images there are. */
  readonly train: number;
  readonly test: number;
}

/** Throws InputError with `source` where the input layer is not the image or more images are asked for than there are. */
export function checkDatasetShape(configuration: Configuration, shape: DatasetShape, source: string): void {
  const { dataset, network } = configuration;
  const inputs = network.layers[0]!;
  check(source, inputs === shape.pixels, {
    path: 'network.layers[0]',
    value: inputs,
    expected: `${shape.pixels}, the pixels of an image of ${dataset.name}`,
  });
  for (const part of ['train', 'test'] as const) {
    const wanted = dataset[part] ?? 0;
    const expected = `at most the ${shape[part]} images there are`;
    check(source, wanted <= shape[part], { path: `dataset.${part}`, value: wanted, expected });
  }
}

/** Throws InputError with `source` for values that are sound alone and contradict each other. */
export function checkConsistency(configuration: Configuration, source: string): void {
  const { hardware, learning, network } = configuration;
  checkLearning(configuration, 'eqprop', source);
  checkLearning(configuration, 'backprop', source);
  check(source, network.layers.length === 2 || learning.eqprop.strategy !== 'closed-form', {
    path: 'learning.eqprop.strategy',
    value: learning.eqprop.strategy,
    expected: `euler or block where network.layers has more than 2 (got ${network.layers.length})`,
  });
  if (hardware === 'ideal') return;
  const { device, faults } = hardware;
  if ('model' in device) {
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
  check(source, faults.stuckLow + faults.stuckHigh <= 1, {
    path: 'hardware.faults.stuckHigh',
    value: faults.stuckHigh,
    expected: `at most 1 together with stuckLow, ${faults.stuckLow}`,
  });
}

function checkLearning(configuration: Configuration, rule: LearningRule, source: string): void {
  const { layers } = configuration.network;
  const { learningRate, dropout, target } = resolveLearning(configuration, rule);
  const { backprop } = configuration.learning;
  const pathOf = (overridden: unknown, key: string) =>
    `learning.${rule === 'backprop' && overridden !== undefined ? 'backprop.' : ''}${key}`;
  check(source, learningRate.length === layers.length - 1, {
    path: pathOf(backprop.learningRate, 'learningRate'),
    value: learningRate,
    expected: `${count(layers.length - 1, 'rate')}, one a coupling of network.layers`,
  });
  check(source, dropout.length === layers.length, {
    path: pathOf(backprop.dropout, 'dropout'),
    value: dropout,
    expected: `${count(layers.length, 'probabilities')}, one a layer of network.layers`,
  });
  check(source, target.winners <= layers.at(-1)!, {
    path: pathOf(backprop.target?.winners, 'target.winners'),
    value: target.winners,
    expected: `at most the ${layers.at(-1)} outputs of network.layers`,
  });
}

interface Fault {
  readonly path: string;
  readonly value: unknown;
  readonly expected: string;
}

function check(source: string, holds: boolean, { path, value, expected }: Fault): void {
  if (!holds) throw new InputError(`${source}: ${path}: ${JSON.stringify(value)}, expected ${expected}`);
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 || noun.endsWith('s') ? '' : 's'}`;
}
