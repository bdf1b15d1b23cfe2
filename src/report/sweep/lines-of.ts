import type { Sample, SweepSamples } from './sweep-samples.js';

/**
 * The same samples as those of one run, where no place has samples of two: what tells the runs
 * apart is an axis already, such as the rule. Otherwise `found` itself. O(samples).
 */
export function joinedLine(found: SweepSamples): SweepSamples {
  const { samples, ids } = found;
  const owner = new Map<string, string>();
  for (const { id, at } of samples) {
    const place = JSON.stringify(at);
    if ((owner.get(place) ?? id) !== id) return found;
    owner.set(place, id);
  }
  const id = ids.join(' or ');
  return { ...found, samples: samples.map((sample) => ({ ...sample, id })), ids: ids.length > 0 ? [id] : [] };
}

/**
 * Samples over two axes as lines over one: a line for each run and each value of the axis at
 * `index`. O(samples).
 */
export function linesOf({ axes, samples, ids }: SweepSamples, index: 0 | 1): SweepSamples {
  const axis = axes[index]!;
  const nameOf = (id: string, value: string | number) =>
    `${ids.length > 1 ? `${id}, ` : ''}${axis.name} ${value}`;
  const names = ids.flatMap((id) => axis.values.map((value) => nameOf(id, value)));
  const lines = samples.map((sample): Sample => {
    return { ...sample, id: nameOf(sample.id, sample.at[index]!), at: [sample.at[1 - index]!] };
  });
  const drawn = new Set(lines.map(({ id }) => id));
  return { axes: [axes[1 - index]!], samples: lines, ids: names.filter((name) => drawn.has(name)) };
}
