// Counter-based random numbers: Philox4x32-10 (Salmon et al., SC 2011, doi 10.1145/2063384.2063405), four
// counters at once in the lanes of a vector. Element i of a fill belongs to counter word c0 = 4 * (i >> 4) + (i & 3)
// and to output word (i >> 2) & 3, so a block of 16 elements costs one vector evaluation and any block can be
// drawn alone, in any order.

const M0: i32 = 0xd2511f53;
const M1: i32 = 0xcd9e8d57;
const W0: i32 = 0x9e3779b9;
const W1: i32 = 0xbb67ae85;

// Results of philox(), normalBlock() and normalPair(). Globals belong to an instance, so threads that share a memory keep their own.
export let word0: v128 = i32x4.splat(0);
export let word1: v128 = i32x4.splat(0);
export let word2: v128 = i32x4.splat(0);
export let word3: v128 = i32x4.splat(0);
export let normal0: v128 = i32x4.splat(0);
export let normal1: v128 = i32x4.splat(0);
export let normal2: v128 = i32x4.splat(0);
export let normal3: v128 = i32x4.splat(0);
export let normal4: v128 = i32x4.splat(0);
export let normal5: v128 = i32x4.splat(0);
export let normal6: v128 = i32x4.splat(0);
export let normal7: v128 = i32x4.splat(0);

/** Words of block `block` (elements 16 block .. 16 block + 15) of draw (step, sub) under the key. */
export function philox(block: i32, step: i32, sub: i32, key0: i32, key1: i32): void {
  philoxLanes(i32x4.add(i32x4.splat(4 * block), i32x4(0, 1, 2, 3)), step, sub, key0, key1);
}

/** Words of four counters c0, one a lane. */
@inline
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

// Constants of boxMuller, four lanes each: a load from memory is cheaper than a 128-bit literal.
// prettier-ignore
const table: usize = memory.data<f32>([
  5.9604644775390625e-8, 5.9604644775390625e-8, 5.9604644775390625e-8, 5.9604644775390625e-8, // 2^-24
  2.384185791015625e-7, 2.384185791015625e-7, 2.384185791015625e-7, 2.384185791015625e-7, // 2^-22
  1.5707963267948966, 1.5707963267948966, 1.5707963267948966, 1.5707963267948966, // pi / 2
  2.755731922398589e-6, 2.755731922398589e-6, 2.755731922398589e-6, 2.755731922398589e-6, // 1 / 9!
  -0.0001984126984126984, -0.0001984126984126984, -0.0001984126984126984, -0.0001984126984126984, // -1 / 7!
  0.008333333333333333, 0.008333333333333333, 0.008333333333333333, 0.008333333333333333, // 1 / 5!
  -0.16666666666666666, -0.16666666666666666, -0.16666666666666666, -0.16666666666666666, // -1 / 3!
  -2.755731922398589e-7, -2.755731922398589e-7, -2.755731922398589e-7, -2.755731922398589e-7, // -1 / 10!
  2.48015873015873e-5, 2.48015873015873e-5, 2.48015873015873e-5, 2.48015873015873e-5, // 1 / 8!
  -0.001388888888888889, -0.001388888888888889, -0.001388888888888889, -0.001388888888888889, // -1 / 6!
  0.041666666666666664, 0.041666666666666664, 0.041666666666666664, 0.041666666666666664, // 1 / 4!
  0.5, 0.5, 0.5, 0.5,
  1, 1, 1, 1,
  0.2222222222222222, 0.2222222222222222, 0.2222222222222222, 0.2222222222222222, // 2 / 9
  0.2857142857142857, 0.2857142857142857, 0.2857142857142857, 0.2857142857142857, // 2 / 7
  0.4, 0.4, 0.4, 0.4, // 2 / 5
  0.6666666666666666, 0.6666666666666666, 0.6666666666666666, 0.6666666666666666, // 2 / 3
  2, 2, 2, 2,
  0.6931471805599453, 0.6931471805599453, 0.6931471805599453, 0.6931471805599453, // ln 2
], 16);

