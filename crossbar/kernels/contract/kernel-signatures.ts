/** As AssemblyScript writes them: usize = an address in the kernels' memory. */
type Kind = 'usize' | 'i32' | 'f32' | 'f64';

interface Signature {
  readonly returns: 'void' | 'i32' | 'f32';
  /** In the order in which they are passed. */
  readonly takes: Readonly<Record<string, Kind>>;
}

const usize = 'usize';
const i32 = 'i32';
const f32 = 'f32';
const f64 = 'f64';
const nothing = 'void';

/**
 * What every compiled kernel takes and returns. The types of its calls and the order of their
 * numbers follow from this table; a test holds the sources in ../assembly to it.
 */
// biome-ignore format: a line a parameter would be four times as long and no clearer.
export const kernelSignatures = {
  accumulateOuter: { returns: nothing, takes: {
    panels: usize, cols: i32, depth: i32, first: i32, panelFrom: i32, panelTo: i32, post: usize,
    flags: usize, pre: usize, rows: i32, list: usize, listed: i32,
  } },
  accumulateSingles: { returns: nothing, takes: {
    panels: usize, cols: i32, depth: i32, first: i32, panelFrom: i32, panelTo: i32, post: usize,
    flags: usize, rows: i32, starts: usize, indices: usize, values: usize,
  } },
  activeGroups: { returns: i32, takes: { list: usize, a: usize, rows: i32, cols: i32 } },
  adam: { returns: nothing, takes: {
    values: usize, wanted: usize, means: usize, squares: usize, from: i32, to: i32, size: f32,
    inverseRoot: f32,
  } },
  averagePool: { returns: nothing, takes: {
    out: usize, pictures: usize, channels: i32, height: i32, width: i32, size: i32, stride: i32,
    padding: i32, outHeight: i32, outWidth: i32, from: i32, to: i32,
  } },
  boundPanels: { returns: nothing, takes: {
    panels: usize, sums: usize, rows: i32, cols: i32, depth: i32, panelFrom: i32, panelTo: i32,
    lowest: f32, highest: f32,
  } },
  contrast: { returns: nothing, takes: {
    difference: usize, sums: usize, after: usize, before: usize, rows: i32, units: i32, scale: f64,
    stacked: i32, from: i32, to: i32,
  } },
  differential: { returns: nothing, takes: {
    weights: usize, squares: usize, plus: usize, minus: usize, n: i32, inverseScale: f32,
    lowest: f32, spacing: f32, last: f32, plusShare: usize, minusShare: usize, rest: usize,
  } },
  digitise: { returns: i32, takes: {
    out: usize, partial: usize, variance: usize, normals: usize, first: i32, count: i32, sigma: f32,
    range: f32, spacing: f32, step: i32, sub: i32, key0: i32, key1: i32,
  } },
  fillMask: { returns: nothing, takes: {
    out: usize, from: i32, to: i32, dropped: f32, kept: f32, step: i32, sub: i32, key0: i32,
    key1: i32,
  } },
  fillNormal: { returns: nothing, takes: {
    out: usize, from: i32, to: i32, step: i32, sub: i32, key0: i32, key1: i32,
  } },
  fillUniform: { returns: nothing, takes: {
    out: usize, from: i32, to: i32, step: i32, sub: i32, key0: i32, key1: i32,
  } },
  fold: { returns: nothing, takes: {
    pictures: usize, columns: usize, channels: i32, height: i32, width: i32, size: i32, stride: i32,
    padding: i32, outHeight: i32, outWidth: i32, from: i32, to: i32,
  } },
  leak: { returns: f32, takes: {
    state: usize, drive: usize, bias: usize, feedback: usize, target: usize, mask: usize,
    units: i32, from: i32, to: i32, dt: f32, beta: f32,
  } },
  maxPool: { returns: nothing, takes: {
    out: usize, where: usize, pictures: usize, channels: i32, height: i32, width: i32, size: i32,
    stride: i32, padding: i32, outHeight: i32, outWidth: i32, from: i32, to: i32,
  } },
  multiply: { returns: nothing, takes: {
    out: usize, rows: i32, outCols: i32, panels: usize, cols: i32, depth: i32, panelFrom: i32,
    panelTo: i32, kinds: usize, starts: usize, indices: usize, values: usize, keep: i32,
  } },
  multiplyFew: { returns: nothing, takes: {
    out: usize, a: usize, rows: i32, cols: i32, panels: usize, units: i32, depth: i32,
    groupFrom: i32, groupTo: i32,
  } },
  pack: { returns: i32, takes: {
    kinds: usize, starts: usize, indices: usize, values: usize, a: usize, lastInput: usize, rows: i32,
    cols: i32, stride: i32, from: i32, to: i32, threshold: f32, isSingle: i32, groupFrom: i32,
    groupTo: i32,
  } },
  packColumns: { returns: nothing, takes: {
    out: usize, flags: usize, a: usize, rows: i32, cols: i32, scale: f32,
  } },
  packTiles: { returns: nothing, takes: {
    table: usize, tiles: i32, kinds: usize, starts: usize, indices: usize, values: usize,
    squares: usize, drive: usize, rows: i32, cols: i32, groupFrom: i32, groupTo: i32,
  } },
  pulse: { returns: nothing, takes: {
    devices: usize, counts: usize, n: i32, firstBlock: i32, step: i32, sub: i32, key0: i32,
    key1: i32,
  } },
  readTiles: { returns: i32, takes: {
    sum: usize, rows: i32, outCols: i32, weights: usize, squarePanels: usize, depth: i32,
    table: usize, tiles: i32, kinds: usize, starts: usize, indices: usize, values: usize,
    squares: usize, partial: usize, variance: usize, normals: usize, sigma: f32, step: i32,
    key0: i32, key1: i32, panelFrom: i32, panelTo: i32,
  } },
  roundNearest: { returns: i32, takes: {
    counts: usize, wanted: usize, n: i32, factor: f32, limit: f32,
  } },
  roundStochastic: { returns: i32, takes: {
    counts: usize, wanted: usize, n: i32, factor: f32, limit: f32, firstBlock: i32, step: i32,
    sub: i32, key0: i32, key1: i32,
  } },
  settle: { returns: f32, takes: {
    state: usize, drive: usize, bias: usize, feedback: usize, target: usize, mask: usize,
    units: i32, from: i32, to: i32, beta: f32, inverse: f32, decay: f32,
  } },
  settleNodes: { returns: f32, takes: {
    table: usize, layers: i32, sweeps: i32, from: i32, to: i32,
  } },
  squareValues: { returns: nothing, takes: {
    squares: usize, kinds: usize, starts: usize, values: usize, rows: i32, cols: i32,
    groupFrom: i32, groupTo: i32,
  } },
  subtractHalves: { returns: nothing, takes: {
    out: usize, panels: usize, half: i32, depthOut: i32, depth: i32, panelFrom: i32, panelTo: i32,
  } },
  tally: { returns: nothing, takes: {
    counts: usize, depth: i32, panel: i32, tileOutputs: i32, tileInputs: i32, plus: usize,
    minus: usize, plusTaken: usize, minusTaken: usize, up: usize, down: usize, pulses: usize,
    conductance: usize,
  } },
  transposePanels: { returns: nothing, takes: {
    out: usize, panels: usize, rows: i32, cols: i32, outFrom: i32, outTo: i32,
  } },
  unfold: { returns: nothing, takes: {
    columns: usize, pictures: usize, channels: i32, height: i32, width: i32, size: i32, stride: i32,
    padding: i32, outHeight: i32, outWidth: i32, from: i32, to: i32,
  } },
  unpool: { returns: nothing, takes: {
    pictures: usize, pooled: usize, where: usize, channels: i32, height: i32, width: i32, size: i32,
    stride: i32, padding: i32, outHeight: i32, outWidth: i32, from: i32, to: i32,
  } },
  winnerTarget: { returns: nothing, takes: {
    target: usize, outputs: usize, threshold: usize, ties: usize, mask: usize, scratch: usize,
    units: i32, k: i32, winner: f32, loser: f32, from: i32, to: i32,
  } },
  writePanels: { returns: i32, takes: {
    cols: i32, depth: i32, panelFrom: i32, panelTo: i32, post: usize, flags: usize, pre: usize,
    rows: i32, groups: usize, groupCount: i32, singles: usize, indices: usize, values: usize,
    wanted: usize, counts: usize, factor: f32, limit: f32, stochastic: i32, step: i32,
    roundKey0: i32, roundKey1: i32, plus: usize, plusKey0: i32, plusKey1: i32, minus: usize,
    minusKey0: i32, minusKey1: i32, weights: usize, squares: usize, inverseScale: f32, lowest: f32,
    spacing: f32, last: f32, tileOutputs: i32, tileInputs: i32, plusTaken: usize, minusTaken: usize,
    up: usize, down: usize, pulses: usize, conductance: usize,
  } },
} as const satisfies Readonly<Record<string, Signature>>;

export type KernelName = keyof typeof kernelSignatures;

/** The numbers that a kernel takes, by name. */
export type KernelArguments<Name extends KernelName> = {
  readonly [Parameter in keyof (typeof kernelSignatures)[Name]['takes']]: number;
};

/** The exports of a compiled module. */
export type KernelExports = { readonly [Name in KernelName]: KernelFunction };

/** A kernel: numbers in the order of its signature; the result of `void` is undefined. */
export type KernelFunction = (...numbers: readonly number[]) => number;
