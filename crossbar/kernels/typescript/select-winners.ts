import { InputError } from '../../../devices/index.js';

/**
 * winners[0 .. k-1] = the k units of one image with the largest score y - threshold, k =
 * winners.length. Equal scores are ordered by a hash of unit and `ties`, a 32-bit number, so that a
 * random `ties` favours no unit. y = outputs[from .. from + units - 1], units = threshold.length.
 * Exactly k different units for any input without NaN. O(units + k x replacements). Throws
 * InputError when k > units.
 */
export function selectWinners(
  winners: Int32Array,
  outputs: Float32Array,
  { from, threshold, ties }: { from: number; threshold: Float32Array; ties: number },
): Int32Array {
  const k = winners.length;
  const units = threshold.length;
  if (k > units) throw new InputError(`winners must be at most the number of outputs ${units} (got ${k})`);
  const best = new Float64Array(k).fill(-Infinity);
  const lots = new Float64Array(k).fill(-1);
  for (let unit = 0; unit < units; unit++) {
    const score = outputs[from + unit] - threshold[unit];
    if (!(score >= best[k - 1])) continue;
    const lot = mix(mix(ties) ^ unit);
    // Insertion into the list of the best; what falls off its end, at place k, is dropped.
    let place = k;
    for (; place > 0; place--) {
      const rival = best[place - 1];
      if (score < rival || (score === rival && lot < lots[place - 1])) break;
      best[place] = rival;
      lots[place] = lots[place - 1];
      winners[place] = winners[place - 1];
    }
    best[place] = score;
    lots[place] = lot;
    winners[place] = unit;
  }
  return winners;
}

/**
 * A permutation of the 32-bit numbers without visible pattern: the finaliser of MurmurHash3 (A.
 * Appleby, 2011).
 */
function mix(word: number): number {
  let h = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