const bitTable: usize = memory.data<i32>([
  0x3f3504f3, 0x3f3504f3, 0x3f3504f3, 0x3f3504f3, // sqrt(1/2)
  0x007fffff, 0x007fffff, 0x007fffff, 0x007fffff, // the bits of a mantissa
  0x003fffff, 0x003fffff, 0x003fffff, 0x003fffff, // 22 bits
], 16);

/** Uniform in [0, 1), a multiple of 2^-24. */
@inline
export function uniform(word: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(word, 8)), v128.load(table));
}

/**
 * Two standard normals a lane by Box and Muller (1958, doi 10.1214/aoms/1177706645) into normal0, normal1.
 * The radius' uniform is in (0, 1], a multiple of 2^-24, so |z| <= 5.77; the angle has 24 bits.
 */
@inline
export function boxMuller(first: v128, second: v128): void {
  const u = f32x4.add(uniform(first), v128.load(table));
  const log = naturalLog(u);
  const radius = f32x4.sqrt(f32x4.neg(f32x4.add(log, log)));
  // The angle's first two bits are its quadrant, the other 22 an angle phi in [-pi/4, pi/4).
  const rest = f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(second, 8), v128.load(bitTable, 32)));
  const turn = f32x4.sub(f32x4.mul(rest, v128.load(table, 16)), v128.load(table, 176));
  const phi = f32x4.mul(turn, v128.load(table, 32));
  const square = f32x4.mul(phi, phi);
  // Taylor series: the first term left out is below 2e-9 at pi/4.
  let s = f32x4.add(f32x4.mul(v128.load(table, 48), square), v128.load(table, 64));
  s = f32x4.add(f32x4.mul(s, square), v128.load(table, 80));
  s = f32x4.add(f32x4.mul(s, square), v128.load(table, 96));
  s = f32x4.add(f32x4.mul(f32x4.mul(s, square), phi), phi);
  let c = f32x4.add(f32x4.mul(v128.load(table, 112), square), v128.load(table, 128));
  c = f32x4.add(f32x4.mul(c, square), v128.load(table, 144));
  c = f32x4.add(f32x4.mul(c, square), v128.load(table, 160));
  c = f32x4.sub(f32x4.mul(c, square), v128.load(table, 176));
  c = f32x4.add(f32x4.mul(c, square), v128.load(table, 192));
  // cos(phi + q pi/2) is sin phi in odd quadrants, negative in quadrants 1 and 2; sin is cos phi, negative in 2 and 3.
  const odd = i32x4.shr_s(i32x4.shl(second, 1), 31);
  const swapped0 = v128.bitselect(s, c, odd);
  const swapped1 = v128.bitselect(c, s, odd);
  const half = i32x4.shl(i32x4.shr_u(second, 31), 31);
  const flip0 = v128.xor(half, i32x4.shl(odd, 31));
  normal0 = f32x4.mul(radius, v128.xor(swapped0, flip0));
  normal1 = f32x4.mul(radius, v128.xor(swapped1, half));
}

/** ln u for normal floats: u = 2^e m with m in [sqrt(1/2), sqrt 2), ln m = 2 atanh((m - 1)/(m + 1)) by series. */
@inline
function naturalLog(u: v128): v128 {
  const bits = i32x4.sub(u, v128.load(bitTable));
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23));
  const mantissa = i32x4.add(v128.and(bits, v128.load(bitTable, 16)), v128.load(bitTable));
  const s = f32x4.div(f32x4.sub(mantissa, v128.load(table, 192)), f32x4.add(mantissa, v128.load(table, 192)));
  const square = f32x4.mul(s, s);
  let t = f32x4.add(f32x4.mul(v128.load(table, 208), square), v128.load(table, 224));
  t = f32x4.add(f32x4.mul(t, square), v128.load(table, 240));
  t = f32x4.add(f32x4.mul(t, square), v128.load(table, 256));
  t = f32x4.add(f32x4.mul(t, square), v128.load(table, 272));
  return f32x4.add(f32x4.mul(t, s), f32x4.mul(exponent, v128.load(table, 288)));
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
  let block = from;
  for (; block + 1 < to; block += 2) {
    normalPair(block, step, sub, key0, key1);
    storeBlock(out, block);
    nextOfPair();
    storeBlock(out, block + 1);
  }
  if (block < to) {
    normalBlock(block, step, sub, key0, key1);
    storeBlock(out, block);
  }
}

