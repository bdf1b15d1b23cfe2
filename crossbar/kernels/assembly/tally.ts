// What a write costs is counted where its pulses are at hand: a panel at a time, in the cache.

/**
 * Takes note of the pulses `counts` [depth][8] of one panel; all pointers but `up`, `down`, `pulses` and `conductance` are to the
 * panel's own part. taken += |counts| (minus = 0 and minusTaken = 0 where one side alone moves). up and down [tiles of outputs,
 * depth] <- the most pulses of either sign on a word line of a tile. pulses and conductance [panels, tiles of inputs] <- sums of
 * |counts|, and of that times the conductances.
 */
export function tally(
  counts: usize, depth: i32, panel: i32, tileOutputs: i32, tileInputs: i32,
  plus: usize, minus: usize, plusTaken: usize, minusTaken: usize,
  up: usize, down: usize, pulses: usize, conductance: usize,
): void {
  const tiles = (depth + tileInputs - 1) / tileInputs;
  const row = <usize>(panel * tiles) << 2;
  for (let tile = 0; tile < tiles; tile++) {
    let total = 0;
    let sum: f32 = 0;
    for (let k = tile * tileInputs; k < min(depth, (tile + 1) * tileInputs); k++) {
      const at = <usize>k << 5;
      const low = v128.load(counts + at);
      const high = v128.load(counts + at, 16);
      if (!v128.any_true(v128.or(low, high))) continue;
      take(plusTaken + at, low, high);
      if (minusTaken) take(minusTaken + at, low, high);
      for (let lane = 0; lane < 8; lane++) {
        const here = at + (<usize>lane << 2);
        const n = load<i32>(counts + here);
        if (n == 0) continue;
        const size = n < 0 ? -n : n;
        const slots = (n > 0 ? up : down) + (<usize>(((8 * panel + lane) / tileOutputs) * depth + k) << 2);
        if (load<i32>(slots) < size) store<i32>(slots, size);
        const g = minus ? load<f32>(plus + here) + load<f32>(minus + here) : load<f32>(plus + here);
        total += size;
        sum += <f32>size * g;
      }
    }
    store<i32>(pulses + row + (<usize>tile << 2), total);
    store<f32>(conductance + row + (<usize>tile << 2), sum);
  }
}

@inline
function take(taken: usize, low: v128, high: v128): void {
  v128.store(taken, f32x4.add(v128.load(taken), f32x4.convert_i32x4_s(i32x4.abs(low))));
  v128.store(taken, f32x4.add(v128.load(taken, 16), f32x4.convert_i32x4_s(i32x4.abs(high))), 16);
}
