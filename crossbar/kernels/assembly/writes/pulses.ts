// What pulses do to devices, four a vector. Arrays are padded to blocks of 16; a block without a
// pulse is neither drawn for nor touched. Devices and their law are given as a table, see
// device-table.ts.

import {
  CONSTANTS, ConstantStep, ExpStep, LinearStep, NeurosimExponential, PiecewiseStep, PowStep, SoftBounds,
  WriteError, arraysOf, isAtOnce, isUnbounded, moved, turnsOf,
} from './laws';
import {
  normal0, normal1, normal2, normal3, normal4, normal5, normal6, normal7, normalBlock, normalPair, normalsAt,
} from '../random/random';

/** counts[i] pulses on device 16 firstBlock + i of a table, i < n. */
export function pulse(
  devices: usize, counts: usize, n: i32, firstBlock: i32, step: i32, sub: i32, key0: i32, key1: i32,
): void {
  // The number of a law is its place in `pulseLaws` of devices/base/device-model.ts.
  switch (load<i32>(devices)) {
    case 0:
      return train<ConstantStep>(devices, counts, n, firstBlock, step, sub, key0, key1);
    case 1:
      return train<SoftBounds>(devices, counts, n, firstBlock, step, sub, key0, key1);
    case 2:
      return train<LinearStep>(devices, counts, n, firstBlock, step, sub, key0, key1);
    case 3:
      return train<ExpStep>(devices, counts, n, firstBlock, step, sub, key0, key1);
    case 4:
      return train<PowStep>(devices, counts, n, firstBlock, step, sub, key0, key1);
    case 5:
      return train<PiecewiseStep>(devices, counts, n, firstBlock, step, sub, key0, key1);
    case 6:
      return train<NeurosimExponential>(devices, counts, n, firstBlock, step, sub, key0, key1);
    case 7:
      return train<WriteError>(devices, counts, n, firstBlock, step, sub, key0, key1);
  }
}

/** Where the conductances of a table's devices begin. */
@inline
export function conductancesOf(devices: usize): usize {
  return load<usize>(devices, 8);
}

/**
 * |n| single pulses in turn, or all at once by such a law, clipped to the device's bounds. A device
 * with gMin = gMax never moves.
 */
function train<Law>(
  devices: usize, counts: usize, n: i32, firstBlock: i32, step: i32, sub: i32, key0: i32, key1: i32,
): void {
  const noisy = load<i32>(devices, 4) != 0;
  for (let block = 0; 16 * block < n; block++) {
    const from = counts + (<usize>block << 6);
    let pulsed = pulsedMask(from);
    if (pulsed == 0) continue;
    const at = <usize>(firstBlock + block) << 6;
    if (popcnt(pulsed) > MOST_SINGLE) {
      if (noisy && 16 * block + 16 < n && (isAtOnce<Law>() || (atMostOne(from) && atMostOne(from + 64)))) {
        normalPair(firstBlock + block, step, sub, key0, key1);
        stepFour<Law>(devices, at, v128.load(from), 0, normal0);
        stepFour<Law>(devices, at + 16, v128.load(from, 16), 0, normal1);
        stepFour<Law>(devices, at + 32, v128.load(from, 32), 0, normal2);
        stepFour<Law>(devices, at + 48, v128.load(from, 48), 0, normal3);
        stepFour<Law>(devices, at + 64, v128.load(from, 64), 0, normal4);
        stepFour<Law>(devices, at + 80, v128.load(from, 80), 0, normal5);
        stepFour<Law>(devices, at + 96, v128.load(from, 96), 0, normal6);
        stepFour<Law>(devices, at + 112, v128.load(from, 112), 0, normal7);
        block++;
        continue;
      }
      const most = mostTurns<Law>(from, noisy);
      for (let turn = 0; turn < most; turn++) {
        if (noisy) normalBlock(firstBlock + block, step, sub + turn, key0, key1);
        stepFour<Law>(devices, at, v128.load(from), turn, normal0);
        stepFour<Law>(devices, at + 16, v128.load(from, 16), turn, normal1);
        stepFour<Law>(devices, at + 32, v128.load(from, 32), turn, normal2);
        stepFour<Law>(devices, at + 48, v128.load(from, 48), turn, normal3);
      }
      continue;
    }
    for (; pulsed != 0; pulsed &= pulsed - 1) {
      const device = ctz(pulsed);
      push(16 * (firstBlock + block) + device, load<i32>(from + (<usize>device << 2)));
      if (waiting == 4) stepSingles<Law>(devices, noisy, step, sub, key0, key1);
    }
  }
  if (waiting > 0) stepSingles<Law>(devices, noisy, step, sub, key0, key1);
}

