import type { ConductanceGrid } from '../../../devices/index.js';
import { createDeviceTables } from '../contract/device-table.js';
import { kernelNumbers } from '../contract/kernel-numbers.js';
import type { KernelExports } from '../contract/kernel-signatures.js';
import type { Kernels } from '../contract/kernels.js';
import { panelCount } from '../contract/panels.js';
import type { Allocator } from './allocator.js';
import { countersOf, type Share } from './shared-calls.js';

/** The kernels that move conductances and read them back as weights. */
type WriteKernels = Pick<Kernels, 'roundInto' | 'pulse' | 'differentialInto' | 'countPulses' | 'writePanels'>;

/** `threads`: how many share the work, each with scratch of its own. */
export function createSimdWriteKernels({
  share,
  wasm,
  allocator,
  threads,
}: {
  readonly share: Share;
  readonly wasm: KernelExports;
  readonly allocator: Allocator;
  readonly threads: number;
}): WriteKernels {
  const { addressOf: at, float32, int32 } = allocator;
  /** One panel of wanted changes and of pulse counts for every thread. */
  let scratch: { wanted: Float32Array; counts: Int32Array }[] = [];
  const panelScratch = (thread: number, size: number) => {
    if ((scratch[0]?.wanted.length ?? 0) < size) {
      scratch = Array.from({ length: threads }, () => ({ wanted: float32(size), counts: int32(size) }));
    }
    return scratch[thread];
  };

  const deviceTable = createDeviceTables(allocator);
  let copied = int32(0);
  /** Counts in this memory, for wrappers around a model hand on some of their own. */
  const countsHere = (counts: Int32Array, n: number) => {
    if (allocator.owns(counts)) return counts;
    if (copied.length < n) copied = int32(n);
    copied.set(counts.subarray(0, n));
    return copied.fill(0, n, 16 * Math.ceil(n / 16));
  };

  return {
    roundInto(counts, wanted, { count: n, factor, limit, draw, firstIndex }) {
      const kernel = draw ? 'roundStochastic' : 'roundNearest';
      const results = share(kernel, { total: Math.ceil(n / 16), work: 16 * n }, (from, to) => {
        const rounding = {
          counts: at(counts, 16 * from),
          wanted: at(wanted, 16 * from),
          n: Math.min(16 * to, n) - 16 * from,
          factor,
          limit,
        };
        if (!draw) return kernelNumbers('roundNearest', rounding);
        const firstBlock = firstIndex / 16 + from;
        return kernelNumbers('roundStochastic', { ...rounding, firstBlock, ...countersOf(draw) });
      });
      return results.reduce((sum, pulsed) => sum + pulsed, 0);
    },
    pulse({ response, state }, given, { count: n, firstIndex, draw }) {
      if (!Object.values(state.arrays).every(allocator.owns)) return false;
      const devices = at(deviceTable(response, state));
      const counts = countsHere(given, n);
      share('pulse', { total: Math.ceil(n / 16), work: 64 * n }, (from, to) =>
        kernelNumbers('pulse', {
          devices,
          counts: at(counts, 16 * from),
          n: Math.min(16 * to, n) - 16 * from,
          firstBlock: firstIndex / 16 + from,
          ...countersOf(draw),
        }),
      );
      return true;
    },
    differentialInto(weights, squares, { plusS, minusS, span, scaleS, grid, wires = null }) {
      const total = Math.ceil((span.to - span.from) / 16);
      share('differential', { total, work: 256 * total }, (from, to) => {
        const first = span.from + 16 * from;
        return kernelNumbers('differential', {
          weights: at(weights, first),
          squares: at(squares, first),
          plus: at(plusS, first),
          minus: at(minusS, first),
          n: Math.min(span.from + 16 * to, span.to) - first,
          inverseScale: 1 / scaleS,
          ...gridOf(grid),
          plusShare: at(wires?.plusShare ?? null, first),
          minusShare: at(wires?.minusShare ?? null, first),
          rest: at(wires?.rest ?? null, first),
        });
      });
    },
    countPulses(notes, counts, { span, depth, plusS, plusTaken, minusS, minusTaken }) {
      for (let p = span.from; p < span.to; p++) {
        const here = (p - span.from) * depth * 8;
        const all = p * depth * 8;
        // In the order of the signature: one call a panel, which allocates nothing.
        wasm.tally(
          at(counts, here),
          depth,
          p,
          notes.tileOutputs,
          notes.tileInputs,
          at(plusS, here),
          at(minusS, here),
          at(plusTaken, all),
          at(minusTaken, all),
          at(notes.up),
          at(notes.down),
          at(notes.pulses),
          at(notes.conductanceS),
        );
      }
    },
    writePanels(packed, { rounding, device, plus, minus, weights, squares, scaleS, grid, notes }) {
      const { preCols: cols, postCols, post, flags, pre, rows, groups, groupCount, isThin } = packed;
      const { starts, indices, values } = packed.rowsOfPre;
      const depth = cols + (cols & 1);
      const { factor, limit, draw } = rounding;
      const plusTable = deviceTable(device.pulseResponse!, plus.state);
      const minusTable = deviceTable(device.pulseResponse!, minus.state);
      const total = panelCount(postCols);
      panelScratch(0, depth * 8);
      const results = share('writePanels', { total, work: total * 8 * cols * 16 }, (from, to, thread) =>
        kernelNumbers('writePanels', {
          cols,
          depth,
          panelFrom: from,
          panelTo: to,
          post: at(post),
          flags: at(flags),
          pre: at(pre),
          rows,
          groups: at(groups),
          groupCount,
          singles: isThin ? at(starts) : 0,
          indices: at(indices),
          values: at(values),
          wanted: at(panelScratch(thread, 0).wanted),
          counts: at(panelScratch(thread, 0).counts),
          factor,
          limit,
          stochastic: draw.random ? 1 : 0,
          step: draw.step,
          roundKey0: draw.random?.key[0] ?? 0,
          roundKey1: draw.random?.key[1] ?? 0,
          plus: at(plusTable),
          plusKey0: plus.cycle.key[0],
          plusKey1: plus.cycle.key[1],
          minus: at(minusTable),
          minusKey0: minus.cycle.key[0],
          minusKey1: minus.cycle.key[1],
          weights: at(weights),
          squares: at(squares),
          inverseScale: 1 / scaleS,
          ...gridOf(grid),
          tileOutputs: notes.tileOutputs,
          tileInputs: notes.tileInputs,
          plusTaken: at(notes.plusTaken),
          minusTaken: at(notes.minusTaken),
          up: at(notes.up, (thread * notes.up.length) / threads),
          down: at(notes.down, (thread * notes.down.length) / threads),
          pulses: at(notes.pulses),
          conductance: at(notes.conductanceS),
        }),
      );
      return results.reduce((sum, pairs) => sum + pairs, 0);
    },
  };
}

/** As the compiled kernels take it: lowest level, spacing, number of the last level. */
function gridOf({ lowestS, spacingS, levels = 1 }: ConductanceGrid) {
  return { lowest: lowestS, spacing: spacingS, last: levels - 1 };
}
