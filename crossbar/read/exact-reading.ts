import {
  type CurrentVoltage,
  InputError,
  linearCurrent,
  normalInto,
  type RandomStream,
  UnsettledError,
} from '../../devices/index.js';
import type { Side } from '../array/cells.js';
import type { WeightMapping } from '../array/mapping.js';
import type { AdcOptions } from '../converters/adc.js';
import { createDac, type DacOptions } from '../converters/dac.js';
import type { Kernels } from '../kernels/contract/kernels.js';
import type { Span } from '../kernels/contract/panels.js';
import { backwardNetwork } from '../wires/backward.js';
import { solveNetwork } from '../wires/solve.js';
import { type ArrayReader, createAdcs, noCounts, type ReaderState } from './reading.js';
import type { TileNetwork, TileNetworks } from './tile-networks.js';

export interface ExactReaderOptions {
  readonly direction: 'forward' | 'backward';
  /** Lines of one side alone, forward; null = their differences. */
  readonly side: Side | null;
  readonly inputs: number;
  readonly outputs: number;
  readonly spans: readonly Span[];
  readonly networks: TileNetworks;
  readonly currentVoltage: CurrentVoltage;
  readonly mapping: WeightMapping;
  /** Whether references are no devices, and so have no noise. */
  readonly fixedReference: boolean;
  /** Siemens a unit of weight. */
  readonly scaleS: number;
  readonly dac: DacOptions;
  readonly adc: AdcOptions;
  readonly readNoise: number;
  readonly random: RandomStream;
  readonly converters?: RandomStream;
  readonly kernels: Kernels;
  readonly maxBatch: number;
  readonly state: ReaderState;
}

/**
 * Reads an array whose cells are curved and whose wires are not ideal: every vector is a solve of
 * every tile's circuit, by Newton's method, with read noise drawn for each cell. What
 * `createArrayReader` approximates by the curve at the line's voltage and a linear map. O(cells)
 * for a vector, with a large constant. Throws InputError for an encoding other than by amplitude,
 * UnsettledError.
 */
export function createExactReader(options: ExactReaderOptions): ArrayReader {
  const { direction, inputs, outputs, spans, networks, dac, readNoise, random, kernels, maxBatch } = options;
  if ((dac.encoding ?? 'amplitude') !== 'amplitude') {
    throw new InputError(`Exact reads need dac.encoding amplitude (got ${dac.encoding})`);
  }
  const { state } = options;
  const { steps, dacRange } = state;
  const converter = createDac(dac, linearCurrent, dacRange);
  const [{ driveInto }] = converter.planes;
  const adcs = createAdcs(options);
  const levels = new Float32Array(maxBatch * inputs);
  const partial = kernels.float32(maxBatch * outputs);
  const adcNoise = (options.adc.noise ?? 0) > 0 ? kernels.float32(maxBatch * outputs) : null;
  /** Takes the noise from a reference that is no device. */
  const withoutReferenceNoise = ({ network, inputs, outputs, at }: TileNetwork, quiet: Float64Array) => {
    const line = options.mapping.minusLine(0, outputs.to - outputs.from);
    for (let k = 0; k < inputs.to - inputs.from; k++) network.conductanceS[at(k, line)] = quiet[at(k, line)];
  };
  const alongOf = (tile: TileNetwork) => (direction === 'forward' ? tile.inputs : tile.outputs);

  /** partial [batch, outputs] += what a tile gives. */
  const readTile = (tile: TileNetwork, number: number, batch: number) => {
    networks.load(tile);
    const { conductanceS } = tile.network;
    const quiet = conductanceS.slice();
    const xi = new Float32Array(readNoise > 0 ? quiet.length : 0);
    for (let b = 0; b < batch; b++) {
      if (readNoise > 0 && !state.watched) {
        normalInto(xi, { random: random.stream(`tile ${number}`), step: steps[0], sub: b });
        for (let at = 0; at < quiet.length; at++) conductanceS[at] = quiet[at] * (1 + readNoise * xi[at]);
        if (options.fixedReference) withoutReferenceNoise(tile, quiet);
      }
      const values = levels.subarray(b * inputs, (b + 1) * inputs);
      const answer = partial.subarray(b * outputs, (b + 1) * outputs);
      tileCurrentsInto(answer, tile, values, { ...options, dac: withRange(dac, converter.range) });
    }
  };

  return (out, values, batch) => {
    const count = batch * outputs;
    const { watched } = state;
    if (!watched) converter.calibrate(values, batch * inputs);
    watched?.inputs.add(values, batch * inputs, { zeros: false });
    const clippedInputs = driveInto(levels, values, batch * inputs);
    // A calibration of the inputs has no range yet.
    if (watched?.stage === 'inputs') levels.set(values.subarray(0, batch * inputs));
    networks.look();
    out.fill(0, 0, count);
    let saturated = 0;
    spans.forEach((span, s) => {
      partial.fill(0);
      networks.tiles.forEach((tile, number) => {
        if (alongOf(tile).from === span.from) readTile(tile, number, batch);
      });
      if (watched) {
        watched.currents[s].add(partial, count, { zeros: true });
        for (let i = 0; i < count; i++) out[i] += partial[i];
        return;
      }
      const adc = adcs[s];
      adc.calibrate(partial, count);
      adc.applyGainAndOffset(partial, batch);
      adcNoise?.fill(adc.noiseVariance);
      saturated += kernels.digitiseInto(out, partial, {
        count,
        variance: adcNoise,
        sigma: 1,
        spacing: adc.spacing,
        range: adc.range ?? 1,
        draw: { random, step: steps[0], sub: s },
      });
    });
    if (watched) return noCounts;
    steps[0]++;
    return { inputs: batch * inputs, clippedInputs, saturated, conversions: count * spans.length };
  };
}

