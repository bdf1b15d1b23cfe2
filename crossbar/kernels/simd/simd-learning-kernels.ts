import type { Kernels } from '../contract/kernels.js';
import type { Allocator } from './allocator.js';
import type { Share } from './shared-calls.js';

/** The kernels of a learning rule: targets, the difference of two phases, Adam. */
type LearningKernels = Pick<Kernels, 'winnersInto' | 'contrastInto' | 'adamInto'>;

/** `threads`: how many share the work, each with scratch of its own. */
export function createSimdLearningKernels({
  share,
  allocator,
  threads,
}: {
  readonly share: Share;
  readonly allocator: Allocator;
  readonly threads: number;
}): LearningKernels {
  const { addressOf: at, int32 } = allocator;
  let lists = int32(0);
  return {
    winnersInto(target, outputs, { threshold, ties, mask, units, rows, count: k, winner, loser }) {
      const arrays = [target, outputs, threshold, ties, mask].map((array) => at(array));
      // Scores and lots are doubles, units are whole numbers: 5 words a winner, 6 to stay aligned.
      if (lists.length < 6 * k * threads) lists = int32(6 * k * threads);
      share('winnerTarget', { total: rows, work: 16 * rows * units }, (from, to, thread) => [
        ...arrays,
        at(lists, 6 * k * thread),
        units,
        k,
        winner,
        loser,
        from,
        to,
      ]);
    },
    contrastInto(difference, sums, { after, before, rows, units, scale, stacked }) {
      const arrays = [difference, sums, after, before].map((array) => at(array));
      share('contrast', { total: Math.ceil(units / 16), work: 16 * rows * units }, (from, to) => [
        ...arrays,
        rows,
        units,
        scale,
        Number(stacked),
        16 * from,
        Math.min(16 * to, units),
      ]);
    },
    adamInto(values, wanted, { means, squares, size, inverseRoot }) {
      const arrays = [values, wanted, means, squares].map((array) => at(array));
      const { length } = values;
      share('adam', { total: Math.ceil(length / 16), work: 32 * length }, (from, to) => [
        ...arrays,
        16 * from,
        Math.min(16 * to, length),
        size,
        inverseRoot,
      ]);
    },
  };
}
