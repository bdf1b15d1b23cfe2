// The laws of devices/models, four devices a vector: same operations in the same order as there.

import { expLess, logOneLess, power } from '../random/exponential';

// A law is a type, so that each has functions of its own.
export class ConstantStep {}
export class SoftBounds {}
export class LinearStep {}
export class ExpStep {}
export class PowStep {}
export class PiecewiseStep {}
export class NeurosimExponential {}
export class WriteError {}

@inline
function is<Law, Other>(): bool {
  return idof<Law>() == idof<Other>();
}

/**
 * Where the constants of a table begin: words 0 and 1 are the law and whether it draws, 2 to 9 its
 * arrays.
 */
export const CONSTANTS: usize = 40;

/** Most arrays of a law beside conductances and bounds. */
@inline
export function arraysOf<Law>(): i32 {
  if (is<Law, WriteError>()) return 0;
  return is<Law, LinearStep>() ? 5 : is<Law, PowStep>() || is<Law, NeurosimExponential>() ? 4 : 2;
}

/** All pulses of a device in one step, with one draw. */
@inline
export function isAtOnce<Law>(): bool {
  return is<Law, ConstantStep>() || is<Law, NeurosimExponential>() || is<Law, WriteError>();
}

/**
 * Pulses that come in turn at most, where a law without noise has a closed form for more of them.
 */
const MOST_IN_TURN: i32 = 32;

@inline
function isMany(counts: v128): v128 {
  return i32x4.gt_s(i32x4.abs(counts), i32x4.splat(MOST_IN_TURN));
}

/** Steps that four devices take. */
@inline
export function turnsOf<Law>(counts: v128, noisy: bool): v128 {
  const size = i32x4.abs(counts);
  const one = i32x4.splat(1);
  if (isAtOnce<Law>()) return i32x4.min_s(size, one);
  if (!is<Law, SoftBounds>() || noisy) return size;
  return v128.bitselect(one, size, isMany(counts));
}

/** What stands in the place of conductances is an error that is drawn anew. */
@inline
export function isUnbounded<Law>(): bool {
  return is<Law, WriteError>();
}

/**
 * Conductances after a step, before they are clipped; a, b, ... are the law's arrays, xi normals.
 */
@inline
export function moved<Law>(
  constants: usize, old: v128, count: v128, xi: v128,
  low: v128, high: v128, a: v128, b: v128, c: v128, d: v128, e: v128,
): v128 {
  if (is<Law, WriteError>()) return f32x4.mul(constant(constants, 0), xi);
  const up = i32x4.gt_s(count, i32x4.splat(0));
  if (is<Law, ConstantStep>()) return constantStep(constants, old, count, xi, v128.bitselect(a, b, up));
  if (is<Law, NeurosimExponential>()) {
    return exponential(constants, old, count, xi, low, high, v128.bitselect(a, b, up), v128.bitselect(c, d, up));
  }
  if (is<Law, LinearStep>()) {
    return linearStep(constants, old, up, xi, v128.bitselect(a, b, up), v128.bitselect(c, d, up), e);
  }
  const range = f32x4.sub(high, low);
  if (is<Law, ExpStep>()) return expStep(constants, old, up, xi, v128.bitselect(a, b, up), range);
  const size = v128.bitselect(a, f32x4.neg(b), up);
  if (is<Law, PiecewiseStep>()) {
    const at = f32x4.div(f32x4.sub(old, low), range);
    return relative(constants, old, xi, f32x4.mul(size, interpolated(constants, at, up)));
  }
  const room = v128.bitselect(f32x4.sub(high, old), f32x4.sub(old, low), up);
  if (is<Law, PowStep>()) {
    const share = power(f32x4.div(room, range), v128.bitselect(c, d, up));
    return relative(constants, old, xi, f32x4.mul(size, share));
  }
  const next = relative(constants, old, xi, f32x4.div(f32x4.mul(size, room), range));
  const many = isMany(count);
  if (isNoisy(constants) || !v128.any_true(many)) return next;
  return v128.bitselect(softBoundsAtOnce(old, count, up, f32x4.div(v128.bitselect(a, b, up), range), room), next, many);
}

/** Whether the law of a table whose constants begin here draws. */
@inline
function isNoisy(constants: usize): bool {
  return load<i32>(constants - CONSTANTS, 4) != 0;
}

/** n pulses that each cover `share` of the way to the bound. */
@inline
function softBoundsAtOnce(old: v128, counts: v128, up: v128, share: v128, room: v128): v128 {
  const count = f32x4.convert_i32x4_s(i32x4.abs(counts));
  const covered = f32x4.mul(expLess(f32x4.mul(count, logOneLess(share)), 1), room);
  return v128.bitselect(f32x4.sub(old, covered), f32x4.add(old, covered), up);
}

/** Constant number `index` in all lanes. */
@inline
function constant(constants: usize, index: i32): v128 {
  return v128.load32_splat(constants + (<usize>index << 2));
}

