import { InputError } from '../../devices/index.js';

/**
 * winners[0 .. k-1] = the k units of one image with the largest score y - threshold, k = winners.length. Equal scores
 * are taken in the order of the units counted from `first` (cyclic), so that a random `first` favours no unit.
 * y = outputs[from .. from + units - 1], units = threshold.length. Exactly k different units for any input without NaN.
 * O(units + k x replacements). Throws InputError when k > units.
 */
export function selectWinners(
  winners: Int32Array,
  outputs: Float32Array,
  { from, threshold, first }: { from: number; threshold: Float32Array; first: number },
): Int32Array {
  const k = winners.length;
  const units = threshold.length;
  if (k > units)
    throw new InputError(`target.winners must be at most the number of outputs ${units} (got ${k})`);
  const best = new Float64Array(k).fill(-Infinity);
  for (let count = 0, unit = first; count < units; count++, unit++) {
    if (unit === units) unit = 0;
    const score = outputs[from + unit] - threshold[unit];
    if (count >= k && !(score > best[k - 1])) continue;
    // Insertion into the list of the best, behind equal scores.
    let place = Math.min(count, k - 1);
    for (; place > 0 && score > best[place - 1]; place--) {
      best[place] = best[place - 1];
      winners[place] = winners[place - 1];
    }
    best[place] = score;
    winners[place] = unit;
  }
  return winners;
}
