import { type RandomStream, uniformInto } from '../../../devices/index.js';

/**
 * 95 % interval of mean(a) - mean(b) over paired test images by the percentile bootstrap: images
 * drawn with replacement, `draws` times (Efron and Tibshirani 1993, chapter 13). a and b: 0 or 1 an
 * image, same length.
 */
export function pairedBootstrap(
  a: Uint8Array,
  b: Uint8Array,
  { random, draws = 1000 }: { random: RandomStream; draws?: number },
): readonly [number, number] {
  const n = a.length;
  const u = new Float32Array(n);
  const means = Float64Array.from({ length: draws }, (_, step) => {
    uniformInto(u, { random, step });
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const image = Math.floor(u[i] * n);
      sum += a[image] - b[image];
    }
    return sum / n;
  }).sort();
  const at = (quantile: number) => means[Math.round(quantile * (draws - 1))];
  return [at(0.025), at(0.975)];
}