/** The DAC of a known range as one whose full voltage stands for an input of 1. */
export function withRange(dac: DacOptions, range: number | null): DacOptions {
  return { ...dac, voltageV: dac.voltageV / (range ?? 1) };
}

/**
 * out [outputs of the array] += the currents of a tile, in units of weight, for `levels` [inputs of
 * the array] in units of the DAC's full scale.
 */
export function tileCurrentsInto(
  out: Float32Array,
  { network, inputs, outputs, at }: TileNetwork,
  levels: Float32Array,
  options: Pick<ExactReaderOptions, 'direction' | 'side' | 'currentVoltage' | 'mapping' | 'scaleS' | 'dac'>,
): void {
  const { direction, side, currentVoltage, mapping, scaleS, dac } = options;
  const n = outputs.to - outputs.from;
  const unitA = scaleS * dac.voltageV;
  if (direction === 'forward') {
    const voltageV = Array.from(levels.subarray(inputs.from, inputs.to), (level) => level * dac.voltageV);
    const { currentA } = settled(network, voltageV, currentVoltage);
    for (let row = 0; row < n; row++) {
      const plusA = side === 'minus' ? 0 : currentA[mapping.plusLine(row, n)];
      const minusA = side === 'plus' ? 0 : currentA[mapping.minusLine(row, n)];
      out[outputs.from + row] += (side === 'minus' ? minusA : plusA - minusA) / unitA;
    }
    return;
  }
  const { rows, cols } = network;
  const [bitLineV, wordLines] = [new Float64Array(cols), inputs.to - inputs.from];
  for (let row = 0; row < n; row++) {
    const lineV = levels[outputs.from + row] * dac.voltageV;
    bitLineV[at(0, mapping.plusLine(row, n)) % cols] += lineV;
    bitLineV[at(0, mapping.minusLine(row, n)) % cols] -= lineV;
  }
  // The array seen from its grounds has its lines in the opposite order.
  const { currentA } = settled(backwardNetwork(network), Array.from(bitLineV).reverse(), currentVoltage);
  for (let k = 0; k < wordLines; k++) {
    out[inputs.from + k] += currentA[rows - 1 - Math.floor(at(k, 0) / cols)] / unitA;
  }
}

function settled(
  network: TileNetwork['network'],
  voltageV: readonly number[],
  currentVoltage: CurrentVoltage,
) {
  const solution = solveNetwork(network, voltageV, { currentVoltage, tolerance: 1e-9 });
  if (solution.status === 'settled') return solution;
  const { status, residual } = solution;
  throw new UnsettledError(`A read of a tile did not settle (${status}, residual ${residual})`);
}
