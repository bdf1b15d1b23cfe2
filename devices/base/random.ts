import seedrandom from 'seedrandom';
import { boxMullerInto, uniformFromWord } from './normal.js';
import { philoxInto } from './philox.js';

/**
 * A named source of random numbers. Its numbers depend on (seed, path) and on the counters given at
 * each draw, never on what was drawn before: a new stream leaves the others unchanged, and any part
 * of a draw can be made alone, on any thread.
 */
export interface RandomStream {
  readonly path: string;
  /** The Philox key, two 32-bit integers hashed from seed and path. */
  readonly key: readonly [number, number];
  /** The stream `path/name`. */
  readonly stream: (name: string) => RandomStream;
}

/** The root stream of a seed. The hash of (seed, path) is seedrandom's alea. */
export function createRandom(seed: number | string): RandomStream {
  return streamAt(`${seed}`);
}

function streamAt(path: string): RandomStream {
  const hash = seedrandom.alea(path);
  const key = [hash.int32(), hash.int32()] as const;
  return Object.freeze({ path, key, stream: (name: string) => streamAt(`${path}/${name}`) });
}

/**
 * One draw out of a stream: `step` and `sub` are 32-bit counters that the caller chooses, `sub` 0
 * by default.
 */
export interface Draw {
  readonly random: RandomStream;
  readonly step: number;
  readonly sub?: number;
}

/**
 * Elements drawn together: four counters of four words. Element i of block b is number 16 b + i of
 * the draw.
 */
export const blockSize = 16;

/**
 * out[i] uniform in [0, 1), a multiple of 2^-24: number 16 firstBlock + i of the draw, whatever the
 * length of `out`.
 */
export function uniformInto(out: Float32Array, draw: Draw, firstBlock = 0): Float32Array {
  for (let at = 0; at < out.length; at += blockSize) {
    const block = wordBlock(firstBlock + at / blockSize, draw);
    for (let i = 0; i < blockSize && at + i < out.length; i++) out[at + i] = uniformFromWord(block[i]);
  }
  return out;
}

/**
 * out[i] standard normal, |z| <= 5.77: number 16 firstBlock + i of the draw, whatever the length of
 * `out`.
 */
export function normalInto(out: Float32Array, draw: Draw, firstBlock = 0): Float32Array {
  const normals = new Float32Array(blockSize);
  for (let at = 0; at < out.length; at += blockSize) {
    const block = wordBlock(firstBlock + at / blockSize, draw);
    for (let lane = 0; lane < 4; lane++) {
      boxMullerInto(normals, lane, block[lane], block[4 + lane]);
      boxMullerInto(normals, 8 + lane, block[8 + lane], block[12 + lane]);
    }
    out.set(at + blockSize <= out.length ? normals : normals.subarray(0, out.length - at), at);
  }
  return out;
}

/** A permutation of 0 .. n - 1 (Fisher and Yates), from two uniforms an element: 48 random bits. */
export function permutation(n: number, { random, step }: Draw): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const high = uniformInto(new Float32Array(n), { random, step, sub: 0 });
  const low = uniformInto(new Float32Array(n), { random, step, sub: 1 });
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor((high[i] + low[i] * 2 ** -24) * (i + 1));
    const taken = order[i];
    order[i] = order[j];
    order[j] = taken;
  }
  return order;
}

const words = new Uint32Array(4);
const block = new Uint32Array(blockSize);

/**
 * The 16 words of a block: word w of counter 4 b + lane stands at 4 w + lane. Valid until the next
 * call.
 */
function wordBlock(b: number, { random, step, sub = 0 }: Draw): Uint32Array {
  for (let lane = 0; lane < 4; lane++) {
    philoxInto(words, [4 * b + lane, step, sub, 0], random.key);
    for (let w = 0; w < 4; w++) block[4 * w + lane] = words[w];
  }
  return block;
}
