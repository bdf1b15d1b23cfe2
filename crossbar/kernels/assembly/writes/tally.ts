// What a write costs is counted where its pulses are at hand: a panel at a time, in the cache.

/**
 * Takes note of the pulses `counts` [depth][8] of one panel; all pointers but `up`, `down`,
 * `pulses` and `conductance` are to the panel's own part. taken += |counts| (minus = 0 and
 * minusTaken = 0 where one side alone moves). up and down [tiles of outputs, depth] <- the most
 * pulses of either sign on a word line of a tile. pulses and conductance [panels, tiles of inputs]
 * <- sums of |counts|, and of that times the conductances.
 */
export function tally(
  counts: usize, depth: i32, panel: i32, tileOutputs: i32, tileInputs: i32,
  plus: usize, minus: usize, plusTaken: usize, minusTaken: usize,
  up: usize, down: usize, pulses: usize, conductance: usize,
): void {
  const tiles = (depth + tileInputs - 1) / tileInputs;
  const row = <usize>(panel * tiles) << 2;
  const firstTile = (8 * panel) / tileOutputs;
  const isOneTile = firstTile == (8 * panel + 7) / tileOutputs;
  for (let tile = 0; tile < tiles; tile++) {
    let total = 0;
    let sum: f32 = 0;
    const end = min(depth, (tile + 1) * tileInputs);
    for (let k = tile * tileInputs; k < end; k++) {
      const at = <usize>k << 5;
      const low = v128.load(counts + at);
      const high = v128.load(counts + at, 16);
      let pulsed = lanesOf(low) | (lanesOf(high) << 4);
      if (pulsed == 0) continue;
      take(plusTaken + at, low, high);
      if (minusTaken) take(minusTaken + at, low, high);
      for (; pulsed != 0; pulsed &= pulsed - 1) {
        const lane = ctz(pulsed);
        const here = at + (<usize>lane << 2);
        const n = load<i32>(counts + here);
        const size = abs(n);
        const outputs = isOneTile ? firstTile : (8 * panel + lane) / tileOutputs;
        // Up or down without a branch: nothing tells which comes next.
        const slots = up + <usize>(n >> 31) * (up - down) + (<usize>(outputs * depth + k) << 2);
        store<i32>(slots, max(load<i32>(slots), size));
        const g = minus ? load<f32>(plus + here) + load<f32>(minus + here) : load<f32>(plus + here);
        total += size;
        sum += <f32>size * g;
      }
    }
    store<i32>(pulses + row + (<usize>tile << 2), total);
    store<f32>(conductance + row + (<usize>tile << 2), sum);
  }
}

/** A bit for each of four devices that gets pulses. */
@inline
function lanesOf(four: v128): i32 {
  return i32x4.bitmask(i32x4.ne(four, i32x4.splat(0)));
}

@inline
function take(taken: usize, low: v128, high: v128): void {
  v128.store(taken, f32x4.add(v128.load(taken), f32x4.convert_i32x4_s(i32x4.abs(low))));
  v128.store(taken, f32x4.add(v128.load(taken, 16), f32x4.convert_i32x4_s(i32x4.abs(high))), 16);
}
