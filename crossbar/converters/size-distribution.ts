/**
 * Sizes seen so far, in bins of 1/64 octave from 2^-40 to 2^24: what share of them stays below
 * what.
 */
export interface SizeDistribution {
  /** Adds |values[i]|, i < count; `zeros` false = all but those that are 0. */
  readonly add: (values: ArrayLike<number>, count: number, options: { readonly zeros: boolean }) => void;
  /**
   * The upper edge of the bin that a share of the sizes stays below, at most 1.1 % above it; 0
   * where nothing was seen but zeros.
   */
  readonly quantile: (share: number) => number;
}

const binsPerOctave = 64;
const lowest = -40;
const highest = 24;

export function createSizeDistribution(): SizeDistribution {
  const counts = new Float64Array((highest - lowest) * binsPerOctave);
  let zeros = 0;
  let total = 0;
  return Object.freeze<SizeDistribution>({
    add(values, count, options) {
      for (let i = 0; i < count; i++) {
        const size = Math.abs(values[i]);
        if (size === 0) {
          if (options.zeros) zeros++;
          continue;
        }
        const bin = Math.ceil((Math.log2(size) - lowest) * binsPerOctave) - 1;
        counts[Math.min(Math.max(bin, 0), counts.length - 1)]++;
        total++;
      }
    },
    quantile(share) {
      let below = zeros;
      const wanted = share * (zeros + total);
      if (total === 0) return 0;
      for (let bin = 0; bin < counts.length; bin++) {
        below += counts[bin];
        if (below >= wanted && counts[bin] > 0) return 2 ** (lowest + (bin + 1) / binsPerOctave);
      }
      return 2 ** highest;
    },
  });
}
