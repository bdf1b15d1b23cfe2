import { normalInto, roundHalfEven, roundToGrid, uniformInto } from '../../../devices/index.js';
import type { Kernels } from '../contract/kernels.js';
import { panelCount } from '../contract/panels.js';
import type { LayerStep } from '../contract/rounds.js';
import { repeatCalls } from '../simd/repeat-calls.js';
import { readTilesInTurn } from './read-tiles.js';
import { selectWinners } from './select-winners.js';
import { typescriptImageKernels } from './typescript-image-kernels.js';
import { boundPanels, settleNodes, subtractHalvesInto } from './typescript-nodes.js';
import { productKernels } from './typescript-products.js';

const f = Math.fround;

/**
 * The twin of `createSimdKernels` in plain TypeScript: the same bits, no WebAssembly, ten to thirty
 * times slower.
 */
export function createTypescriptKernels(): Kernels {
  const kernels: Kernels = {
    ...typescriptImageKernels,
    name: 'typescript',
    engine: 'typescript',
    threads: 1,
    dispose: () => undefined,
    float32: (length) => new Float32Array(length),
    int32: (length) => new Int32Array(length),

    ...productKernels,

    packOuter(packed, { post, pre, rows, scale }) {
      const { postCols, preCols } = packed;
      const rounded = f(scale);
      packed.rows = rows;
      packed.pre = pre;
      packed.flags.fill(0);
      for (let p = 0; p < packed.flags.length; p++) {
        for (let b = 0; b < rows; b++) {
          for (let j = 0; j < 8; j++) {
            const unit = 8 * p + j;
            const value = unit < postCols ? f(post[b * postCols + unit] * rounded) : 0;
            packed.post[(p * rows + b) * 8 + j] = value;
            if (value !== 0) packed.flags[p] = 1;
          }
        }
      }
      packed.groupCount = 0;
      for (let g = 0; 4 * g < preCols; g++) {
        let any = false;
        for (let b = 0; b < rows; b++) {
          for (let k = 4 * g; k < Math.min(4 * g + 4, preCols); k++) any ||= pre[b * preCols + k] !== 0;
        }
        if (any) packed.groups[packed.groupCount++] = g;
      }
    },

    accumulateOuter(target, packed, { from, to } = { from: 0, to: panelCount(packed.postCols) }) {
      const { preCols, post, pre, rows, flags, groups, groupCount } = packed;
      const depth = preCols + (preCols & 1);
      for (let p = from; p < to; p++) {
        if (flags[p] === 0) continue;
        for (let t = 0; t < groupCount; t++) {
          for (let k = 4 * groups[t]; k < Math.min(4 * groups[t] + 4, preCols); k++) {
            for (let j = 0; j < 8; j++) {
              let sum = target[((p - from) * depth + k) * 8 + j];
              for (let b = 0; b < rows; b++)
                sum = f(sum + f(pre[b * preCols + k] * post[(p * rows + b) * 8 + j]));
              target[((p - from) * depth + k) * 8 + j] = sum;
            }
          }
        }
      }
    },

    transposeInto(out, panels) {
      for (let row = 0; row < out.rows; row++) {
        for (let col = 0; col < out.cols; col++) {
          const from = ((col >> 3) * panels.depth + row) * 8 + (col & 7);
          out.data[((row >> 3) * out.depth + col) * 8 + (row & 7)] = panels.data[from];
        }
      }
    },

    uniformInto: (out, draw) => void uniformInto(out, draw),
    normalInto: (out, draw) => void normalInto(out, draw),

    maskInto(out, { draw, count, dropped, kept }) {
      const mask = uniformInto(out.subarray(0, count), draw);
      for (let i = 0; i < count; i++) mask[i] = mask[i] < f(dropped) ? 0 : kept;
    },

    roundInto(counts, wanted, { count, factor, limit, draw, firstIndex }) {
      const uniform = draw === null ? null : uniformInto(new Float32Array(count), draw, firstIndex / 16);
      let pulsed = 0;
      for (let i = 0; i < count; i++) {
        const x = f(f(factor) * wanted[i]);
        const whole = uniform === null ? roundHalfEven(x) : Math.floor(f(x + uniform[i]));
        counts[i] = Math.min(Math.max(whole, -limit), limit);
        if (counts[i] !== 0) pulsed++;
      }
      return pulsed;
    },
    pulse: null,

    differentialInto(weights, squares, { plusS, minusS, span, scaleS, grid, wires = null }) {
      const inverse = f(1 / scaleS);
      for (let i = span.from; i < span.to; i++) {
        let plus = f(roundToGrid(plusS[i], grid) * inverse);
        let minus = f(roundToGrid(minusS[i], grid) * inverse);
        if (wires !== null) {
          plus = f(plus * wires.plusShare[i]);
          minus = f(minus * wires.minusShare[i]);
        }
        weights[i] = wires === null ? plus - minus : f(plus - minus) + wires.rest[i];
        if (squares !== null) squares[i] = f(plus * plus) + f(minus * minus);
      }
    },

    countPulses(notes, counts, { span, depth, plusS, plusTaken, minusS, minusTaken }) {
      for (let p = span.from; p < span.to; p++) {
        const base = (p - span.from) * depth * 8;
        for (let tile = 0; tile < notes.inputTiles; tile++) {
          let [total, sum] = [0, 0];
          const end = Math.min(depth, (tile + 1) * notes.tileInputs);
          for (let i = tile * notes.tileInputs * 8; i < end * 8; i++) {
            const n = counts[base + i];
            if (n === 0) continue;
            const [size, k] = [Math.abs(n), i >> 3];
            plusTaken[p * depth * 8 + i] += size;
            if (minusTaken) minusTaken[p * depth * 8 + i] += size;
            const lines = n > 0 ? notes.up : notes.down;
            const slot = Math.floor((8 * p + (i & 7)) / notes.tileOutputs) * depth + k;
            lines[slot] = Math.max(lines[slot], size);
            total += size;
            sum = f(sum + f(size * (minusS ? f(plusS[base + i] + minusS[base + i]) : plusS[base + i])));
          }
          notes.pulses[p * notes.inputTiles + tile] = total;
          notes.conductanceS[p * notes.inputTiles + tile] = sum;
        }
      }
    },

    writePanels(packed, { rounding, device, plus, minus, weights, squares, scaleS, grid, notes }) {
      const size = (packed.preCols + (packed.preCols & 1)) * 8;
      const wanted = new Float32Array(size);
      const counts = new Int32Array(size);
      const { random, step } = rounding.draw;
      const [plusS, minusS] = [plus.state.arrays.conductanceS, minus.state.arrays.conductanceS];
      let pulsed = 0;
      for (let p = 0; p < panelCount(packed.postCols); p++) {
        if (packed.flags[p] === 0) continue;
        const firstIndex = p * size;
        const span = { from: firstIndex, to: firstIndex + size };
        kernels.accumulateOuter(wanted.fill(0), packed, { from: p, to: p + 1 });
        const draw = random ? { random, step } : null;
        const pairs = kernels.roundInto(counts, wanted, { ...rounding, count: size, draw, firstIndex });
        if (pairs === 0) continue;
        pulsed += pairs;
        kernels.countPulses(notes, counts, {
          span: { from: p, to: p + 1 },
          depth: size / 8,
          plusS: plusS.subarray(firstIndex),
          minusS: minusS.subarray(firstIndex),
          plusTaken: notes.plusTaken,
          minusTaken: notes.minusTaken,
        });
        for (const { state, cycle } of [plus, minus]) {
          device.pulse(state, counts, { count: size, firstIndex, draw: { random: cycle, step } });
          for (let i = 0; i < size; i++) counts[i] = -counts[i];
        }
        kernels.differentialInto(weights, squares, { plusS, minusS, span, scaleS, grid });
      }
      return pulsed;
    },

    readTiles: (sum, drive, read) => readTilesInTurn(kernels, { sum, drive }, read),
    digitiseInto(out, partial, { count, variance, sigma, range, spacing, draw }) {
      const noise = variance === null ? null : normalInto(new Float32Array(count), draw);
      const [high, unit, deviation] = [f(range), f(spacing), f(sigma)];
      let saturated = 0;
      for (let i = 0; i < count; i++) {
        let current = partial[i];
        if (noise !== null && variance !== null) {
          current = f(current + f(f(deviation * f(Math.sqrt(variance[i]))) * noise[i]));
        }
        const clipped = Math.min(Math.max(current, -high), high);
        if (clipped !== current) saturated++;
        out[i] += f(roundHalfEven(f(clipped / unit)) * unit);
      }
      return saturated;
    },

    leakInto(state, { drive, bias, feedback, nudge, mask, units, rows, dt }) {
      const [stepSize, beta] = [f(dt), f(nudge?.beta ?? 0)];
      return eachState(state, { units, rows, mask }, (s, i, unit) => {
        let sum = f(drive[i] + bias[unit]);
        if (feedback) sum = f(sum + feedback[i]);
        sum = f(sum - s);
        if (nudge) sum = f(sum + f(beta * f(nudge.target[i] - s)));
        return f(s + f(stepSize * sum));
      });
    },

    settleInto(state, { drive, bias, feedback, nudge, mask, units, rows, decay }) {
      const beta = nudge?.beta ?? 0;
      const [inverse, left, pull] = [f(1 / (1 + beta)), f(decay), f(beta)];
      return eachState(state, { units, rows, mask }, (s, i, unit) => {
        let sum = f(drive[i] + bias[unit]);
        if (feedback) sum = f(sum + feedback[i]);
        if (nudge) sum = f(sum + f(pull * nudge.target[i]));
        const equilibrium = f(sum * inverse);
        return f(equilibrium + f(f(s - equilibrium) * left));
      });
    },

    settleNodes,
    boundPanels,
    subtractHalvesInto,
    winnersInto(target, outputs, { threshold, ties, mask, units, rows, count, winner, loser }) {
      const winners = new Int32Array(count);
      target.fill(loser, 0, rows * units);
      for (let row = 0; row < rows; row++) {
        const from = row * units;
        selectWinners(winners, outputs, { from, threshold, ties: ties[row] });
        for (const unit of winners) target[from + unit] = winner;
      }
      if (mask) for (let i = 0; i < rows * units; i++) target[i] *= mask[i];
    },

    contrastInto(difference, sums, { after, before, rows, units, scale, stacked }) {
      for (let i = 0; i < rows * units; i++) {
        difference[i] = stacked ? after[i] : after[i] - before[i];
        if (stacked) difference[rows * units + i] = -before[i];
        sums[i % units] += scale * (after[i] - before[i]);
      }
    },

    repeat: (calls, until) => repeatCalls(kernels, calls, until),

    adamInto(values, wanted, { means, squares, size, inverseRoot }) {
      const [beta1, rest1, beta2, rest2] = [f(0.9), f(0.1), f(0.999), f(0.001)];
      const [rate, correction, epsilon] = [f(size), f(inverseRoot), f(1e-8)];
      for (let i = 0; i < values.length; i++) {
        const g = wanted[i];
        const m = normal(f(f(beta1 * means[i]) + f(rest1 * g)));
        const v = normal(f(f(beta2 * squares[i]) + f(f(rest2 * g) * g)));
        means[i] = m;
        squares[i] = v;
        values[i] += f(f(rate * m) / f(f(f(Math.sqrt(v)) * correction) + epsilon));
      }
    },
  };
  return Object.freeze(kernels);
}

/** 0 for what is below the normal numbers of 32 bits. */
function normal(x: number): number {
  return Math.abs(x) < 2 ** -126 ? 0 : x;
}

/**
 * s <- clip(move(s)) mask for every state; returns the largest change, NaN where one is not finite.
 */
function eachState(
  state: Float32Array,
  { units, rows, mask }: Pick<LayerStep, 'units' | 'rows' | 'mask'>,
  move: (s: number, i: number, unit: number) => number,
): number {
  let worst = 0;
  for (let i = 0; i < rows * units; i++) {
    const s = state[i];
    const open = move(s, i, i % units);
    // biome-ignore lint/complexity/useMathMinMax: -0 stays, as in the SIMD kernel.
    const clipped = Math.min(open < 0 ? 0 : open, 1);
    state[i] = mask ? clipped * mask[i] : clipped;
    worst = Math.max(worst, f(Math.abs(f(state[i] - s))) + (open - open));
  }
  return worst;
}
