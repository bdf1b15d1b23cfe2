/** dx/dt = rate(t, x), with x kept in [xMin, xMax] by hard stops. */
export interface StateEquation {
  readonly rate: (timeSec: number, x: number) => number;
  readonly xMin: number;
  readonly xMax: number;
}

export interface IntegrateOptions {
  readonly fromSec: number;
  readonly toSec: number;
  /** Largest estimated error of one step, as a share of xMax - xMin. */
  readonly tolerance: number;
  /** First step to try; by default one that moves x by 1 % of its range. */
  readonly firstStepSec?: number;
  /** Steps tried, 100 000 by default. */
  readonly maxSteps?: number;
}

export interface Integration {
  readonly status: 'completed' | 'max-steps' | 'non-finite';
  /** The state where it ended. */
  readonly x: number;
  /** Steps tried, accepted or not. */
  readonly steps: number;
  /** The step to try next. */
  readonly nextStepSec: number;
}

/**
 * Integrates one state variable from `fromSec` to `toSec` by the embedded pair 5(4) of Dormand and
 * Prince 1980, doi 10.1016/0771-050X(80)90013-3, Table 2. A hard stop or a threshold is a jump of
 * the rate: steps shrink onto it, one that has come down to the rounding of time is taken whatever
 * its error, and a jump may cost a hundred tolerances, since the pair sees one late in a step
 * badly. O(steps), seven rates each.
 */
export function integrate(equation: StateEquation, x0: number, options: IntegrateOptions): Integration {
  const { fromSec, toSec, tolerance, maxSteps = 100_000 } = options;
  const { xMin, xMax } = equation;
  const range = xMax - xMin;
  const rate = stopped(equation);
  const smallest = 2 ** -48 * Math.max(Math.abs(fromSec), Math.abs(toSec));
  const k = new Float64Array(7);
  let x = x0;
  let t = fromSec;
  k[0] = rate(t, x);
  let h = options.firstStepSec ?? (0.01 * range) / Math.abs(k[0]);
  let steps = 0;
  for (; t < toSec && steps < maxSteps; steps++) {
    const last = !(h < toSec - t);
    const step = last ? toSec - t : h;
    const next = dormandPrinceStep(rate, { t, x, step, k });
    const error = Math.abs(next.error) / (tolerance * range);
    if (error <= 1 || step <= smallest) {
      if (!Number.isFinite(next.x)) return { status: 'non-finite', x, steps, nextStepSec: h };
      t = last ? toSec : t + step;
      x = Math.min(Math.max(next.x, xMin), xMax);
      // The last rate of a step is the first of the next, but where a hard stop has moved x.
      k[0] = x === next.x ? k[6] : rate(t, x);
    }
    const factor = 0.9 * error ** -0.2;
    const proposed = Math.max(step * Math.min(Math.max(factor || 0, 0.2), 5), smallest);
    // A step cut short to land on toSec does not hold back the next integration.
    h = last && error <= 1 ? Math.max(h, proposed) : proposed;
  }
  return { status: t < toSec ? 'max-steps' : 'completed', x, steps, nextStepSec: h };
}

/** The rate inside [xMin, xMax]; none outward at a bound. */
function stopped({ rate, xMin, xMax }: StateEquation) {
  return (t: number, x: number) => {
    const r = rate(t, Math.min(Math.max(x, xMin), xMax));
    return (x >= xMax && r > 0) || (x <= xMin && r < 0) ? 0 : r;
  };
}

const nodes = [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1];
const stages = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];
/** Fifth order less fourth. */
const errorWeights = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];

/** One step from k[0] = rate(t, x); fills k[1 .. 6]. */
function dormandPrinceStep(
  rate: StateEquation['rate'],
  { t, x, step, k }: { t: number; x: number; step: number; k: Float64Array },
): { x: number; error: number } {
  let at = x;
  for (let s = 1; s < 7; s++) {
    at = x + step * dot(stages[s], k);
    k[s] = rate(t + nodes[s] * step, at);
  }
  return { x: at, error: step * dot(errorWeights, k) };
}

function dot(weights: readonly number[], k: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] * k[i];
  return sum;
}
