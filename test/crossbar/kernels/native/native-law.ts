import type { KernelExports, KernelName } from '../../../../crossbar/kernels/contract/kernel-signatures.js';
import { decodeBase64 } from '../../../../crossbar/kernels/simd/decode-base64.js';
import { instantiate } from '../../../../crossbar/kernels/simd/instance.js';
import { strictBase64 } from '../../../../crossbar/kernels/wasm-module.generated.js';
import { createRandom, uniformInto } from '../../../../devices/index.js';

/** A shape of all calls, and the numbers that they are given. */
export interface Example {
  readonly rows: number;
  readonly cols: number;
  readonly units: number;
  /** Share of zeros. */
  readonly zeros: number;
  readonly seed: number;
}

/** One kernel, the arguments of a call of it, and where in memory it may write. */
interface Call {
  readonly name: KernelName;
  readonly args: readonly number[];
}

const pageBytes = 65536;
const pages = 64;

/**
 * WebAssembly and kernels that take the place of its own on one memory, whose last byte is the last
 * that may be touched.
 */
export function createBench(bind: (bytes: Uint8Array) => Partial<KernelExports>) {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const wasm = instantiate(new WebAssembly.Module(decodeBase64(strictBase64)), memory);
  const bytes = new Uint8Array(memory.buffer);
  return { memory, wasm, own: bind(bytes), bytes };
}

/**
 * The first kernel that leaves other bits in memory than WebAssembly, with its arguments; null
 * where none does. What is not a number may be so by any of its patterns.
 */
export function firstDifference(bench: ReturnType<typeof createBench>, example: Example): string | null {
  const { wasm, own, memory } = bench;
  const { calls, lowest } = callsOf(bench, example);
  const words = new Int32Array(memory.buffer, lowest);
  for (const { name, args } of calls) {
    const kernel = own[name];
    if (!kernel) continue;
    const before = words.slice();
    const expected = wasm[name](...args) ?? 0;
    const wanted = words.slice();
    words.set(before);
    const returned = kernel(...args);
    const at = differingWord(words.slice(), wanted);
    if (at >= 0) return `${name}(${args.join(', ')}): word ${at} from ${lowest}, ${JSON.stringify(example)}`;
    if (!Object.is(returned, expected))
      return `${name}(${args.join(', ')}) = ${returned}, expected ${expected}`;
  }
  return null;
}

function differingWord(found: Int32Array, wanted: Int32Array): number {
  if (Buffer.compare(Buffer.from(found.buffer), Buffer.from(wanted.buffer)) === 0) return -1;
  const [a, b] = [found, wanted].map(({ buffer }) => new Float32Array(buffer));
  return found.findIndex((word, i) => word !== wanted[i] && !(Number.isNaN(a[i]) && Number.isNaN(b[i])));
}

/** Arrays from the end of memory downwards, none with a byte between it and the next. */
function createArrays({ memory }: ReturnType<typeof createBench>, { seed, zeros }: Example) {
  let end = memory.buffer.byteLength;
  const random = createRandom(seed);
  let step = 0;
  const words = (count: number) => {
    end -= 4 * count;
    if (end < pageBytes) throw new Error('the example needs more memory');
    new Int32Array(memory.buffer, end, count).fill(0);
    return end;
  };
  /** A `share` of zeros of both signs; the others large, small, denormal and infinite. */
  const floats = (count: number, share = zeros) => {
    const at = words(count);
    const [kind, value] = [0, 1].map((sub) => uniformInto(new Float32Array(count), { random, step, sub }));
    step++;
    const out = new Float32Array(memory.buffer, at, count);
    for (let i = 0; i < count; i++)
      out[i] = kind[i] < share ? (value[i] < 0.1 ? -0 : 0) : numberOf(value[i], i);
    return at;
  };
  const flags = (count: number) => {
    const at = words(count);
    const out = new Int32Array(memory.buffer, at, count);
    const draws = uniformInto(new Float32Array(count), { random, step: step++ });
    for (let i = 0; i < count; i++) out[i] = draws[i] < 0.7 ? 1 : 0;
    return at;
  };
  return { words, floats, flags, lowest: () => end };
}

function numberOf(u: number, i: number): number {
  const sign = u < 0.5 ? -1 : 1;
  const scale = [1, 1, 1, 1e-20, 1e-41, 1e-38, 1e19, 3e38][Math.floor(u * 4096) % 8];
  if (i % 509 === 508) return sign * Infinity;
  return sign * (0.1 + u) * scale;
}

/** Calls of every kernel, on spans of panels and on all, with and without what was there. */
function callsOf(bench: ReturnType<typeof createBench>, example: Example): { calls: Call[]; lowest: number } {
  const { rows, cols, units, seed } = example;
  const { words, floats, flags, lowest } = createArrays(bench, example);
  const { wasm } = bench;
  const panels = Math.ceil(units / 8);
  const depth = cols + (cols & 1);
  const groups = Math.ceil(rows / 4);
  const chunks = Math.max(1, Math.ceil(cols / 256));
  const [from, to] = [seed % panels, panels - (Math.floor(seed / 7) % (panels - (seed % panels)))];
  // What lies at the very end of memory takes turns.
  const arrays: Record<string, number> = {};
  const makers: readonly (readonly [string, () => number])[] = [
    ['out', () => floats(rows * units)],
    ['weights', () => floats(panels * depth * 8, 0)],
    ['a', () => floats(rows * cols)],
    ['post', () => floats(panels * rows * 8, 0.6)],
    ['panels', () => floats(panels * depth * 8, 0.1)],
    ['flags', () => flags(panels)],
    ['list', () => words(Math.ceil(cols / 4))],
    ['values', () => words(4 * groups * cols)],
    ['indices', () => words(4 * groups * cols)],
  ];
  makers.forEach((_, i) => {
    const [name, make] = makers[(i + seed) % makers.length];
    arrays[name] = make();
  });
  const { out, weights, a, post, list } = arrays;
  const [kinds, starts] = [words(groups), words(4 * groups * (chunks + 1))];
  const { indices, values } = arrays;
  const pack = (single: number) => {
    wasm.pack(kinds, starts, indices, values, a, 0, rows, cols, cols, 0, cols, 0, single, 0, groups);
  };
  const multiply = (keep: number, first: number, last: number): Call => ({
    name: 'multiply',
    args: [out, rows, units, weights, cols, depth, first, last, kinds, starts, indices, values, keep],
  });
  const outer = (first: number, last: number): Call => ({
    name: 'accumulateOuter',
    args: [
      ...[
        arrays.panels + 32 * depth * first,
        cols,
        depth,
        first,
        first,
        last,
        post,
        arrays.flags,
        a,
        rows,
        list,
      ],
      wasm.activeGroups(list, a, rows, cols),
    ],
  });
  const singles = (first: number, last: number): Call => ({
    name: 'accumulateSingles',
    args: [
      ...[arrays.panels + 32 * depth * first, cols, depth, first, first, last, post, arrays.flags, rows],
      ...[starts, indices, values],
    ],
  });
  const isSingle = seed % 3 === 0 ? 1 : 0;
  pack(isSingle);
  const products = [multiply(0, 0, panels), multiply(1, from, to), multiply(0, from, to)];
  const updates = isSingle
    ? [outer(0, panels), singles(0, panels), singles(from, to)]
    : [outer(0, panels), outer(from, to)];
  return { calls: [...products, ...updates], lowest: lowest() };
}