@inline
function storeBlock(out: usize, block: i32): void {
  const at = out + (<usize>block << 6);
  v128.store(at, normal0);
  v128.store(at, normal1, 16);
  v128.store(at, normal2, 32);
  v128.store(at, normal3, 48);
}

/** The 16 standard normals of one block, into normal0 .. normal3. */
export function normalBlock(block: i32, step: i32, sub: i32, key0: i32, key1: i32): void {
  philox(block, step, sub, key0, key1);
  boxMuller(word2, word3);
  normal2 = normal0;
  normal3 = normal1;
  boxMuller(word0, word1);
}

/**
 * The normals of blocks `block` and block + 1, into normal0 .. normal7: the same numbers in less time, for the rounds of
 * one block fill the waits of the other's.
 */
export function normalPair(block: i32, step: i32, sub: i32, key0: i32, key1: i32): void {
  let a0 = i32x4.add(i32x4.splat(4 * block), i32x4(0, 1, 2, 3));
  let a1 = i32x4.splat(step);
  let a2 = i32x4.splat(sub);
  let a3 = i32x4.splat(0);
  let b0 = i32x4.add(a0, i32x4.splat(4));
  let b1 = a1;
  let b2 = a2;
  let b3 = a3;
  let k0 = i32x4.splat(key0);
  let k1 = i32x4.splat(key1);
  const m0 = i32x4.splat(M0);
  const m1 = i32x4.splat(M1);
  const w0 = i32x4.splat(W0);
  const w1 = i32x4.splat(W1);
  for (let round = 0; round < 10; round++) {
    const p0 = i64x2.extmul_low_i32x4_u(a0, m0);
    const q0 = i64x2.extmul_high_i32x4_u(a0, m0);
    const p1 = i64x2.extmul_low_i32x4_u(a2, m1);
    const q1 = i64x2.extmul_high_i32x4_u(a2, m1);
    const r0 = i64x2.extmul_low_i32x4_u(b0, m0);
    const s0 = i64x2.extmul_high_i32x4_u(b0, m0);
    const r1 = i64x2.extmul_low_i32x4_u(b2, m1);
    const s1 = i64x2.extmul_high_i32x4_u(b2, m1);
    a0 = v128.xor(v128.xor(v128.shuffle<i32>(p1, q1, 1, 3, 5, 7), a1), k0);
    a2 = v128.xor(v128.xor(v128.shuffle<i32>(p0, q0, 1, 3, 5, 7), a3), k1);
    a1 = v128.shuffle<i32>(p1, q1, 0, 2, 4, 6);
    a3 = v128.shuffle<i32>(p0, q0, 0, 2, 4, 6);
    b0 = v128.xor(v128.xor(v128.shuffle<i32>(r1, s1, 1, 3, 5, 7), b1), k0);
    b2 = v128.xor(v128.xor(v128.shuffle<i32>(r0, s0, 1, 3, 5, 7), b3), k1);
    b1 = v128.shuffle<i32>(r1, s1, 0, 2, 4, 6);
    b3 = v128.shuffle<i32>(r0, s0, 0, 2, 4, 6);
    k0 = i32x4.add(k0, w0);
    k1 = i32x4.add(k1, w1);
  }
  boxMuller(b0, b1);
  normal4 = normal0;
  normal5 = normal1;
  boxMuller(b2, b3);
  normal6 = normal0;
  normal7 = normal1;
  boxMuller(a2, a3);
  normal2 = normal0;
  normal3 = normal1;
  boxMuller(a0, a1);
}

/** Puts the second block of normalPair where the first one was. */
@inline
export function nextOfPair(): void {
  normal0 = normal4;
  normal1 = normal5;
  normal2 = normal6;
  normal3 = normal7;
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
