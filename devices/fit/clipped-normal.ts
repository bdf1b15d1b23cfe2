const rootTwoPi = Math.sqrt(2 * Math.PI);

/** Beyond so many standard deviations a bound is not felt. */
const far = 5;

export interface Moments {
  mean: number;
  variance: number;
}

/**
 * out = mean and variance of a normal number of `mean` and `deviation` that is clipped to [low, high]: the moments
 * of the two atoms at the bounds and of the truncated normal between them. deviation >= 0, low <= high.
 */
export function clippedNormalInto(
  out: Moments,
  { mean, deviation }: { mean: number; deviation: number },
  [low, high]: readonly [number, number],
): Moments {
  out.mean = Math.min(Math.max(mean, low), high);
  out.variance = 0;
  const below = low - mean;
  const above = high - mean;
  if (below > far * deviation || above < -far * deviation || deviation === 0) return out;
  out.mean = mean;
  out.variance = deviation * deviation;
  if (below < -far * deviation && above > far * deviation) return out;
  const [zLow, zHigh] = [below / deviation, above / deviation];
  const [massLow, massHigh] = [normalCdf(zLow), normalCdf(zHigh)];
  const [densityLow, densityHigh] = [normalDensity(zLow), normalDensity(zHigh)];
  const shift = below * massLow + above * (1 - massHigh) + deviation * (densityLow - densityHigh);
  const inside = massHigh - massLow + zLow * densityLow - zHigh * densityHigh;
  const square = below * below * massLow + above * above * (1 - massHigh) + deviation * deviation * inside;
  out.mean = mean + shift;
  out.variance = Math.max(square - shift * shift, 0);
  return out;
}

function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / rootTwoPi;
}

/** P(xi < z), absolute error below 1e-7: Abramowitz and Stegun 1964, 7.1.26. */
export function normalCdf(z: number): number {
  const x = Math.abs(z) * Math.SQRT1_2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const tail = 0.5 * series * Math.exp(-x * x);
  return z > 0 ? 1 - tail : tail;
}
