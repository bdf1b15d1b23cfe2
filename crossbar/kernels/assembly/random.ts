// Counter-based random numbers: Philox4x32-10 (Salmon et al., SC 2011, doi 10.1145/2063384.2063405), four
// counters at once in the lanes of a vector. Element i of a fill belongs to counter word c0 = 4 * (i >> 4) + (i & 3)
// and to output word (i >> 2) & 3, so a block of 16 elements costs one vector evaluation and any block can be
// drawn alone, in any order.

const M0: i32 = 0xd2511f53;
const M1: i32 = 0xcd9e8d57;
const W0: i32 = 0x9e3779b9;
const W1: i32 = 0xbb67ae85;

// Results of philox() and normalBlock(). Globals belong to an instance, so threads that share a memory keep their own.
export let word0: v128 = i32x4.splat(0);
export let word1: v128 = i32x4.splat(0);
export let word2: v128 = i32x4.splat(0);
export let word3: v128 = i32x4.splat(0);
export let normal0: v128 = i32x4.splat(0);
export let normal1: v128 = i32x4.splat(0);
export let normal2: v128 = i32x4.splat(0);
export let normal3: v128 = i32x4.splat(0);

/** Words of block `block` (elements 16 block .. 16 block + 15) of draw (step, sub) under the key. */
export function philox(block: i32, step: i32, sub: i32, key0: i32, key1: i32): void {
  philoxLanes(i32x4.add(i32x4.splat(4 * block), i32x4(0, 1, 2, 3)), step, sub, key0, key1);
}

/** Words of four counters c0, one a lane. */
function philoxLanes(c0: v128, step: i32, sub: i32, key0: i32, key1: i32): void {
  let c1 = i32x4.splat(step);
  let c2 = i32x4.splat(sub);
  let c3 = i32x4.splat(0);
  let k0 = i32x4.splat(key0);
  let k1 = i32x4.splat(key1);
  const m0 = i32x4.splat(M0);
  const m1 = i32x4.splat(M1);
  const w0 = i32x4.splat(W0);
  const w1 = i32x4.splat(W1);
  for (let round = 0; round < 10; round++) {
    const p0 = i64x2.extmul_low_i32x4_u(c0, m0);
    const q0 = i64x2.extmul_high_i32x4_u(c0, m0);
    const p1 = i64x2.extmul_low_i32x4_u(c2, m1);
    const q1 = i64x2.extmul_high_i32x4_u(c2, m1);
    c0 = v128.xor(v128.xor(v128.shuffle<i32>(p1, q1, 1, 3, 5, 7), c1), k0);
    c2 = v128.xor(v128.xor(v128.shuffle<i32>(p0, q0, 1, 3, 5, 7), c3), k1);
    c1 = v128.shuffle<i32>(p1, q1, 0, 2, 4, 6);
    c3 = v128.shuffle<i32>(p0, q0, 0, 2, 4, 6);
    k0 = i32x4.add(k0, w0);
    k1 = i32x4.add(k1, w1);
  }
  word0 = c0;
  word1 = c1;
  word2 = c2;
  word3 = c3;
}

/** Uniform in [0, 1), a multiple of 2^-24. */
@inline
export function uniform(word: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(word, 8)), f32x4.splat(<f32>5.9604644775390625e-8));
}

/**
 * Two standard normals a lane by Box and Muller (1958, doi 10.1214/aoms/1177706645) into normal0, normal1.
 * The radius' uniform is in (0, 1], a multiple of 2^-24, so |z| <= 5.77.
 */
export function boxMuller(first: v128, second: v128): void {
  const u = f32x4.add(uniform(first), f32x4.splat(<f32>5.9604644775390625e-8));
  const radius = f32x4.sqrt(f32x4.mul(f32x4.splat(-2), naturalLog(u)));
  // The angle in quarter turns: quadrant q and a rest in [-pi/4, pi/4).
  const quarter = f32x4.mul(uniform(second), f32x4.splat(4));
  const q = f32x4.floor(quarter);
  const phi = f32x4.mul(f32x4.sub(f32x4.sub(quarter, q), f32x4.splat(0.5)), f32x4.splat(<f32>1.5707963267948966));
  const square = f32x4.mul(phi, phi);
  // Taylor series: the first term left out is below 2e-9 at pi/4.
  let s = f32x4.splat(<f32>(1.0 / 362880));
  s = f32x4.add(f32x4.mul(s, square), f32x4.splat(<f32>(-1.0 / 5040)));
  s = f32x4.add(f32x4.mul(s, square), f32x4.splat(<f32>(1.0 / 120)));
  s = f32x4.add(f32x4.mul(s, square), f32x4.splat(<f32>(-1.0 / 6)));
  s = f32x4.add(f32x4.mul(f32x4.mul(s, square), phi), phi);
  let c = f32x4.splat(<f32>(-1.0 / 3628800));
  c = f32x4.add(f32x4.mul(c, square), f32x4.splat(<f32>(1.0 / 40320)));
  c = f32x4.add(f32x4.mul(c, square), f32x4.splat(<f32>(-1.0 / 720)));
  c = f32x4.add(f32x4.mul(c, square), f32x4.splat(<f32>(1.0 / 24)));
  c = f32x4.add(f32x4.mul(c, square), f32x4.splat(<f32>-0.5));
  c = f32x4.add(f32x4.mul(c, square), f32x4.splat(1));
  const quadrant = i32x4.trunc_sat_f32x4_s(q);
  const odd = i32x4.eq(v128.and(quadrant, i32x4.splat(1)), i32x4.splat(1));
  const swapped0 = v128.bitselect(s, c, odd);
  const swapped1 = v128.bitselect(c, s, odd);
  // cos(phi + q pi/2): sign flips in quadrants 1 and 2; sin: in quadrants 2 and 3.
  const flip0 = i32x4.shl(v128.and(i32x4.add(quadrant, i32x4.splat(1)), i32x4.splat(2)), 30);
  const flip1 = i32x4.shl(v128.and(quadrant, i32x4.splat(2)), 30);
  normal0 = f32x4.mul(radius, v128.xor(swapped0, flip0));
  normal1 = f32x4.mul(radius, v128.xor(swapped1, flip1));
}

