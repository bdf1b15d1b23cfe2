import type { Configuration, LearningRule } from '../../configuration/configuration.js';

/** `eqprop-chip`: the id of the run of a rule on hardware. */
export function runId(rule: LearningRule, hardware: unknown): string {
  return `${rule}-${hardware === 'ideal' ? 'ideal' : 'chip'}`;
}

/** Ids of the runs of an experiment, in their order. */
export function runIdsOf(
  experiment: 'compare' | 'train',
  { hardware, learning }: Pick<Configuration, 'hardware' | 'learning'>,
): string[] {
  if (experiment === 'train') return [runId(learning.rule, hardware)];
  const ideals = [runId('backprop', 'ideal'), runId('eqprop', 'ideal')];
  return hardware === 'ideal' ? ideals : [...ideals, runId('eqprop', hardware)];
}

/** Ids of the runs of a published row: its own, and that of its network as drawn. */
export function rowRunIds(name: string): [own: string, untrained: string] {
  return [name, `${name}-untrained`];
}
