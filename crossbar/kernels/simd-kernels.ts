import type { Draw } from '../../devices/index.js';
import type { Kernels, PulseKernel } from './kernels.js';
import { panelCount } from './panels.js';
import { wasmBase64 } from './wasm-module.generated.js';

type Exports = Record<string, (...args: number[]) => number>;

const pageBytes = 65536;

/**
 * Kernels compiled to WebAssembly SIMD over one shared memory, which grows as arrays are asked for and is freed
 * with the object. Throws where the host has no SIMD or no shared memory (in a browser: a page that is not
 * cross-origin isolated); `createTypescriptKernels` runs everywhere.
 */
export function createSimdKernels(): Kernels {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const wasm = new WebAssembly.Instance(new WebAssembly.Module(decodeBase64(wasmBase64)), {
    env: { memory, abort: () => undefined },
  }).exports as Exports;
  const allocate = createAllocator(memory);
  const buffers = allocate.buffers;

  const at = (array: Float32Array | Int32Array | null, offset = 0) => {
    if (array === null) return 0;
    if (!buffers.has(array.buffer as SharedArrayBuffer)) {
      throw new Error(
        'kernels were given an array that is not in their memory: allocate it with their float32 or int32',
      );
    }
    return array.byteOffset + 4 * offset;
  };

  const pulse =
    (name: string): PulseKernel =>
    (state, counts, { count, firstIndex, cycleNoise, draw }) => {
      wasm[name](
        at(state.conductanceS, firstIndex),
        at(state.gMinS, firstIndex),
        at(state.gMaxS, firstIndex),
        at(state.stepUpS, firstIndex),
        at(state.stepDownS, firstIndex),
        at(counts),
        count,
        cycleNoise,
        firstIndex / 16,
        ...counters(draw),
      );
    };

  const fill = (name: string) => (out: Float32Array, draw: Draw) => {
    wasm[name](at(out), out.length, ...counters(draw));
  };

  return Object.freeze<Kernels>({
    name: 'simd',
    float32: (length) => new Float32Array(...allocate(length)),
    int32: (length) => new Int32Array(...allocate(length)),
    packRows(packed, a, rows, { from, to } = { from: 0, to: packed.cols }) {
      packed.rows = rows;
      wasm.packRows(
        at(packed.counts),
        at(packed.indices),
        at(packed.values),
        at(a),
        rows,
        packed.cols,
        from,
        to,
      );
    },
    multiplyInto(out, packed, panels, { from, to } = { from: 0, to: panelCount(panels.rows) }) {
      const { counts, indices, values, rows, cols } = packed;
      wasm.multiply(
        ...[at(out), rows, panels.rows, at(panels.data), cols, panels.depth, from, to],
        ...[at(counts), at(indices), at(values)],
      );
    },
    packOuter(packed, { post, pre, rows, scale }) {
      packed.rows = rows;
      packed.pre = pre;
      wasm.packColumns(at(packed.post), at(packed.flags), at(post), rows, packed.postCols, scale);
      packed.groupCount = wasm.activeGroups(at(packed.groups), at(pre), rows, packed.preCols);
    },
    accumulateOuter(target, packed, { from, to } = { from: 0, to: panelCount(packed.postCols) }) {
      const { preCols: cols, post, flags, pre, rows, groups, groupCount } = packed;
      wasm.accumulateOuter(
        ...[at(target), cols, cols + (cols & 1), from, to],
        ...[at(post), at(flags), at(pre), rows, at(groups), groupCount],
      );
    },
    transposeInto(out, panels) {
      wasm.transposePanels(at(out.data), at(panels.data), panels.rows, panels.cols);
    },
    uniformInto: fill('fillUniform'),
    normalInto: fill('fillNormal'),
    roundInto(counts, wanted, { count, factor, limit, draw, firstIndex }) {
      if (draw === null) return wasm.roundNearest(at(counts), at(wanted), count, factor, limit);
      return wasm.roundStochastic(
        ...[at(counts), at(wanted), count, factor, limit, firstIndex / 16, ...counters(draw)],
      );
    },
    pulseConstantStep: pulse('pulseConstantStep'),
    pulseSoftBounds: pulse('pulseSoftBounds'),
    differentialInto(weights, squares, { plusS, minusS, span: { from, to }, scaleS, lowestS, spacingS }) {
      wasm.differential(
        ...[at(weights, from), at(squares, from), at(plusS, from), at(minusS, from)],
        ...[to - from, 1 / scaleS, lowestS, spacingS],
      );
    },
    digitiseInto(out, partial, { count, variance, sigma, range, spacing, draw }) {
      return wasm.digitise(
        ...[at(out), at(partial), at(variance), count, sigma, range, spacing, ...counters(draw)],
      );
    },
  });
}

const counters = ({ random, step, sub = 0 }: Draw) => [step, sub, random.key[0], random.key[1]] as const;

/** Hands out zeroed stretches of 64-byte blocks; never takes one back. */
function createAllocator(memory: WebAssembly.Memory) {
  const buffers = new WeakSet<SharedArrayBuffer>([memory.buffer as unknown as SharedArrayBuffer]);
  // The first block stays unused, so that address 0 can mean "no array".
  let next = 64;
  const allocate = (length: number): [ArrayBuffer, number, number] => {
    const bytes = Math.ceil(Math.max(length, 1) / 16) * 64;
    const missing = next + bytes - memory.buffer.byteLength;
    if (missing > 0) {
      memory.grow(Math.ceil(missing / pageBytes));
      buffers.add(memory.buffer as unknown as SharedArrayBuffer);
    }
    const offset = next;
    next += bytes;
    return [memory.buffer, offset, length];
  };
  return Object.assign(allocate, { buffers });
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
