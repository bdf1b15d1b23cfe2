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
const flat = 1e-4;

/**
 * The least sum of squared residuals, by Levenberg and Marquardt. The library stops only at a number of iterations, and
 * goes on from a worse point where it finds none better, so it is called in short bursts, each from the best point so
 * far, until the residuals are at right angles to the Jacobian or nothing is gained even at strong damping. Numbers are scaled to unit columns of the Jacobian, as its
 * damping is the same for all.
 */
export function leastSquares(problem: LeastSquares): Minimum {
  const { residualsInto, length, min, max } = problem;
  const residuals = (values: readonly number[]) => {
    const out = new Float64Array(length);
    residualsInto(out, values);
    return out;
  };
  let values = [...problem.start];
  let here = residuals(values);
  let sumOfSquares = squares(here);
  let jacobian = jacobianOf(problem, values);
  const x = Array.from({ length }, (_, i) => i);
  const y = new Float64Array(length);
  let damping = 1e-3;
  for (let look = 0; look < looks && !isFlat(jacobian, here); look++) {
    const scale = jacobian.map((column) => 1 / Math.sqrt(squares(column) || 1));
    const unscaled = (scaled: readonly number[]) => scaled.map((value, i) => value * scale[i]);
    const { parameterValues, parameterError } = levenbergMarquardt(
      { x, y },
      (scaled) => {
        const out = residuals(unscaled(scaled));
        return (i) => out[i];
      },
      {
        initialValues: values.map((value, i) => value / scale[i]),
        minValues: min.map((value, i) => value / scale[i]),
        maxValues: max.map((value, i) => value / scale[i]),
        jacobianFunction: (scaled) => {
          const rows = jacobianOf(problem, unscaled(scaled));
          return (i) => rows.map((row, k) => row[i] * scale[k]);
        },
        damping,
        maxIterations: burst,
        errorTolerance: 0,
      },
    );
    const gain = sumOfSquares - parameterError;
    if (gain > 0) {
      values = unscaled(parameterValues);
      here = residuals(values);
      sumOfSquares = squares(here);
      jacobian = jacobianOf(problem, values);
    }
    if (gain > 1e-6 * sumOfSquares) continue;
    if (damping >= 1) break;
    damping *= 1000;
  }
  return { values, sumOfSquares, jacobian };
}

/** Forward differences, backward at an upper limit. */
function jacobianOf({ residualsInto, length, difference, max }: LeastSquares, values: readonly number[]) {
  const here = new Float64Array(length);
  residualsInto(here, values);
  return values.map((value, k) => {
    const step = value + difference[k] > max[k] ? -difference[k] : difference[k];
    const column = new Float64Array(length);
    residualsInto(column, values.with(k, value + step));
    for (let i = 0; i < length; i++) column[i] = (column[i] - here[i]) / step;
    return column;
  });
}

function isFlat(jacobian: readonly Float64Array[], residuals: Float64Array): boolean {
  const length = Math.sqrt(squares(residuals));
  return jacobian.every((column) => {
    let product = 0;
    for (let i = 0; i < column.length; i++) product += column[i] * residuals[i];
    return Math.abs(product) <= flat * length * Math.sqrt(squares(column));
  });
}

function squares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
