/**
 * Philox4x32-10: a counter-based generator. Ten rounds turn a counter of four 32-bit words and a
 * key of two into four random words. J. K. Salmon et al., SC 2011, doi 10.1145/2063384.2063405.
 */
export type Counter = readonly [number, number, number, number];

/** Fills `out` (four words, unsigned) from a counter and a key; only their low 32 bits count. */
export function philoxInto(
  out: Uint32Array,
  [a, b, c, d]: Counter,
  key: readonly [number, number],
): Uint32Array {
  let c0 = a >>> 0;
  let c1 = b >>> 0;
  let c2 = c >>> 0;
  let c3 = d >>> 0;
  let key0 = key[0] | 0;
  let key1 = key[1] | 0;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(c0, 0xd2511f53);
    const high1 = multiplyHigh(c2, 0xcd9e8d57);
    const low0 = Math.imul(c0, 0xd2511f53);
    const low1 = Math.imul(c2, 0xcd9e8d57);
    c0 = (high1 ^ c1 ^ key0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ key1) >>> 0;
    c3 = low0 >>> 0;
    key0 = (key0 + 0x9e3779b9) | 0;
    key1 = (key1 + 0xbb67ae85) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
  return out;
}

/** The high 32 bits of the 64-bit product of two unsigned words. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = (aLow * bHigh + (middle & 0xffff)) >>> 16;
  return (aHigh * bHigh + (middle >>> 16) + carry) >>> 0;
}
