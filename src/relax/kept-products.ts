import type { Kernels, RoundCall, RoundLimit, RoundsDone } from '../../crossbar/index.js';

/** A product of a coupling with a state, kept up to date by what changes of the state. */
export interface KeptProduct {
  /** [batch, units]. */
  readonly out: Float32Array;
  /** Units that the product sums over, and units of `out`. */
  readonly terms: number;
  readonly units: number;
  /** Forgets what was read, so that the next read multiplies the whole state. */
  readonly reset: (batch: number) => void;
}

/** Rounds after which the size of the drives is checked for the first time. */
const firstRounds = 8;

/**
 * Rounds of a relaxation whose drives are kept products. An update of a drive of size D rounds it
 * up to k times, once for each state that changed, by up to 2^-24 D each. The roundings of one
 * update are as good as independent. Those of successive updates are not: a slow mode repeats the
 * same small changes. After n updates a drive is off by about
 *
 *   n e,   e = 2^-24 sqrt(k) D.
 *
 * A round that shrinks the distance from rest to r times itself moves a state by 1 - r of that
 * distance, and drives that are off by n e move the rest itself by n e / (1 - r). So products are
 * multiplied anew before 4 n e exceeds what a round moves: the error is then below a quarter of the
 * distance that is left. Where rounds move less than that rounding, every round multiplies anew, as
 * it would in single precision without kept products.
 */
export function createKeptRounds(kernels: Kernels, products: readonly KeptProduct[]) {
  const terms = products.reduce((most, product) => Math.max(most, product.terms), 1);
  let updates = 0;
  const reset = (batch: number) => {
    for (const product of products) product.reset(batch);
    updates = 0;
  };
  return Object.freeze({
    reset,
    /** As `Kernels.repeat`. */
    repeat(calls: readonly RoundCall[], { limit, tolerance }: RoundLimit, batch: number): RoundsDone {
      if (products.length === 0) return kernels.repeat(calls, { limit, tolerance });
      let done: RoundsDone = { rounds: 0, change: Infinity, before: Infinity };
      while (done.rounds < limit && done.change > tolerance) {
        const error = 4 * 2 ** -24 * Math.sqrt(terms) * largestDrive(products, batch);
        // A state that stood still after a whole product is at rest.
        const isExact = done.change === 0 && updates === 1;
        if (updates > 0 && !isExact && (updates + 1) * error > done.change) reset(batch);
        const allowed = Math.max(Math.floor(done.change / error) - updates, 1);
        const rounds = Math.min(limit - done.rounds, allowed, Math.max(firstRounds, updates));
        const least = (updates + rounds) * error;
        const part = kernels.repeat(calls, { limit: rounds, tolerance: Math.max(tolerance, least) });
        updates += part.rounds;
        done = joined(done, part);
      }
      return done;
    },
  });
}

/** Rounds, and more of them. */
export function joined(first: RoundsDone, more: RoundsDone): RoundsDone {
  return {
    rounds: first.rounds + more.rounds,
    change: more.change,
    before: more.rounds > 1 ? more.before : first.change,
  };
}

function largestDrive(products: readonly KeptProduct[], batch: number): number {
  let largest = 0;
  for (const { out, units } of products) {
    for (let i = 0; i < batch * units; i++) largest = Math.max(largest, Math.abs(out[i]));
  }
  return largest;
}
