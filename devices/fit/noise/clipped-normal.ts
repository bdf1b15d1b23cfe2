const rootTwoPi = Math.sqrt(2 * Math.PI);

/** Beyond so many standard deviations a bound is not felt. */
const far = 5;

export interface NormalMoments {
  mean: number;
  variance: number;
}

/**
 * Takes the mean and variance of a normal number to those of the number clipped to [low, high], in
 * place: the moments of the two atoms at the bounds and of the truncated normal between them. low
 * <= high.
 */
export function clipNormal(moments: NormalMoments, [low, high]: readonly [number, number]): void {
  const deviation = Math.sqrt(moments.variance);
  const below = low - moments.mean;
  const above = high - moments.mean;
  if (below < -far * deviation && above > far * deviation) return;
  if (below >= far * deviation || above <= -far * deviation || deviation === 0) {
    moments.mean = Math.min(Math.max(moments.mean, low), high);
    moments.variance = 0;
    return;
  }
  const [zLow, zHigh] = [below / deviation, above / deviation];
  const [massLow, massHigh] = [normalCdf(zLow), normalCdf(zHigh)];
  // An infinite bound has no atom, and no density.
  const densityLow = zLow === -Infinity ? 0 : normalDensity(zLow);
  const densityHigh = zHigh === Infinity ? 0 : normalDensity(zHigh);
  const atLow = massLow === 0 ? 0 : below * massLow;
  const atHigh = massHigh === 1 ? 0 : above * (1 - massHigh);
  const shift = atLow + atHigh + deviation * (densityLow - densityHigh);
  const edges = (densityLow === 0 ? 0 : zLow * densityLow) - (densityHigh === 0 ? 0 : zHigh * densityHigh);
  const inside = moments.variance * (massHigh - massLow + edges);
  const square = (massLow === 0 ? 0 : below * atLow) + (massHigh === 1 ? 0 : above * atHigh) + inside;
  moments.mean += shift;
  moments.variance = Math.max(square - shift * shift, 0);
}

function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / rootTwoPi;
}

/** P(xi < z), absolute error below 1e-7: Abramowitz and Stegun 1964, 7.1.26. */
export function normalCdf(z: number): number {
  const x = Math.abs(z) * Math.SQRT1_2;
  const t = 1 / (1 + 0.3275911 * x);
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const tail = 0.5 * series * Math.exp(-x * x);
  return z > 0 ? 1 - tail : tail;
}
