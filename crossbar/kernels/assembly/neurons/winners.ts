// The target that an output defines for itself: the units with the largest output minus threshold
// win.

/**
 * target [rows, units] = `winner` for the k units of a row with the largest outputs - threshold, in
 * double precision, `loser` for the others, times mask (0 = none); rows from .. to - 1. Equal
 * scores are ordered by a hash of the unit and ties[row]. `scratch` holds k doubles of scores, k of
 * lots and k numbers of units.
 */
export function winnerTarget(
  target: usize, outputs: usize, threshold: usize, ties: usize, mask: usize, scratch: usize,
  units: i32, k: i32, winner: f32, loser: f32, from: i32, to: i32,
): void {
  const bytes = <usize>units << 2;
  const lots = scratch + (<usize>k << 3);
  const names = lots + (<usize>k << 3);
  for (let row = from; row < to; row++) {
    const at = <usize>row * bytes;
    select(outputs + at, threshold, units, k, mix(load<u32>(ties + (<usize>row << 2))), scratch, lots, names);
    fill(target + at, mask ? mask + at : 0, units, loser);
    for (let place = 0; place < k; place++) {
      const unit = <usize>load<i32>(names + (<usize>place << 2)) << 2;
      store<f32>(target + at + unit, mask ? winner * load<f32>(mask + at + unit) : winner);
    }
  }
}

function select(outputs: usize, threshold: usize, units: i32, k: i32, tie: u32, best: usize, lots: usize, names: usize): void {
  for (let place = 0; place < k; place++) {
    store<f64>(best + (<usize>place << 3), -Infinity);
    store<f64>(lots + (<usize>place << 3), -1);
  }
  const least = best + (<usize>(k - 1) << 3);
  let bar = f64x2.splat(-Infinity);
  for (let unit = 0; unit < units; unit++) {
    const at = <usize>unit << 2;
    if (unit + 4 <= units) {
      const y = v128.load(outputs + at);
      const h = v128.load(threshold + at);
      const low = f64x2.sub(f64x2.promote_low_f32x4(y), f64x2.promote_low_f32x4(h));
      const high = f64x2.sub(
        f64x2.promote_low_f32x4(v128.shuffle<i32>(y, y, 2, 3, 2, 3)),
        f64x2.promote_low_f32x4(v128.shuffle<i32>(h, h, 2, 3, 2, 3)),
      );
      if (!v128.any_true(v128.or(f64x2.ge(low, bar), f64x2.ge(high, bar)))) {
        unit += 3;
        continue;
      }
    }
    const score = <f64>load<f32>(outputs + at) - <f64>load<f32>(threshold + at);
    if (!(score >= load<f64>(least))) continue;
    insert(score, <f64>mix(tie ^ unit), unit, k, best, lots, names);
    bar = f64x2.splat(load<f64>(least));
  }
}

/** Into the list of the best; what falls off its end is dropped. */
function insert(score: f64, lot: f64, unit: i32, k: i32, best: usize, lots: usize, names: usize): void {
  let place = k;
  for (; place > 0; place--) {
    const before = <usize>(place - 1);
    const rival = load<f64>(best + (before << 3));
    if (score < rival || (score == rival && lot < load<f64>(lots + (before << 3)))) break;
    if (place == k) continue;
    store<f64>(best + (before << 3), rival, 8);
    store<f64>(lots + (before << 3), load<f64>(lots + (before << 3)), 8);
    store<i32>(names + (before << 2), load<i32>(names + (before << 2)), 4);
  }
  if (place == k) return;
  store<f64>(best + (<usize>place << 3), score);
  store<f64>(lots + (<usize>place << 3), lot);
  store<i32>(names + (<usize>place << 2), unit);
}

function fill(target: usize, mask: usize, units: i32, loser: f32): void {
  const losers = f32x4.splat(loser);
  let unit = 0;
  for (; unit + 4 <= units; unit += 4) {
    const at = <usize>unit << 2;
    v128.store(target + at, mask ? f32x4.mul(losers, v128.load(mask + at)) : losers);
  }
  for (; unit < units; unit++) {
    const at = <usize>unit << 2;
    store<f32>(target + at, mask ? loser * load<f32>(mask + at) : loser);
  }
}

/**
 * A permutation of the 32-bit numbers without visible pattern: the finaliser of MurmurHash3 (A.
 * Appleby, 2011).
 */
function mix(word: u32): u32 {
  let h: u32 = (word ^ (word >>> 16)) * 0x85ebca6b;
  h = (h ^ (h >>> 13)) * 0xc2b2ae35;
  return h ^ (h >>> 16);
}
