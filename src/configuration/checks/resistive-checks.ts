import type { LearningRuleName } from '../../learning/rules/index.js';
import { partsOf, resolveLearning, resolvePart } from '../learning-rule.js';
import { isDense } from '../network-layers.js';
import type { ChipConfiguration, Configuration } from '../types.js';
import { check } from './configuration-fault.js';

/** What a network of nodes and conductors has no use for is refused, not ignored. */
export function checkResistive(
  configuration: Configuration,
  { rule, hardware }: { rule: LearningRuleName; hardware: 'ideal' | ChipConfiguration },
  source: string,
): void {
  const { network } = configuration;
  const learning = resolveLearning(configuration, rule);
  const where = 'where network.energy is resistive';
  const must = (path: string, holds: boolean, { value, be }: { value: unknown; be: string }) =>
    check(source, holds, { path, value, expected: `${be} ${where}` });
  const { strategy } = learning.eqprop;
  must('network.layers', isDense(network.layers), { value: network.layers, be: 'units, no convolutions,' });
  must('learning.eqprop.strategy', strategy === 'block', { value: strategy, be: 'block' });
  for (const part of partsOf(learning)) {
    const { loss, dropout } = resolvePart(learning, part);
    must('learning.loss', loss === 'mse', { value: loss, be: 'mse' });
    must(
      'learning.dropout',
      dropout.every((p) => p === 0),
      { value: dropout, be: 'no dropout' },
    );
  }
  if (hardware === 'ideal') return;
  const { array, read } = hardware;
  const { kind } = read.nonlinearity;
  must('hardware.read.nonlinearity.kind', kind === 'none', {
    value: kind,
    be: 'none: conductors are linear',
  });
  const { phases } = array;
  must('hardware.array.phases', phases !== 'twin', { value: phases, be: 'time-multiplexed' });
  must('hardware.read.inferenceAfterSec', read.inferenceAfterSec === 0, {
    value: read.inferenceAfterSec,
    be: '0',
  });
  must('hardware.read.driftCompensation', read.driftCompensation === 'none', {
    value: read.driftCompensation,
    be: 'none',
  });
  must('hardware.read.frozen', !read.frozen, {
    value: read.frozen,
    be: 'false: the noise of a phase stands still',
  });
  const { reads } = read;
  must('hardware.read.reads', reads !== 'each-step', { value: reads, be: 'per-phase or per-batch' });
  for (const key of ['wordLineOhm', 'bitLineOhm', 'driverOhm', 'senseOhm'] as const) {
    must(`hardware.array.${key}`, array[key] === 0, { value: array[key], be: '0' });
  }
}
