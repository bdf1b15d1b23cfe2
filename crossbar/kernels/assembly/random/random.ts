// Counter-based random numbers: Philox4x32-10 (Salmon et al., SC 2011, doi
// 10.1145/2063384.2063405), four counters at once in the lanes of a vector. Element i of a fill
// belongs to counter word c0 = 4 * (i >> 4) + (i & 3) and to output word (i >> 2) & 3, so a block
// of 16 elements costs one vector evaluation and any block can be drawn alone, in any order.

import { cosineOf, flip0, flip1, odd, phiOf, radiusOf, sineOf, uniform } from './box-muller';

// Multipliers and steps of the keys, four lanes each. Loading them from memory is cheaper than a
// 128-bit literal, which would be built anew in every round.
// prettier-ignore
const multipliers: usize = memory.data<i32>([
  0xd2511f53, 0xd2511f53, 0xd2511f53, 0xd2511f53,
  0xcd9e8d57, 0xcd9e8d57, 0xcd9e8d57, 0xcd9e8d57,
  0x9e3779b9, 0x9e3779b9, 0x9e3779b9, 0x9e3779b9,
  0xbb67ae85, 0xbb67ae85, 0xbb67ae85, 0xbb67ae85,
], 16);

// Results of philox(), normalBlock() and normalPair(). Globals belong to an instance, so threads
// that share a memory keep their own.
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

/**
 * Words of block `block` (elements 16 block .. 16 block + 15) of draw (step, sub) under the key.
 */
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
  const m0 = v128.load(multipliers);
  const m1 = v128.load(multipliers, 16);
  const w0 = v128.load(multipliers, 32);
  const w1 = v128.load(multipliers, 48);
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

/**
 * Two standard normals a lane by Box and Muller (1958, doi 10.1214/aoms/1177706645) into normal0,
 * normal1. The radius' uniform is in (0, 1], a multiple of 2^-24, so |z| <= 5.77; the angle has 24
 * bits.
 */
@inline
export function boxMuller(first: v128, second: v128): void {
  const radius = radiusOf(first);
  const phi = phiOf(second);
  const square = f32x4.mul(phi, phi);
  const s = sineOf(phi, square);
  const c = cosineOf(square);
  const swap = v128.and(v128.xor(s, c), odd(second));
  normal0 = f32x4.mul(radius, v128.xor(v128.xor(c, swap), flip0(second)));
  normal1 = f32x4.mul(radius, v128.xor(v128.xor(s, swap), flip1(second)));
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
 * The normals of blocks `block` and block + 1, into normal0 .. normal7: the same numbers in less
 * time, for the rounds of one block fill the waits of the other's.
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
  const m0 = v128.load(multipliers);
  const m1 = v128.load(multipliers, 16);
  const w0 = v128.load(multipliers, 32);
  const w1 = v128.load(multipliers, 48);
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

/**
 * The normals of four single elements, lanes of `elements`, into normal0: the same numbers as in
 * their blocks.
 */
export function normalsAt(elements: v128, step: i32, sub: i32, key0: i32, key1: i32): void {
  const counter = i32x4.shl(i32x4.shr_s(elements, 4), 2);
  philoxLanes(v128.or(counter, v128.and(elements, i32x4.splat(3))), step, sub, key0, key1);
  const second = i32x4.ne(v128.and(elements, i32x4.splat(8)), i32x4.splat(0));
  boxMuller(v128.bitselect(word2, word0, second), v128.bitselect(word3, word1, second));
  const sine = i32x4.ne(v128.and(elements, i32x4.splat(4)), i32x4.splat(0));
  normal0 = v128.bitselect(normal1, normal0, sine);
}
