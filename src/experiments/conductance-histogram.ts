import type { ArrayReport } from '../../crossbar/index.js';
import type { ConductanceHistogram } from './result.js';

const bins = 50;

/** A run's cells by conductance, counted now and again when `after` is called; null where no array can be looked at. */
export function createHistogram(
  arrays: readonly ArrayReport[],
): { readonly after: () => ConductanceHistogram } | null {
  const looks = arrays.flatMap(({ conductances }) => conductances ?? []);
  if (looks.length === 0) return null;
  const { fromS, toS } = looks[0](1);
  const count = () => {
    const counts = Array.from({ length: bins }, () => 0);
    for (const look of looks) {
      look(bins).counts.forEach((n, i) => {
        counts[i] += n;
      });
    }
    return counts;
  };
  const before = count();
  return { after: () => ({ fromS, toS, before, after: count() }) };
}