/** Of two constants that follow each other the first for pulses up, the second for pulses down. */
@inline
function directed(constants: usize, index: i32, up: v128): v128 {
  return v128.bitselect(constant(constants, index), constant(constants, index + 1), up);
}

/** A change with noise in proportion to it: cycleNoise. */
@inline
function relative(constants: usize, old: v128, xi: v128, change: v128): v128 {
  const noise = f32x4.add(f32x4.splat(1), f32x4.mul(constant(constants, 0), xi));
  return f32x4.add(old, f32x4.mul(change, noise));
}

@inline
function rootOf(count: v128): v128 {
  return f32x4.sqrt(f32x4.abs(count));
}

/** cycleNoise. */
@inline
function constantStep(constants: usize, old: v128, counts: v128, xi: v128, size: v128): v128 {
  const count = f32x4.convert_i32x4_s(counts);
  const spread = f32x4.mul(f32x4.mul(constant(constants, 0), rootOf(count)), size);
  return f32x4.add(old, f32x4.add(f32x4.mul(count, size), f32x4.mul(spread, xi)));
}

/** Noise of a pulse in siemens. */
@inline
function exponential(
  constants: usize, old: v128, counts: v128, xi: v128, low: v128, high: v128, rate: v128, asymptote: v128,
): v128 {
  const count = f32x4.convert_i32x4_s(counts);
  const growth = expLess(f32x4.neg(f32x4.mul(count, rate)), 1);
  const mean = f32x4.add(old, f32x4.mul(growth, f32x4.sub(old, asymptote)));
  const noise = f32x4.mul(f32x4.mul(constant(constants, 0), rootOf(count)), xi);
  return f32x4.add(f32x4.pmin(f32x4.pmax(mean, low), high), noise);
}

/** zeroS, noise as a share of the change and of the step at weight 0. */
@inline
function linearStep(constants: usize, old: v128, up: v128, xi: v128, step: v128, slope: v128, reference: v128): v128 {
  const weight = f32x4.add(f32x4.sub(old, constant(constants, 0)), reference);
  const mean = f32x4.add(step, f32x4.mul(slope, weight));
  const deviation = f32x4.add(f32x4.mul(constant(constants, 1), mean), f32x4.mul(constant(constants, 2), step));
  const change = f32x4.add(mean, f32x4.mul(deviation, xi));
  return v128.bitselect(f32x4.add(old, change), f32x4.sub(old, change), up);
}

/**
 * zeroS, 2 a, b, amplitudes up and down, gammas up and (negative) down, cycleNoise, offset in
 * siemens, slope.
 */
@inline
function expStep(constants: usize, old: v128, up: v128, xi: v128, step: v128, range: v128): v128 {
  const weight = f32x4.sub(old, constant(constants, 0));
  const z = f32x4.add(f32x4.div(f32x4.mul(constant(constants, 1), weight), range), constant(constants, 2));
  const grown = expLess(f32x4.mul(directed(constants, 5, up), z), 0);
  const shape = f32x4.sub(f32x4.splat(1), f32x4.mul(directed(constants, 3, up), grown));
  const mean = f32x4.mul(step, f32x4.pmax(shape, f32x4.splat(0)));
  const sum = f32x4.add(mean, constant(constants, 8));
  const spread = f32x4.add(sum, f32x4.mul(constant(constants, 9), f32x4.abs(weight)));
  const change = f32x4.add(mean, f32x4.mul(f32x4.mul(constant(constants, 7), spread), xi));
  return v128.bitselect(f32x4.add(old, change), f32x4.sub(old, change), up);
}

/**
 * cycleNoise, number of the last node up and down, nodes up, nodes down: the polyline through them.
 */
@inline
function interpolated(constants: usize, at: v128, up: v128): v128 {
  const last = directed(constants, 1, up);
  const place = f32x4.mul(f32x4.pmin(f32x4.pmax(at, f32x4.splat(0)), f32x4.splat(1)), last);
  const left = f32x4.pmin(f32x4.floor(place), f32x4.sub(last, f32x4.splat(1)));
  const nodesUp = i32x4.add(i32x4.trunc_sat_f32x4_s(constant(constants, 1)), i32x4.splat(1));
  const node = i32x4.add(i32x4.trunc_sat_f32x4_s(left), v128.andnot(nodesUp, up));
  const first = nodes(constants + 12, node);
  const second = nodes(constants + 16, node);
  return f32x4.add(first, f32x4.mul(f32x4.sub(place, left), f32x4.sub(second, first)));
}

@inline
function nodes(from: usize, node: v128): v128 {
  let out = v128.load32_splat(from + (<usize>i32x4.extract_lane(node, 0) << 2));
  out = f32x4.replace_lane(out, 1, load<f32>(from + (<usize>i32x4.extract_lane(node, 1) << 2)));
  out = f32x4.replace_lane(out, 2, load<f32>(from + (<usize>i32x4.extract_lane(node, 2) << 2)));
  return f32x4.replace_lane(out, 3, load<f32>(from + (<usize>i32x4.extract_lane(node, 3) << 2)));
}
