import type { RandomStream } from '../../devices/index.js';
import type { CalibratedState } from '../calibration.js';
import { type Adc, type AdcOptions, createAdc, createAdcMemory } from '../converters/adc.js';
import type { Dac, Plane } from '../converters/dac.js';
import type { Kernels } from '../kernels/contract/kernels.js';
import { createPackedTiles } from '../kernels/contract/packed.js';
import type { Panels, Span } from '../kernels/contract/panels.js';
import { readTilesInTurn } from '../kernels/typescript/read-tiles.js';
import { createReferenceNoise, type References } from './reference-noise.js';

/** The cells as one direction of reading sees them. */
export interface ReadPanels {
  readonly weights: Panels;
  /** Squared conductances in squared units of weight; null without read noise. */
  readonly squares: Panels | null;
  /**
   * Of reference columns, whose noise is not in `squares`; null where there are none, and without
   * read noise.
   */
  readonly references: References | null;
}

/**
 * Digital scaling around the converters, as public toolkits have it (Rasch et al. 2021, doi
 * 10.1109/AICAS51828.2021.9458494).
 */
export interface ScalingOptions {
  /**
   * `abs-max`: a vector is divided by its largest magnitude before the DAC, and its outputs
   * multiplied by it.
   */
  readonly noise?: 'none' | 'abs-max';
  /**
   * `iterative`: a vector of which an output clips is read again at half the amplitude, up to 10
   * times.
   */
  readonly bound?: 'none' | 'iterative';
}

export interface ReaderOptions {
  /** `forward` by default. */
  readonly direction?: 'forward' | 'backward';
  readonly inputs: number;
  readonly outputs: number;
  /** Driven lines of each tile along the way of the sum. */
  readonly spans: readonly Span[];
  readonly panels: () => ReadPanels;
  readonly dac: Dac;
  readonly adc: AdcOptions;
  readonly scaling: ScalingOptions;
  /** sigma(G)/G of a cell, drawn for every read. */
  readonly readNoise: number;
  readonly random: RandomStream;
  /** What the fixed errors of converters are drawn from; `random` by default. */
  readonly converters?: RandomStream;
  readonly kernels: Kernels;
  readonly maxBatch: number;
  readonly state: ReaderState;
}

/** What a reader remembers from one read to the next. */
export interface ReaderState extends CalibratedState {
  /** Reads so far, which its random draws depend on: one number. */
  readonly steps: Float64Array;
}

/** Of a reader whose way of the sum leads over so many tiles, `outputs` lines wide. */
export function createReaderState(
  tiles: number,
  { outputs, adc }: { readonly outputs: number; readonly adc: AdcOptions },
): ReaderState {
  return {
    steps: new Float64Array(1),
    dacRange: new Float64Array(1),
    adcs: Array.from({ length: tiles }, () => createAdcMemory(adc, outputs)),
    watched: null,
  };
}

/**
 * What the converters did in a read: of either kind, how many conversions, and how many of them
 * clipped.
 */
export interface ReadCounts {
  readonly inputs: number;
  readonly clippedInputs: number;
  readonly conversions: number;
  readonly saturated: number;
}

/**
 * out [batch, outputs] from values [batch, inputs]; returns what the converters did, nothing while
 * they are calibrated.
 */
export type ArrayReader = (out: Float32Array, values: Float32Array, batch: number) => ReadCounts;

export const noCounts: ReadCounts = Object.freeze({
  inputs: 0,
  clippedInputs: 0,
  conversions: 0,
  saturated: 0,
});

const maxHalvings = 10;

/** Inputs that no converter has touched. */
const asIs: Plane = {
  weight: 1,
  driveInto(out, value, count) {
    out.set(value.subarray(0, count));
    return 0;
  },
};

