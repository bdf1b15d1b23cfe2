import type { ConductanceGrid } from '../../../devices/index.js';
import { createDeviceTables } from '../contract/device-table.js';
import type { KernelExports } from '../contract/kernel-signatures.js';
import type { Kernels } from '../contract/kernels.js';
import { panelCount } from '../contract/panels.js';
import type { Allocator } from './allocator.js';
import { counters, type Share } from './shared-calls.js';

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
      const results = share(kernel, { total: Math.ceil(n / 16), work: 16 * n }, (from, to) => [
        at(counts, 16 * from),
        at(wanted, 16 * from),
        Math.min(16 * to, n) - 16 * from,
        factor,
        limit,
        ...(draw ? [firstIndex / 16 + from, ...counters(draw)] : []),
      ]);
      return results.reduce((sum, pulsed) => sum + pulsed, 0);
    },
    pulse({ response, state }, given, { count: n, firstIndex, draw }) {
      if (!Object.values(state.arrays).every(allocator.owns)) return false;
      const [table, counts] = [at(deviceTable(response, state)), countsHere(given, n)];
      share('pulse', { total: Math.ceil(n / 16), work: 64 * n }, (from, to) => [
        table,
        at(counts, 16 * from),
        Math.min(16 * to, n) - 16 * from,
        firstIndex / 16 + from,
        ...counters(draw),
      ]);
      return true;
    },
    differentialInto(weights, squares, { plusS, minusS, span, scaleS, grid, wires = null }) {
      const arrays = [weights, squares, plusS, minusS];
      const shares = [wires?.plusShare ?? null, wires?.minusShare ?? null, wires?.rest ?? null];
      const total = Math.ceil((span.to - span.from) / 16);
      share('differential', { total, work: 256 * total }, (from, to) => {
        const first = span.from + 16 * from;
        const n = Math.min(span.from + 16 * to, span.to) - first;
        const [outAndIn, behind] = [arrays, shares].map((list) => list.map((array) => at(array, first)));
        return [...outAndIn, n, 1 / scaleS, ...gridOf(grid), ...behind];
      });
    },
    countPulses(notes, counts, { span, depth, plusS, plusTaken, minusS, minusTaken }) {
      for (let p = span.from; p < span.to; p++) {
        const [here, all] = [(p - span.from) * depth * 8, p * depth * 8];
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
      const [step, , key0, key1] = draw.random
        ? counters({ ...draw, random: draw.random })
        : [draw.step, 0, 0, 0];
      const [ofPlus, ofMinus] = [plus, minus].map(({ state, cycle }) => [
        at(deviceTable(device.pulseResponse!, state)),
        ...cycle.key,
      ]);
      const total = panelCount(postCols);
      panelScratch(0, depth * 8);
      const results = share('writePanels', { total, work: total * 8 * cols * 16 }, (from, to, thread) => [
        cols,
        depth,
        from,
        to,
        at(post),
        at(flags),
        at(pre),
        rows,
        at(groups),
        groupCount,
        isThin ? at(starts) : 0,
        at(indices),
        at(values),
        at(panelScratch(thread, 0).wanted),
        at(panelScratch(thread, 0).counts),
        factor,
        limit,
        draw.random ? 1 : 0,
        step,
        key0,
        key1,
        ...ofPlus,
        ...ofMinus,
        at(weights),
        at(squares),
        1 / scaleS,
        ...gridOf(grid),
        notes.tileOutputs,
        notes.tileInputs,
        at(notes.plusTaken),
        at(notes.minusTaken),
        ...[notes.up, notes.down].map((lines) => at(lines, (thread * lines.length) / threads)),
        at(notes.pulses),
        at(notes.conductanceS),
      ]);
      return results.reduce((sum, pairs) => sum + pairs, 0);
    },
  };
}

/** As the compiled kernels take it: lowest level, spacing, number of the last level. */
function gridOf({ lowestS, spacingS, levels = 1 }: ConductanceGrid): readonly number[] {
  return [lowestS, spacingS, levels - 1];
}