/** Step `turn` (from 0) of the four devices `at` bytes into their arrays. */
function stepFour<Law>(devices: usize, at: usize, count: v128, turn: i32, xi: v128): void {
  const live = i32x4.gt_s(turnsOf<Law>(count, load<i32>(devices, 4) != 0), i32x4.splat(turn));
  if (!v128.any_true(live)) return;
  const g = conductancesOf(devices) + at;
  const zero = f32x4.splat(0);
  const state = stepped<Law>(
    devices + CONSTANTS, v128.load(g), live, count, xi, v128.load(array(devices, 1) + at), v128.load(array(devices, 2) + at),
    arraysOf<Law>() > 0 ? v128.load(array(devices, 3) + at) : zero,
    arraysOf<Law>() > 0 ? v128.load(array(devices, 4) + at) : zero,
    arraysOf<Law>() > 2 ? v128.load(array(devices, 5) + at) : zero,
    arraysOf<Law>() > 2 ? v128.load(array(devices, 6) + at) : zero,
    arraysOf<Law>() > 4 && array(devices, 7) != 0 ? v128.load(array(devices, 7) + at) : zero,
  );
  v128.store(g, state);
}

/** Array `number` of the table, from the conductances on; 0 where there is none. */
@inline
function array(devices: usize, number: i32): usize {
  return load<usize>(devices + (<usize>number << 2), 8);
}

/** The law's conductance, clipped, where a device is live and has a range. */
@inline
function stepped<Law>(
  constants: usize, old: v128, live: v128, count: v128, xi: v128,
  low: v128, high: v128, a: v128, b: v128, c: v128, d: v128, e: v128,
): v128 {
  const next = moved<Law>(constants, old, count, xi, low, high, a, b, c, d, e);
  const clipped = isUnbounded<Law>() ? next : f32x4.pmin(f32x4.pmax(next, low), high);
  return v128.bitselect(clipped, old, v128.and(live, f32x4.lt(low, high)));
}

// Devices of thinly pulsed blocks wait here until four can share a vector, and with it one draw of
// noise.
const MOST_SINGLE: i32 = 6;
let queue: v128 = i32x4.splat(0);
let queueCounts: v128 = i32x4.splat(0);
let waiting: i32 = 0;

function push(device: i32, count: i32): void {
  if (waiting == 0) {
    queue = i32x4.splat(device);
    queueCounts = i32x4.replace_lane(i32x4.splat(0), 0, count);
  } else if (waiting == 1) {
    queue = i32x4.replace_lane(queue, 1, device);
    queueCounts = i32x4.replace_lane(queueCounts, 1, count);
  } else if (waiting == 2) {
    queue = i32x4.replace_lane(queue, 2, device);
    queueCounts = i32x4.replace_lane(queueCounts, 2, count);
  } else {
    queue = i32x4.replace_lane(queue, 3, device);
    queueCounts = i32x4.replace_lane(queueCounts, 3, count);
  }
  waiting++;
}

