import type { Configuration, LearningRuleName } from '../../configuration/configuration.js';
import { defaultRule, referenceRule } from '../../configuration/learning-rule.js';

/** `eqprop-chip`: the id of the run of a rule on hardware. */
export function runId(rule: LearningRuleName, hardware: unknown): string {
  return `${rule}-${hardware === 'ideal' ? 'ideal' : 'chip'}`;
}

/** A run of a comparison. */
interface ComparedRun {
  readonly rule: LearningRuleName;
  readonly hardware: Configuration['hardware'];
}

/**
 * The rule that is set against the reference: the configuration's own, unless that is the
 * reference.
 */
export function comparedRule({ learning }: Pick<Configuration, 'learning'>): LearningRuleName {
  return learning.rule === referenceRule ? defaultRule : learning.rule;
}

/**
 * The runs of a comparison, in their order: both rules without hardware and, where there is a chip,
 * the compared rule on it.
 */
export function comparedRuns(configuration: Pick<Configuration, 'hardware' | 'learning'>): ComparedRun[] {
  const { hardware } = configuration;
  const rule = comparedRule(configuration);
  const ideals: ComparedRun[] = [
    { rule: referenceRule, hardware: 'ideal' },
    { rule, hardware: 'ideal' },
  ];
  return hardware === 'ideal' ? ideals : [...ideals, { rule, hardware }];
}

/**
 * Which runs of a comparison are set against which, last first: each against those before it, the
 * nearest first.
 */
export function comparedPairs(ids: readonly string[]): (readonly [of: string, against: string])[] {
  return ids
    .map((of, i) => {
      const before = ids.slice(0, i).toReversed();
      return before.map((against) => [of, against] as const);
    })
    .toReversed()
    .flat();
}

/** Ids of the runs of an experiment, in their order. */
export function runIdsOf(
  experiment: 'compare' | 'train',
  configuration: Pick<Configuration, 'hardware' | 'learning'>,
): string[] {
  const { hardware, learning } = configuration;
  if (experiment === 'train') return [runId(learning.rule, hardware)];
  return comparedRuns(configuration).map((run) => runId(run.rule, run.hardware));
}

/** Ids of the runs of a published row: its own, and that of its untrained network. */
export function rowRunIds(name: string): [own: string, untrained: string] {
  return [name, `${name}-untrained`];
}