/**
 * Reads an array in one direction: DAC, cells, noise, ADC, and the sum of the tiles' digital
 * outputs. The noise is drawn in closed form: with independent cells of deviation sigma G, a line's
 * current has the variance sigma^2 sum_j (G+_j^2 + G-_j^2) f(v_j)^2: one more product instead of a
 * draw per cell, equal in distribution. What reference columns add to it is no line's own: see
 * `createReferenceNoise`. Behind wires it is too large: see `WiredCells`.
 */
export function createArrayReader(options: ReaderOptions): ArrayReader {
  const { inputs, outputs, spans, panels, dac, readNoise, random, kernels, maxBatch, state } = options;
  const { noise: noiseManagement = 'none', bound: boundManagement = 'none' } = options.scaling;
  const isScaled = noiseManagement !== 'none' || boundManagement !== 'none';
  const { steps } = state;
  const adcs = createAdcs(options);
  const hasNoise = readNoise > 0 || (options.adc.noise ?? 0) > 0;
  const scaled = kernels.float32(isScaled ? maxBatch * inputs : 0);
  const drive = kernels.float32(maxBatch * inputs);
  const partial = kernels.float32(maxBatch * outputs);
  const plane = kernels.float32(dac.planes.length > 1 ? maxBatch * outputs : 0);
  const packed = createPackedTiles(kernels, maxBatch, { cols: inputs, tiles: spans.length });
  const variance = hasNoise ? kernels.float32(maxBatch * outputs) : null;
  const addReferenceNoise = createReferenceNoise(options);
  const scales = new Float64Array(maxBatch);
  let clippedInputs = 0;
  /** sum += the product of the driven lines, digitised tile by tile. */
  const readTiles = (sum: Float32Array, batch: number, planeNumber: number): number => {
    const { weights, squares, references } = panels();
    const tiles = spans.map((span, tile) => {
      const { range, spacing } = adcs[tile];
      return { span, range: range ?? 1, spacing, sub: planeNumber * spans.length + tile };
    });
    const read = {
      batch,
      packed,
      weights,
      squares: variance && squares,
      partial,
      variance,
      tiles,
      sigma: readNoise,
      draw: { random, step: steps[0] },
    };
    const isFused = references === null && adcs.every(({ isPlain }) => isPlain);
    if (isFused) return kernels.readTiles(sum, drive, read);
    const count = batch * outputs;
    const adjust = (tile: number) => {
      const adc = adcs[tile];
      if (references && variance) addReferenceNoise({ ...read, variance }, tile, { references, drive });
      adc.applyGainAndOffset(partial, batch);
      const { noiseVariance: own, spacing } = adc;
      const range = adc.range ?? 1;
      if (variance === null || own === 0) return { sigma: readNoise, range, spacing };
      const share = readNoise * readNoise;
      for (let i = 0; i < count; i++) variance[i] = own + (squares ? share * variance[i] : 0);
      return { sigma: 1, range, spacing };
    };
    return readTilesInTurn(kernels, { sum, drive, adjust }, read);
  };

  /**
   * out = the noiseless product of what the calibration watches, which is added to what it has
   * seen.
   */
  const watch = (out: Float32Array, values: Float32Array, batch: number): void => {
    const { stage, inputs: sizes, currents } = state.watched!;
    const [count, driven] = [batch * outputs, batch * inputs];
    sizes.add(values, driven, { zeros: false });
    out.fill(0, 0, count);
    for (const { weight, driveInto } of stage === 'inputs' ? [asIs] : dac.planes) {
      driveInto(drive, values, driven);
      for (const [tile, span] of spans.entries()) {
        kernels.packRows(packed, drive, batch, span);
        kernels.multiplyInto(partial, packed, panels().weights);
        currents[tile].add(partial, count, { zeros: true });
        for (let i = 0; i < count; i++) out[i] += weight * partial[i];
      }
    }
  };

  /** Sets ranges that are still open by the noiseless currents of all planes. */
  const calibrate = (values: Float32Array, batch: number): void => {
    dac.calibrate(values, batch * inputs);
    const count = batch * outputs;
    const currents = new Float32Array(dac.planes.length * count);
    for (const [tile, adc] of adcs.entries()) {
      if (adc.range !== null) continue;
      for (const [p, { driveInto }] of dac.planes.entries()) {
        driveInto(drive, values, batch * inputs);
        kernels.packRows(packed, drive, batch, spans[tile]);
        kernels.multiplyInto(partial, packed, panels().weights);
        currents.set(partial.subarray(0, count), p * count);
      }
      adc.calibrate(currents, currents.length);
    }
  };

  /** out = one read of all planes. */
  const readPlanes = (out: Float32Array, values: Float32Array, batch: number): number => {
    const count = batch * outputs;
    if (dac.range === null || adcs.some(({ range }) => range === null)) calibrate(values, batch);
    let saturated = 0;
    out.fill(0, 0, count);
    dac.planes.forEach(({ weight, driveInto }, p) => {
      const clipped = driveInto(drive, values, batch * inputs);
      if (p === 0) clippedInputs += clipped;
      if (dac.planes.length === 1) {
        saturated += readTiles(out, batch, p);
        return;
      }
      saturated += readTiles(plane.fill(0, 0, count), batch, p);
      for (let i = 0; i < count; i++) out[i] += weight * plane[i];
    });
    steps[0]++;
    return saturated;
  };

  /**
   * The same with the vectors divided by scales[b] on their way in, and multiplied by it on their
   * way out.
   */
  const readScaled = (out: Float32Array, values: Float32Array, batch: number): number => {
    for (let i = 0; i < batch * inputs; i++) scaled[i] = values[i] / scales[Math.floor(i / inputs)];
    const saturated = state.watched ? 0 : readPlanes(out, scaled, batch);
    if (state.watched) watch(out, scaled, batch);
    for (let i = 0; i < batch * outputs; i++) out[i] *= scales[Math.floor(i / outputs)];
    return saturated;
  };

  const perVector = dac.planes.length * spans.length * outputs;

  const counted = (reads: number, saturated: number): ReadCounts => {
    const counts = { inputs: reads * inputs, clippedInputs, conversions: reads * perVector, saturated };
    clippedInputs = 0;
    return state.watched ? noCounts : counts;
  };

  return (out, values, batch) => {
    if (!isScaled) {
      if (state.watched) watch(out, values, batch);
      return counted(batch, state.watched ? 0 : readPlanes(out, values, batch));
    }
    for (let b = 0; b < batch; b++) {
      scales[b] = noiseManagement === 'abs-max' ? largest(values, b, inputs) : 1;
    }
    if (boundManagement === 'none' || state.watched) return counted(batch, readScaled(out, values, batch));
    let [saturated, reads] = [0, 0];
    for (const [b, scale] of scales.slice(0, batch).entries()) {
      const row = values.subarray(b * inputs, (b + 1) * inputs);
      const answer = out.subarray(b * outputs, (b + 1) * outputs);
      scales[0] = scale;
      let clipped = readScaled(answer, row, 1);
      reads++;
      for (let left = maxHalvings; clipped > 0 && left > 0; left--, reads++) {
        scales[0] *= 2;
        clipped = readScaled(answer, row, 1);
      }
      saturated += clipped;
    }
    return counted(reads, saturated);
  };
}

/** The converters of every tile along the way of the sum. */
export function createAdcs({
  spans,
  outputs,
  adc,
  random,
  converters = random,
  state,
}: Pick<ReaderOptions, 'spans' | 'outputs' | 'adc' | 'random' | 'converters' | 'state'>): readonly Adc[] {
  return spans.map((_, tile) =>
    createAdc(adc, outputs, {
      random: converters.stream(`adc ${tile}`),
      memory: state.adcs[tile],
    }),
  );
}

/** Largest magnitude of vector b, 1 where all of it is 0. */
function largest(values: Float32Array, b: number, inputs: number): number {
  let most = 0;
  for (let i = b * inputs; i < (b + 1) * inputs; i++) most = Math.max(most, Math.abs(values[i]));
  return most === 0 ? 1 : most;
}
