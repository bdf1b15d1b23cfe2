/** How a learning rate moves, in epochs counted from 0; its length is its own. */
export interface Schedule {
  /**
   * The factor on the rate. linear: from `start` to `end` over `epochs`, then constant.
   * exponential: `start`, times `end` every `epochs`. steps: `start`, times `end` at each epoch of
   * `at`. constant: `start`.
   */
  readonly kind: 'linear' | 'exponential' | 'steps' | 'constant';
  readonly start: number;
  readonly end: number;
  readonly epochs: number;
  readonly at?: readonly number[] | undefined;
}

/** The factor of an epoch, counted from 0. */
export function scheduleFactor(epoch: number, { kind, start, end, epochs, at = [] }: Schedule): number {
  if (kind === 'linear') return start + (end - start) * Math.min(epoch / epochs, 1);
  if (kind === 'steps') return start * end ** at.filter((step) => epoch >= step).length;
  return kind === 'exponential' ? start * end ** (epoch / epochs) : start;
}
