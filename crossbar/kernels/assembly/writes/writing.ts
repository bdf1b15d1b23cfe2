// An outer product written to differential cells, panel by panel: product, rounding to pulses,
// pulses up on G+ and down on G-, new weights. One panel's scratch stays in the cache from the
// first step to the last.

import { differentialOfPulsed } from '../neurons/converters';
import { accumulateOuter, accumulateSingles } from '../products/outer';
import { conductancesOf, pulse } from './pulses';
import { roundNearest, roundStochastic } from './rounding';
import { tally } from './tally';

/**
 * Arguments in five groups: the outer product as `accumulateOuter` takes it, and as
 * `accumulateSingles` does (singles = its starts, 0 = use the other); scratch for one panel;
 * rounding (key of the draw, `stochastic` 0 = to nearest); the tables of both sides' devices; the
 * weights; where `tally` takes note of the pulses. Returns how many pairs got pulses.
 */
export function writePanels(
  cols: i32, depth: i32, panelFrom: i32, panelTo: i32, post: usize, flags: usize, pre: usize, rows: i32,
  groups: usize, groupCount: i32, singles: usize, indices: usize, values: usize,
  wanted: usize, counts: usize,
  factor: f32, limit: f32, stochastic: i32, step: i32, roundKey0: i32, roundKey1: i32,
  plus: usize, plusKey0: i32, plusKey1: i32, minus: usize, minusKey0: i32, minusKey1: i32,
  weights: usize, squares: usize, inverseScale: f32, lowest: f32, spacing: f32, last: f32,
  tileOutputs: i32, tileInputs: i32, plusTaken: usize, minusTaken: usize, up: usize, down: usize, pulses: usize, conductance: usize,
): i32 {
  const size = depth * 8;
  const bytes = <usize>size << 2;
  const plusS = conductancesOf(plus);
  const minusS = conductancesOf(minus);
  let pulsed = 0;
  for (let p = panelFrom; p < panelTo; p++) {
    if (load<i32>(flags + (<usize>p << 2)) == 0) continue;
    memory.fill(wanted, 0, bytes);
    if (singles) accumulateSingles(wanted, cols, depth, p, p, p + 1, post, flags, rows, singles, indices, values);
    else accumulateOuter(wanted, cols, depth, p, p, p + 1, post, flags, pre, rows, groups, groupCount);
    const firstBlock = (p * size) >> 4;
    const pairs = stochastic
      ? roundStochastic(counts, wanted, size, factor, limit, firstBlock, step, 0, roundKey0, roundKey1)
      : roundNearest(counts, wanted, size, factor, limit);
    if (pairs == 0) continue;
    pulsed += pairs;
    const at = <usize>p * bytes;
    tally(counts, depth, p, tileOutputs, tileInputs, plusS + at, minusS + at, plusTaken + at, minusTaken + at, up, down, pulses, conductance);
    pulse(plus, counts, size, firstBlock, step, 0, plusKey0, plusKey1);
    for (let i: usize = 0; i < bytes; i += 16) v128.store(counts + i, i32x4.neg(v128.load(counts + i)));
    pulse(minus, counts, size, firstBlock, step, 0, minusKey0, minusKey1);
    differentialOfPulsed(
      weights + at, squares ? squares + at : 0, plusS + at, minusS + at, counts, size, inverseScale, lowest, spacing, last,
    );
  }
  return pulsed;
}
