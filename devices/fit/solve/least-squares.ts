import { levenbergMarquardt } from 'ml-levenberg-marquardt';

export interface LeastSquares {
  /** Writes the residuals at the numbers given. */
  readonly residualsInto: (out: Float64Array, values: readonly number[]) => void;
  readonly length: number;
  readonly start: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
  /** A small change of each number. */
  readonly difference: readonly number[];
}

export interface Minimum {
  readonly values: number[];
  readonly sumOfSquares: number;
  /** One row a number: the derivatives of the residuals by it. */
  readonly jacobian: readonly Float64Array[];
}

/** Iterations of the library between two looks at the progress, and looks at most. */
const burst = 4;
const looks = 20;

/** Largest cosine between the residuals and a column of the Jacobian at a minimum. */
const flat = 1e-3;

/**
 * The least sum of squared residuals, by Levenberg and Marquardt. The library stops only at a
 * number of iterations, and goes on from a worse point where it finds none better, so it is called
 * in short bursts, each from the best point so far, until the residuals are at right angles to the
 * Jacobian or nothing is gained even at strong damping. Numbers that press against a limit are left
 * out of a burst, which would otherwise move the others as if they could go on; the rest is scaled
 * to unit columns of the Jacobian, as the damping is the same for all.
 */
export function leastSquares(problem: LeastSquares): Minimum {
  const { length, min, max } = problem;
  let best = pointAt(problem, problem.start);
  let damping = 1e-3;
  for (let look = 0; look < looks; look++) {
    const moving = problem.start.flatMap((_, k) => (isPressed(best, k, problem) ? [] : [k]));
    if (moving.every((k) => Math.abs(slopeOf(best, k)) <= flat)) break;
    const scale = moving.map((k) => 1 / Math.sqrt(squares(best.jacobian[k]) || 1));
    const unscaled = (scaled: readonly number[]) => {
      const values = [...best.values];
      for (const [i, k] of moving.entries())
        values[k] = Math.min(Math.max(scaled[i] * scale[i], min[k]), max[k]);
      return values;
    };
    const improved = withoutSingular(
      () =>
        levenbergMarquardt(
          { x: indices(length), y: new Float64Array(length) },
          (scaled) => {
            const out = residualsAt(problem, unscaled(scaled));
            return (i) => out[i];
          },
          {
            initialValues: moving.map((k, i) => best.values[k] / scale[i]),
            minValues: moving.map((k, i) => min[k] / scale[i]),
            maxValues: moving.map((k, i) => max[k] / scale[i]),
            jacobianFunction: (scaled) => {
              const values = unscaled(scaled);
              const rows = jacobianAt(problem, values, residualsAt(problem, values), moving);
              return (i) => rows.map((row, k) => row[i] * scale[k]);
            },
            damping,
            maxIterations: burst,
            errorTolerance: 0,
          },
        ).parameterValues,
    );
    const next = improved ? pointAt(problem, unscaled(improved)) : best;
    const gain = best.sumOfSquares - next.sumOfSquares;
    if (gain > 0) best = next;
    if (gain > 1e-6 * best.sumOfSquares) continue;
    if (damping >= 1) break;
    damping *= 1000;
  }
  return best;
}

/**
 * What `solve` finds; null where the steps led it to numbers whose curve is not finite, of which no
 * matrix has an inverse.
 */
function withoutSingular(solve: () => number[]): number[] | null {
  try {
    return solve();
  } catch (error) {
    if (error instanceof Error && error.message.includes('singular')) return null;
    throw error;
  }
}

interface Point extends Minimum {
  readonly residuals: Float64Array;
}

function pointAt(problem: LeastSquares, values: readonly number[]): Point {
  const residuals = residualsAt(problem, values);
  const jacobian = jacobianAt(problem, values, residuals, [...values.keys()]);
  return { values: [...values], residuals, sumOfSquares: squares(residuals), jacobian };
}

/** Cosine between the residuals and a column of the Jacobian. */
function slopeOf({ residuals, jacobian, sumOfSquares }: Point, k: number): number {
  let product = 0;
  for (let i = 0; i < residuals.length; i++) product += jacobian[k][i] * residuals[i];
  return product / (Math.sqrt(sumOfSquares * squares(jacobian[k])) || 1);
}

function isPressed(point: Point, k: number, { min, max }: LeastSquares): boolean {
  const slope = slopeOf(point, k);
  return (slope > 0 && point.values[k] <= min[k]) || (slope < 0 && point.values[k] >= max[k]);
}

function residualsAt({ residualsInto, length }: LeastSquares, values: readonly number[]): Float64Array {
  const out = new Float64Array(length);
  residualsInto(out, values);
  return out;
}

/** The columns of some numbers, by forward differences, backward at an upper limit. */
function jacobianAt(
  problem: LeastSquares,
  values: readonly number[],
  here: Float64Array,
  columns: readonly number[],
): Float64Array[] {
  return columns.map((k) => {
    const { difference, max } = problem;
    const step = values[k] + difference[k] > max[k] ? -difference[k] : difference[k];
    const column = residualsAt(problem, values.with(k, values[k] + step));
    for (let i = 0; i < column.length; i++) column[i] = (column[i] - here[i]) / step;
    return column;
  });
}

function indices(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => i);
}

function squares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
