// What learning takes from two states of a layer, [rows, units] each, for units from .. to - 1.

/**
 * sums[unit] += scale (after - before) over the rows, in double precision but for the sum itself.
 * difference = after - before; or, where `stacked` != 0, difference = after with -before in the
 * rows below.
 */
export function contrast(
  difference: usize, sums: usize, after: usize, before: usize,
  rows: i32, units: i32, scale: f64, stacked: i32, from: i32, to: i32,
): void {
  const stride = <usize>units << 2;
  const below = stacked ? <usize>rows * stride : 0;
  const scales = f64x2.splat(scale);
  let unit = from;
  for (; unit + 4 <= to; unit += 4) {
    let at = <usize>unit << 2;
    let sum = v128.load(sums + at);
    for (let row = 0; row < rows; row++, at += stride) {
      const a = v128.load(after + at);
      const b = v128.load(before + at);
      if (stacked) {
        v128.store(difference + at, a);
        v128.store(difference + at + below, f32x4.neg(b));
      } else v128.store(difference + at, f32x4.sub(a, b));
      const low = f64x2.sub(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b));
      const high = f64x2.sub(f64x2.promote_low_f32x4(upper(a)), f64x2.promote_low_f32x4(upper(b)));
      const sumLow = f64x2.add(f64x2.promote_low_f32x4(sum), f64x2.mul(low, scales));
      const sumHigh = f64x2.add(f64x2.promote_low_f32x4(upper(sum)), f64x2.mul(high, scales));
      sum = v128.shuffle<i32>(f32x4.demote_f64x2_zero(sumLow), f32x4.demote_f64x2_zero(sumHigh), 0, 1, 4, 5);
    }
    v128.store(sums + (<usize>unit << 2), sum);
  }
  for (; unit < to; unit++) {
    let at = <usize>unit << 2;
    let sum = load<f32>(sums + at);
    for (let row = 0; row < rows; row++, at += stride) {
      const a = load<f32>(after + at);
      const b = load<f32>(before + at);
      store<f32>(difference + at, stacked ? a : a - b);
      if (stacked) store<f32>(difference + at + below, -b);
      sum = <f32>(<f64>sum + (<f64>a - <f64>b) * scale);
    }
    store<f32>(sums + (<usize>unit << 2), sum);
  }
}

@inline
function upper(four: v128): v128 {
  return v128.shuffle<i32>(four, four, 2, 3, 2, 3);
}