/** ln u for normal floats: u = 2^e m with m in [sqrt(1/2), sqrt 2), ln m = 2 atanh((m - 1)/(m + 1)) by series. */
@inline
function naturalLog(u: v128): v128 {
  const bits = i32x4.sub(u, i32x4.splat(0x3f3504f3));
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23));
  const mantissa = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const s = f32x4.div(f32x4.sub(mantissa, f32x4.splat(1)), f32x4.add(mantissa, f32x4.splat(1)));
  const square = f32x4.mul(s, s);
  let t = f32x4.splat(<f32>(2.0 / 9));
  t = f32x4.add(f32x4.mul(t, square), f32x4.splat(<f32>(2.0 / 7)));
  t = f32x4.add(f32x4.mul(t, square), f32x4.splat(<f32>(2.0 / 5)));
  t = f32x4.add(f32x4.mul(t, square), f32x4.splat(<f32>(2.0 / 3)));
  t = f32x4.add(f32x4.mul(t, square), f32x4.splat(2));
  return f32x4.add(f32x4.mul(t, s), f32x4.mul(exponent, f32x4.splat(<f32>0.6931471805599453)));
}

/** Blocks from .. to - 1 of 16 elements of out: uniform in [0, 1). */
export function fillUniform(out: usize, from: i32, to: i32, step: i32, sub: i32, key0: i32, key1: i32): void {
  for (let block = from; block < to; block++) {
    philox(block, step, sub, key0, key1);
    const at = out + (<usize>block << 6);
    v128.store(at, uniform(word0));
    v128.store(at, uniform(word1), 16);
    v128.store(at, uniform(word2), 32);
    v128.store(at, uniform(word3), 48);
  }
}

/** Blocks from .. to - 1 of out: 0 with probability `dropped`, else `kept`. */
export function fillMask(
  out: usize, from: i32, to: i32, dropped: f32, kept: f32, step: i32, sub: i32, key0: i32, key1: i32,
): void {
  const p = f32x4.splat(dropped);
  const value = f32x4.splat(kept);
  for (let block = from; block < to; block++) {
    philox(block, step, sub, key0, key1);
    const at = out + (<usize>block << 6);
    v128.store(at, v128.and(f32x4.ge(uniform(word0), p), value));
    v128.store(at, v128.and(f32x4.ge(uniform(word1), p), value), 16);
    v128.store(at, v128.and(f32x4.ge(uniform(word2), p), value), 32);
    v128.store(at, v128.and(f32x4.ge(uniform(word3), p), value), 48);
  }
}

/** Blocks from .. to - 1 of out: standard normal. */
export function fillNormal(out: usize, from: i32, to: i32, step: i32, sub: i32, key0: i32, key1: i32): void {
  for (let block = from; block < to; block++) {
    normalBlock(block, step, sub, key0, key1);
    const at = out + (<usize>block << 6);
    v128.store(at, normal0);
    v128.store(at, normal1, 16);
    v128.store(at, normal2, 32);
    v128.store(at, normal3, 48);
  }
}

/** The 16 standard normals of one block, into normal0 .. normal3. */
export function normalBlock(block: i32, step: i32, sub: i32, key0: i32, key1: i32): void {
  philox(block, step, sub, key0, key1);
  boxMuller(word2, word3);
  normal2 = normal0;
  normal3 = normal1;
  boxMuller(word0, word1);
}

/** The normals of four single elements, lanes of `elements`, into normal0: the same numbers as in their blocks. */
export function normalsAt(elements: v128, step: i32, sub: i32, key0: i32, key1: i32): void {
  const counter = i32x4.shl(i32x4.shr_s(elements, 4), 2);
  philoxLanes(v128.or(counter, v128.and(elements, i32x4.splat(3))), step, sub, key0, key1);
  const second = i32x4.ne(v128.and(elements, i32x4.splat(8)), i32x4.splat(0));
  boxMuller(v128.bitselect(word2, word0, second), v128.bitselect(word3, word1, second));
  const sine = i32x4.ne(v128.and(elements, i32x4.splat(4)), i32x4.splat(0));
  normal0 = v128.bitselect(normal1, normal0, sine);
}
