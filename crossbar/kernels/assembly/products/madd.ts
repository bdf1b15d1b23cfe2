/**
 * a b + c. Strict: two operations, each rounded, the same bits on every machine. In the fast build:
 * one relaxed instruction, fused or not as the processor likes.
 */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}
