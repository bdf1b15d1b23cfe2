import { checkNumber } from '../base/errors.js';

/** Largest nonlinearity: the deviation of a curve that jumps to its end, in the published scale. */
const scale = 10.101525;
/** Published nonlinearities are taken up to this, each way. */
export const maxNonlinearity = 9.99;
/** Curves straighter than this are taken as straight lines. */
const straight = 1e-3;

/**
 * The shape A, in units of the full pulse count, of the curve (1 - exp(-x / A)) / (1 - exp(-1 / A))
 * whose published nonlinearity is `nonlinearity` (Chen, Peng and Yu 2017, doi
 * 10.1109/IEDM.2017.8268337): the largest distance of the curve from the straight line is
 * |nonlinearity| / 10.101525. Negative = curved the other way, A < 0; 0 = Infinity. The distance in
 * closed form, with u = 1 - exp(-1/A) and L = A u, is (1 - L) / u + A ln L; A follows by bisection.
 * Throws InputError outside [-9.99, 9.99].
 */
export function shapeOfNonlinearity(nonlinearity: number): number {
  checkNumber('nonlinearity', nonlinearity, { min: -maxNonlinearity, max: maxNonlinearity });
  const distance = Math.abs(nonlinearity) / scale;
  if (distance * scale < straight) return Infinity;
  let low = 1e-3;
  let high = 1e4;
  for (let i = 0; i < 100; i++) {
    const middle = Math.sqrt(low * high);
    if (distanceFromLine(middle) > distance) low = middle;
    else high = middle;
  }
  return Math.sign(nonlinearity) * Math.sqrt(low * high);
}

/**
 * The published nonlinearity of the curve of shape A, the inverse of `shapeOfNonlinearity`; 0 for A
 * = Infinity.
 */
export function nonlinearityOfShape(shape: number): number {
  const size = Math.abs(shape);
  if (size > 1e4) return 0;
  return Math.sign(shape) * Math.min(scale * distanceFromLine(Math.max(size, 1e-3)), maxNonlinearity);
}

function distanceFromLine(shape: number): number {
  const u = -Math.expm1(-1 / shape);
  const slope = shape * u;
  return (1 - slope) / u + shape * Math.log(slope);
}
