// One step of Adam, elements from .. to - 1: m <- b1 m + (1 - b1) g, v <- b2 v + (1 - b2) g^2,
// w <- w + size m / (sqrt(v) inverseRoot + epsilon), with g what is wanted of w.

const BETA1: f32 = 0.9;
const REST1: f32 = 0.1;
const BETA2: f32 = 0.999;
const REST2: f32 = 0.001;
const EPSILON: f32 = 1e-8;

export function adam(
  values: usize, wanted: usize, means: usize, squares: usize,
  from: i32, to: i32, size: f32, inverseRoot: f32,
): void {
  const whole = from + ((to - from) & ~3);
  for (let n = from; n < whole; n += 4) {
    const i = <usize>n << 2;
    const g = v128.load(wanted + i);
    const m = f32x4.add(
      f32x4.mul(f32x4.splat(BETA1), v128.load(means + i)),
      f32x4.mul(f32x4.splat(REST1), g),
    );
    const v = f32x4.add(
      f32x4.mul(f32x4.splat(BETA2), v128.load(squares + i)),
      f32x4.mul(f32x4.mul(f32x4.splat(REST2), g), g),
    );
    v128.store(means + i, m);
    v128.store(squares + i, v);
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), f32x4.splat(inverseRoot)), f32x4.splat(EPSILON));
    const step = f32x4.div(f32x4.mul(f32x4.splat(size), m), root);
    v128.store(values + i, f32x4.add(v128.load(values + i), step));
  }
  for (let n = whole; n < to; n++) {
    const i = <usize>n << 2;
    const g = load<f32>(wanted + i);
    const m: f32 = BETA1 * load<f32>(means + i) + REST1 * g;
    const v: f32 = BETA2 * load<f32>(squares + i) + REST2 * g * g;
    store<f32>(means + i, m);
    store<f32>(squares + i, v);
    const root: f32 = sqrt<f32>(v) * inverseRoot + EPSILON;
    store<f32>(values + i, load<f32>(values + i) + (size * m) / root);
  }
}
