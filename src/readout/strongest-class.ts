/**
 * Class of the strongest output of each image in outputs [batch, units], every class owning units /
 * classes of them, in order; ties go to the lower unit. O(batch units).
 */
export function strongestClass(
  outputs: Float32Array,
  { batch, units, classes }: { batch: number; units: number; classes: number },
): Int32Array {
  const owned = units / classes;
  return Int32Array.from({ length: batch }, (_, b) => {
    let best = 0;
    for (let unit = 1; unit < units; unit++) {
      if (outputs[b * units + unit] > outputs[b * units + best]) best = unit;
    }
    return Math.floor(best / owned);
  });
}
