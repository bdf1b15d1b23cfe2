/**
 * Uniform and normal numbers from 32-bit words in single precision, every operation rounded, so
 * that the SIMD kernels return the same bits.
 */
import { horner, naturalLog } from './exponential.js';

const f = Math.fround;
const unit = 2 ** -24;

/** Uniform in [0, 1), a multiple of 2^-24. */
export function uniformFromWord(word: number): number {
  return (word >>> 8) * unit;
}

/**
 * Two standard normals into out[at] and out[at + 4] from two words: Box and Muller 1958, doi
 * 10.1214/aoms/1177706645. The radius' uniform is in (0, 1], a multiple of 2^-24, so |z| <= 5.77.
 */
export function boxMullerInto(out: Float32Array, at: number, first: number, second: number): void {
  const radius = f(Math.sqrt(f(-2 * naturalLog(f(uniformFromWord(first) + unit)))));
  // The angle in quarter turns: quadrant q and a rest in [-pi/4, pi/4).
  const quarter = uniformFromWord(second) * 4;
  const quadrant = Math.floor(quarter);
  const phi = f(f(f(quarter - quadrant) - 0.5) * f(Math.PI / 2));
  const sine = sin(phi);
  const cosine = cos(phi);
  const odd = (quadrant & 1) === 1;
  const z0 = odd ? sine : cosine;
  const z1 = odd ? cosine : sine;
  out[at] = radius * ((quadrant + 1) & 2 ? -z0 : z0);
  out[at + 4] = radius * (quadrant & 2 ? -z1 : z1);
}

/** Taylor series: the first term left out is below 2e-9 at pi/4. */
function sin(phi: number): number {
  const square = f(phi * phi);
  const t = horner(square, sineSeries);
  return f(f(f(t * square) * phi) + phi);
}

function cos(phi: number): number {
  return horner(f(phi * phi), cosineSeries);
}

const sineSeries = [1 / 362880, -1 / 5040, 1 / 120, -1 / 6].map(f);
const cosineSeries = [-1 / 3628800, 1 / 40320, -1 / 720, 1 / 24, -0.5, 1].map(f);
