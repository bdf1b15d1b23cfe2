// The ends of rows whose length is no multiple of a vector's.

/** The first `width` of 4 floats, zeros after them. */
export function loadLow(at: usize, width: i32): v128 {
  if (width >= 4) return v128.load(at);
  let four = f32x4(load<f32>(at), 0, 0, 0);
  if (width > 1) four = f32x4.replace_lane(four, 1, load<f32>(at, 4));
  if (width > 2) four = f32x4.replace_lane(four, 2, load<f32>(at, 8));
  return four;
}

/** The same of 4 floats behind those of `loadLow`. */
@inline
export function loadHigh(at: usize, width: i32): v128 {
  return width > 4 ? loadLow(at + 16, width - 4) : f32x4.splat(0);
}

/** Stores the first `width` of 8 floats; of the second four none where there are at most 4. */
export function storeRow(at: usize, low: v128, high: v128, width: i32): void {
  if (width >= 8) {
    v128.store(at, low);
    v128.store(at, high, 16);
    return;
  }
  store<f32>(at, f32x4.extract_lane(low, 0));
  if (width > 1) store<f32>(at, f32x4.extract_lane(low, 1), 4);
  if (width > 2) store<f32>(at, f32x4.extract_lane(low, 2), 8);
  if (width > 3) store<f32>(at, f32x4.extract_lane(low, 3), 12);
  if (width > 4) store<f32>(at, f32x4.extract_lane(high, 0), 16);
  if (width > 5) store<f32>(at, f32x4.extract_lane(high, 1), 20);
  if (width > 6) store<f32>(at, f32x4.extract_lane(high, 2), 24);
}

/** Stores the first `width` of 4 floats. */
export function storeLow(at: usize, four: v128, width: i32): void {
  if (width >= 4) v128.store(at, four);
  else storeRow(at, four, four, width);
}
