import type { Homeostasis } from '../../target/homeostasis.js';
import type { HomeostasisSample } from '../results/result.js';

/** Units whose thresholds are shown. */
const shown = 16;

/** Output units to show, spread evenly over all. */
export function shownUnits(units: number): number[] {
  const count = Math.min(shown, units);
  return Array.from({ length: count }, (_, i) => Math.floor((i * units) / count));
}

/**
 * Whether a sample falls between two numbers of images done in an epoch of `of`: 32 in the first
 * epoch, 2 in the others.
 */
export function isSampleDue(before: number, done: number, { epoch, of }: { epoch: number; of: number }) {
  const samples = epoch === 0 ? 32 : 2;
  return Math.floor((done * samples) / of) > Math.floor((before * samples) / of);
}

/** The thresholds as they are after so many images of the run. */
export function sampleThresholds({ threshold }: Homeostasis, images: number): HomeostasisSample {
  const units = threshold.length;
  let [sum, squares, lowest, highest] = [0, 0, Infinity, -Infinity];
  for (const h of threshold) {
    sum += h;
    squares += h * h;
    lowest = Math.min(lowest, h);
    highest = Math.max(highest, h);
  }
  const deviation = Math.sqrt(Math.max(squares / units - (sum / units) ** 2, 0));
  const values = shownUnits(units).map((unit) => rounded(threshold[unit]));
  return {
    images,
    values,
    lowest: rounded(lowest),
    highest: rounded(highest),
    deviation: rounded(deviation),
  };
}

/** To five digits behind the point: a run has thousands of them. */
function rounded(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}
