import { didNotLearn } from '../../experiments/results/learned.js';
import type { SweepResult } from '../../experiments/sweep/sweep-result.js';
import { percent } from '../format.js';
import { type Axis, grouped, type SampleGroup, type SweepSamples } from './sweep-samples.js';

/** Runs named in the sentence on those that did not learn. */
const maxNamed = 6;

/**
 * What a sweep has found, in plain sentences: how many points ran, the best and the worst place of
 * each run, what failed.
 */
export function sweepSummary({ points }: SweepResult, found: SweepSamples): string[] {
  const { axes, samples, ids } = found;
  const names = axes.map(({ name }) => name);
  const varied = names.length === 0 ? 'seeds alone' : names.join(', ');
  const count = (status: string) => points.filter((point) => point.status === status).length;
  const groups = grouped(samples);
  return [
    ...ids.flatMap((id) =>
      ranking(
        groups.filter((group) => group.id === id),
        { axes, id: ids.length > 1 ? `${id}: ` : '' },
      ),
    ),
    `${points.length} points that vary ${varied}; ${count('done')} done.`,
    ...unlearned(points),
    ...(count('failed') > 0 ? [`${count('failed')} failed: the table says why.`] : []),
    ...(count('missing') > 0 ? [`${count('missing')} are missing; crossprop sweep --resume runs them.`] : []),
    ...(samples.length === 0 ? ['Nothing was measured.'] : []),
  ];
}

/** How many runs did not learn, and the points of the first of them. */
function unlearned(points: SweepResult['points']): string[] {
  const runs = points.flatMap((point) =>
    point.runs.filter(didNotLearn).map(({ id }) => ({ id, index: point.index })),
  );
  if (runs.length === 0) return [];
  const named = runs.slice(0, maxNamed).map(({ id, index }) => `${id} of point ${index}`);
  const rest = runs.length > maxNamed ? ' and more' : '';
  return [`Runs that did not learn: ${runs.length} (${named.join(', ')}${rest}). The table marks them all.`];
}

function ranking(
  groups: readonly SampleGroup[],
  { axes, id }: { axes: readonly Axis[]; id: string },
): string[] {
  const ranked = [...groups].sort((a, b) => b.mean - a.mean);
  const [best, worst] = [ranked[0], ranked.at(-1)];
  if (!best || !worst) return [];
  const told = (group: SampleGroup) => `${percent(group.mean / 100)} %${spread(group)}${place(group, axes)}`;
  if (best === worst) return [`${id}Accuracy is ${told(best)}.`];
  return [`${id}Accuracy is highest, ${told(best)}, and lowest, ${told(worst)}.`];
}

function spread({ interval, count }: SampleGroup): string {
  if (!interval) return '';
  const [low, high] = interval.map((value) => percent(value / 100));
  return ` (95 % interval ${low} to ${high} over ${count} seeds)`;
}

function place({ at }: SampleGroup, axes: readonly Axis[]): string {
  const values = axes.map(({ name }, i) => `${name} ${at[i]}`);
  return values.length > 0 ? ` at ${values.join(', ')}` : '';
}
