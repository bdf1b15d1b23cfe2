// Leaky neurons between walls at 0 and 1: one fused pass over the states of a layer, [rows, units],
// rows from .. to - 1. Pointers feedback, target and mask may be 0 (none). Each returns the largest
// change of any state, NaN where a drive or state is not finite (x - x is 0 for finite x alone; a
// wall would hide an infinity).

/** One Euler step: s <- clip(s + dt (drive + bias + feedback - s + beta (target - s))) mask. */
export function leak(
  state: usize, drive: usize, bias: usize, feedback: usize, target: usize, mask: usize,
  units: i32, from: i32, to: i32, dt: f32, beta: f32,
): f32 {
  let worst = f32x4.splat(0);
  // 0 while everything is finite, else NaN, which a comparison would pass over.
  let unsound = f32x4.splat(0);
  let single: f32 = 0;
  const whole = units & ~3;
  const stepSize = f32x4.splat(dt);
  const pull = f32x4.splat(beta);
  for (let row = from; row < to; row++) {
    const first = <usize>(row * units) << 2;
    for (let unit = 0; unit < whole; unit += 4) {
      const i = first + (<usize>unit << 2);
      const s = v128.load(state + i);
      let sum = f32x4.add(v128.load(drive + i), v128.load(bias + (<usize>unit << 2)));
      if (feedback) sum = f32x4.add(sum, v128.load(feedback + i));
      sum = f32x4.sub(sum, s);
      if (target) sum = f32x4.add(sum, f32x4.mul(pull, f32x4.sub(v128.load(target + i), s)));
      const open = f32x4.add(s, f32x4.mul(stepSize, sum));
      let moved = f32x4.pmin(f32x4.pmax(open, f32x4.splat(0)), f32x4.splat(1));
      if (mask) moved = f32x4.mul(moved, v128.load(mask + i));
      v128.store(state + i, moved);
      worst = f32x4.pmax(worst, f32x4.abs(f32x4.sub(moved, s)));
      unsound = f32x4.add(unsound, f32x4.sub(open, open));
    }
    for (let unit = whole; unit < units; unit++) {
      const i = first + (<usize>unit << 2);
      const s = load<f32>(state + i);
      let sum: f32 = load<f32>(drive + i) + load<f32>(bias + (<usize>unit << 2));
      if (feedback) sum = sum + load<f32>(feedback + i);
      sum = sum - s;
      if (target) sum = sum + beta * (load<f32>(target + i) - s);
      const open: f32 = s + dt * sum;
      let moved = wall(open);
      if (mask) moved = moved * load<f32>(mask + i);
      store<f32>(state + i, moved);
      single = max<f32>(single, abs<f32>(moved - s) + (open - open));
    }
  }
  return max<f32>(single, largestLane(f32x4.add(worst, unsound)));
}

/**
 * Towards the equilibrium E = (drive + bias + feedback + beta target) / (1 + beta) of the unit
 * alone, with `decay` of the way left: s <- clip(E + (s - E) decay) mask. `inverse` = 1 /
 * (1 + beta).
 */
export function settle(
  state: usize, drive: usize, bias: usize, feedback: usize, target: usize, mask: usize,
  units: i32, from: i32, to: i32, beta: f32, inverse: f32, decay: f32,
): f32 {
  let worst = f32x4.splat(0);
  // 0 while everything is finite, else NaN, which a comparison would pass over.
  let unsound = f32x4.splat(0);
  let single: f32 = 0;
  const whole = units & ~3;
  for (let row = from; row < to; row++) {
    const first = <usize>(row * units) << 2;
    for (let unit = 0; unit < whole; unit += 4) {
      const i = first + (<usize>unit << 2);
      const s = v128.load(state + i);
      let sum = f32x4.add(v128.load(drive + i), v128.load(bias + (<usize>unit << 2)));
      if (feedback) sum = f32x4.add(sum, v128.load(feedback + i));
      if (target) sum = f32x4.add(sum, f32x4.mul(f32x4.splat(beta), v128.load(target + i)));
      const equilibrium = f32x4.mul(sum, f32x4.splat(inverse));
      const open = f32x4.add(equilibrium, f32x4.mul(f32x4.sub(s, equilibrium), f32x4.splat(decay)));
      let moved = f32x4.pmin(f32x4.pmax(open, f32x4.splat(0)), f32x4.splat(1));
      if (mask) moved = f32x4.mul(moved, v128.load(mask + i));
      v128.store(state + i, moved);
      worst = f32x4.pmax(worst, f32x4.abs(f32x4.sub(moved, s)));
      unsound = f32x4.add(unsound, f32x4.sub(open, open));
    }
    for (let unit = whole; unit < units; unit++) {
      const i = first + (<usize>unit << 2);
      const s = load<f32>(state + i);
      let sum: f32 = load<f32>(drive + i) + load<f32>(bias + (<usize>unit << 2));
      if (feedback) sum = sum + load<f32>(feedback + i);
      if (target) sum = sum + beta * load<f32>(target + i);
      const equilibrium: f32 = sum * inverse;
      const open: f32 = equilibrium + (s - equilibrium) * decay;
      let moved = wall(open);
      if (mask) moved = moved * load<f32>(mask + i);
      store<f32>(state + i, moved);
      single = max<f32>(single, abs<f32>(moved - s) + (open - open));
    }
  }
  return max<f32>(single, largestLane(f32x4.add(worst, unsound)));
}

/** What pmin(pmax(x, 0), 1) is to a vector: -0 and NaN pass. */
@inline
function wall(x: f32): f32 {
  return x < 0 ? 0 : x > 1 ? 1 : x;
}

@inline
function largestLane(four: v128): f32 {
  return max<f32>(
    max<f32>(f32x4.extract_lane(four, 0), f32x4.extract_lane(four, 1)),
    max<f32>(f32x4.extract_lane(four, 2), f32x4.extract_lane(four, 3)),
  );
}
