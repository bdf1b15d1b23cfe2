import type { RandomStream } from '../devices/index.js';
import { type AdcOptions, adcSpacing } from './converters/adc.js';
import type { Dac } from './converters/dac.js';
import { createPackedRows, type Kernels, type Span } from './kernels/kernels.js';
import type { Panels } from './kernels/panels.js';

/** The cells as one direction of reading sees them. */
export interface ReadPanels {
  readonly weights: Panels;
  /** Squared conductances in squared units of weight; null without read noise. */
  readonly squares: Panels | null;
}

export interface ReaderOptions {
  readonly inputs: number;
  readonly outputs: number;
  /** Driven lines of each tile along the way of the sum. */
  readonly spans: readonly Span[];
  readonly panels: () => ReadPanels;
  readonly dac: Dac;
  readonly adc: AdcOptions;
  /** sigma(G)/G of a cell, drawn for every read. */
  readonly readNoise: number;
  readonly random: RandomStream;
  readonly kernels: Kernels;
  readonly maxBatch: number;
}

/** out [batch, outputs] from values [batch, inputs]; returns how many conversions saturated. */
export type ArrayReader = (out: Float32Array, values: Float32Array, batch: number) => number;

/**
 * Reads an array in one direction: DAC, cells, noise, ADC, and the sum of the tiles' digital outputs.
 * The noise is drawn in closed form: with independent cells of deviation sigma G, a line's current has the variance
 * sigma^2 sum_j (G+_j^2 + G-_j^2) f(v_j)^2: one more product instead of a draw per cell, equal in distribution.
 */
export function createArrayReader(options: ReaderOptions): ArrayReader {
  const { inputs, outputs, spans, panels, dac, adc, readNoise, random, kernels, maxBatch } = options;
  const drive = kernels.float32(maxBatch * inputs);
  const squaredDrive = kernels.float32(readNoise > 0 ? maxBatch * inputs : 0);
  const partial = kernels.float32(maxBatch * outputs);
  const packed = createPackedRows(kernels, maxBatch, inputs);
  const variance = readNoise > 0 ? kernels.float32(maxBatch * outputs) : null;
  const spacing = adcSpacing(adc);
  let step = 0;

  return (out, values, batch) => {
    const { weights, squares } = panels();
    dac.driveInto(drive, values, batch * inputs);
    if (readNoise > 0) for (let i = 0; i < batch * inputs; i++) squaredDrive[i] = drive[i] * drive[i];
    out.fill(0, 0, batch * outputs);
    let saturated = 0;
    spans.forEach((span, sub) => {
      kernels.packRows(packed, drive, batch, span);
      kernels.multiplyInto(partial, packed, weights);
      if (variance !== null && squares !== null) {
        kernels.packRows(packed, squaredDrive, batch, span);
        kernels.multiplyInto(variance, packed, squares);
      }
      saturated += kernels.digitiseInto(out, partial, {
        count: batch * outputs,
        variance,
        sigma: readNoise,
        range: adc.range,
        spacing,
        draw: { random, step, sub },
      });
    });
    step++;
    return saturated;
  };
}