/** Pulses the devices in the queue, and empties it. */
function stepSingles<Law>(devices: usize, noisy: bool, step: i32, sub: i32, key0: i32, key1: i32): void {
  const turns = turnsOf<Law>(queueCounts, noisy);
  const most = largestOf(turns);
  const zero = f32x4.splat(0);
  const low = gather(array(devices, 1));
  const high = gather(array(devices, 2));
  const a = arraysOf<Law>() > 0 ? gather(array(devices, 3)) : zero;
  const b = arraysOf<Law>() > 0 ? gather(array(devices, 4)) : zero;
  const c = arraysOf<Law>() > 2 ? gather(array(devices, 5)) : zero;
  const d = arraysOf<Law>() > 2 ? gather(array(devices, 6)) : zero;
  const e = arraysOf<Law>() > 4 && array(devices, 7) != 0 ? gather(array(devices, 7)) : zero;
  const g = conductancesOf(devices);
  let state = gather(g);
  for (let turn = 0; turn < most; turn++) {
    if (noisy) normalsAt(queue, step, sub + turn, key0, key1);
    const live = i32x4.gt_s(turns, i32x4.splat(turn));
    state = stepped<Law>(devices + CONSTANTS, state, live, queueCounts, normal0, low, high, a, b, c, d, e);
  }
  store<f32>(g + (<usize>i32x4.extract_lane(queue, 0) << 2), f32x4.extract_lane(state, 0));
  if (waiting > 1) store<f32>(g + (<usize>i32x4.extract_lane(queue, 1) << 2), f32x4.extract_lane(state, 1));
  if (waiting > 2) store<f32>(g + (<usize>i32x4.extract_lane(queue, 2) << 2), f32x4.extract_lane(state, 2));
  if (waiting > 3) store<f32>(g + (<usize>i32x4.extract_lane(queue, 3) << 2), f32x4.extract_lane(state, 3));
  waiting = 0;
}

/** The words of `array` at the devices in the queue. */
@inline
function gather(array: usize): v128 {
  let out = v128.load_splat<i32>(array + (<usize>i32x4.extract_lane(queue, 0) << 2));
  out = i32x4.replace_lane(out, 1, load<i32>(array + (<usize>i32x4.extract_lane(queue, 1) << 2)));
  out = i32x4.replace_lane(out, 2, load<i32>(array + (<usize>i32x4.extract_lane(queue, 2) << 2)));
  return i32x4.replace_lane(out, 3, load<i32>(array + (<usize>i32x4.extract_lane(queue, 3) << 2)));
}

/** No device of a block gets more than one pulse. */
@inline
function atMostOne(counts: usize): bool {
  const a = v128.or(i32x4.abs(v128.load(counts)), i32x4.abs(v128.load(counts, 16)));
  const b = v128.or(i32x4.abs(v128.load(counts, 32)), i32x4.abs(v128.load(counts, 48)));
  return !v128.any_true(i32x4.shr_u(v128.or(a, b), 1));
}

/** One bit a device that gets a pulse, of 16. */
@inline
function pulsedMask(counts: usize): i32 {
  const zero = i32x4.splat(0);
  return (
    i32x4.bitmask(i32x4.ne(v128.load(counts), zero)) |
    (i32x4.bitmask(i32x4.ne(v128.load(counts, 16), zero)) << 4) |
    (i32x4.bitmask(i32x4.ne(v128.load(counts, 32), zero)) << 8) |
    (i32x4.bitmask(i32x4.ne(v128.load(counts, 48), zero)) << 12)
  );
}

/** The most steps that a device of a block takes. */
function mostTurns<Law>(counts: usize, noisy: bool): i32 {
  const low = i32x4.max_s(turnsOf<Law>(v128.load(counts), noisy), turnsOf<Law>(v128.load(counts, 16), noisy));
  const high = i32x4.max_s(turnsOf<Law>(v128.load(counts, 32), noisy), turnsOf<Law>(v128.load(counts, 48), noisy));
  return largestOf(i32x4.max_s(low, high));
}

@inline
function largestOf(four: v128): i32 {
  return max(
    max(i32x4.extract_lane(four, 0), i32x4.extract_lane(four, 1)),
    max(i32x4.extract_lane(four, 2), i32x4.extract_lane(four, 3)),
  );
}
