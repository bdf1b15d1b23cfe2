import type { SweepResult } from '../../experiments/sweep/sweep-result.js';
import { percent } from '../format.js';
import { type Axis, type Group, grouped, type SweepSamples } from './sweep-samples.js';

/** What a sweep has found, in plain sentences: how many points ran, the best and the worst place of each run, what failed. */
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
    ...(count('failed') > 0 ? [`${count('failed')} failed: the table says why.`] : []),
    ...(count('missing') > 0 ? [`${count('missing')} are missing; crossprop sweep --resume runs them.`] : []),
    ...(samples.length === 0 ? ['Nothing was measured.'] : []),
  ];
}

function ranking(groups: readonly Group[], { axes, id }: { axes: readonly Axis[]; id: string }): string[] {
  const ranked = [...groups].sort((a, b) => b.mean - a.mean);
  const [best, worst] = [ranked[0], ranked.at(-1)];
  if (!best || !worst) return [];
  const told = (group: Group) => `${percent(group.mean / 100)} %${spread(group)}${place(group, axes)}`;
  if (best === worst) return [`${id}Accuracy is ${told(best)}.`];
  return [`${id}Accuracy is highest, ${told(best)}, and lowest, ${told(worst)}.`];
}

function spread({ interval, count }: Group): string {
  if (!interval) return '';
  const [low, high] = interval.map((value) => percent(value / 100));
  return ` (95 % interval ${low} to ${high} over ${count} seeds)`;
}

function place({ at }: Group, axes: readonly Axis[]): string {
  const values = axes.map(({ name }, i) => `${name} ${at[i]}`);
  return values.length > 0 ? ` at ${values.join(', ')}` : '';
}
