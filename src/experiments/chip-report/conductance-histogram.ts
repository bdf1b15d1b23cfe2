import type { ArrayReport } from '../../../crossbar/index.js';
import type { ConductanceHistogram } from '../results/result.js';

const bins = 50;

/**
 * A run's cells by conductance, counted now and again when `after` is called; null where no array
 * can be looked at.
 */
export function createHistogram(
  arrays: readonly ArrayReport[],
): { readonly after: () => ConductanceHistogram } | null {
  const looks = arrays.flatMap(({ conductances }) => conductances ?? []);
  if (looks.length === 0) return null;
  const { fromS, toS } = looks[0](1);
  const count = () => {
    const counts = Array.from({ length: bins }, () => 0);
    let cells = 0;
    let sumS = 0;
    for (const look of looks) {
      const { counts: own, meanS } = look(bins);
      const ownCells = own.reduce((sum, n) => sum + n, 0);
      cells += ownCells;
      sumS += ownCells * meanS;
      own.forEach((n, i) => {
        counts[i] += n;
      });
    }
    return { counts, meanS: sumS / cells };
  };
  const before = count();
  return {
    after() {
      const after = count();
      const means = { meanBeforeS: before.meanS, meanAfterS: after.meanS };
      return { fromS, toS, before: before.counts, after: after.counts, ...means };
    },
  };
}
