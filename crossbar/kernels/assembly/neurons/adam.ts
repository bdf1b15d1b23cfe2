// One step of Adam, elements from .. to - 1: m <- b1 m + (1 - b1) g, v <- b2 v + (1 - b2) g^2, w <-
// w + size m / (sqrt(v) inverseRoot + epsilon), with g what is wanted of w. Moments below the
// normal numbers are 0: those of weights that are wanted no more would end among the denormal ones,
// where 0.9 m rounds to m and each step is slow.

const BETA1: f32 = 0.9;
const REST1: f32 = 0.1;
const BETA2: f32 = 0.999;
const REST2: f32 = 0.001;
const EPSILON: f32 = 1e-8;
const LEAST_NORMAL: f32 = f32.MIN_NORMAL_VALUE;

export function adam(
  values: usize, wanted: usize, means: usize, squares: usize,
  from: i32, to: i32, size: f32, inverseRoot: f32,
): void {
  const whole = from + ((to - from) & ~3);
  for (let n = from; n < whole; n += 4) {
    const i = <usize>n << 2;
    const g = v128.load(wanted + i);
    const m = normal(f32x4.add(
      f32x4.mul(f32x4.splat(BETA1), v128.load(means + i)),
      f32x4.mul(f32x4.splat(REST1), g),
    ));
    const v = normal(f32x4.add(
      f32x4.mul(f32x4.splat(BETA2), v128.load(squares + i)),
      f32x4.mul(f32x4.mul(f32x4.splat(REST2), g), g),
    ));
    v128.store(means + i, m);
    v128.store(squares + i, v);
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), f32x4.splat(inverseRoot)), f32x4.splat(EPSILON));
    const step = f32x4.div(f32x4.mul(f32x4.splat(size), m), root);
    v128.store(values + i, f32x4.add(v128.load(values + i), step));
  }
  for (let n = whole; n < to; n++) {
    const i = <usize>n << 2;
    const g = load<f32>(wanted + i);
    let m: f32 = BETA1 * load<f32>(means + i) + REST1 * g;
    let v: f32 = BETA2 * load<f32>(squares + i) + REST2 * g * g;
    if (abs<f32>(m) < LEAST_NORMAL) m = 0;
    if (v < LEAST_NORMAL) v = 0;
    store<f32>(means + i, m);
    store<f32>(squares + i, v);
    const root: f32 = sqrt<f32>(v) * inverseRoot + EPSILON;
    store<f32>(values + i, load<f32>(values + i) + (size * m) / root);
  }
}

@inline
function normal(four: v128): v128 {
  return v128.andnot(four, f32x4.lt(f32x4.abs(four), f32x4.splat(LEAST_NORMAL)));
}
