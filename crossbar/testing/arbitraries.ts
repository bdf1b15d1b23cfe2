import fc from 'fast-check';
import { createRandom, uniformInto } from '../../devices/index.js';
import { createWireNetwork, type WireNetwork } from '../wires/network.js';
import { pathsOf } from '../wires/paths.js';

export interface NetworkCase {
  readonly rows: number;
  readonly cols: number;
  /** Of everything drawn: conductances, resistances, voltages. */
  readonly seed: number;
  /** Shares of the segments that have 0 ohm, and that are broken. */
  readonly idealShare: number;
  readonly brokenShare: number;
  /** Share of the cells that are open. */
  readonly openShare: number;
  /** Upper bound of the other segments, and the ports. */
  readonly segmentOhm: number;
  readonly sourceOhm: number;
  readonly loadOhm: number;
}

export interface NetworkCaseOptions {
  /** Most lines of each kind, 12 by default. */
  readonly most?: number;
  /** Most that is broken, 0.1 by default. */
  readonly brokenShare?: number;
}

/** Arrays from 1 x 1 on, cells of up to 1 mS, in which some source reaches some ground. */
export function networkCase({ most = 12, brokenShare = 0.1 }: NetworkCaseOptions = {}) {
  const lines = fc.integer({ min: 1, max: most });
  const share = (largest: number) => fc.constantFrom(0, largest / 2, largest);
  return fc
    .record<NetworkCase>({
      rows: lines,
      cols: lines,
      seed: fc.nat(),
      idealShare: share(0.3),
      brokenShare: share(brokenShare),
      openShare: share(0.2),
      segmentOhm: fc.constantFrom(1, 10, 100),
      sourceOhm: fc.constantFrom(0, 25),
      loadOhm: fc.constantFrom(0, 5),
    })
    .filter((given) => pathsOf(networkOf(given)).conducts);
}

/** The network that a case stands for. */
export function networkOf(given: NetworkCase): WireNetwork {
  const { rows, cols, sourceOhm, loadOhm, segmentOhm, openShare } = given;
  const chance = drawsOf(given, 'kind');
  const size = drawsOf(given, 'size');
  const segment = (from: number) => (_: unknown, at: number) => {
    const left = chance[from + at] - given.idealShare;
    return left < 0 ? 0 : left < given.brokenShare ? Infinity : segmentOhm * (0.1 + 0.9 * size[from + at]);
  };
  const matrix = (of: (_: unknown, at: number) => number) => Float64Array.from({ length: rows * cols }, of);
  return createWireNetwork({
    rows,
    cols,
    conductanceS: matrix((_, at) => (chance[at] < openShare ? 0 : 1e-3 * (0.01 + 0.99 * size[at]))),
    wordLineOhm: matrix(segment(rows * cols)),
    bitLineOhm: matrix(segment(2 * rows * cols)),
    sourceOhm,
    loadOhm,
  });
}

/** Source voltages of a case, in [-0.5, 0.5). */
export function voltagesOf(given: NetworkCase): Float64Array {
  return Float64Array.from(drawsOf(given, 'voltages').subarray(0, given.rows), (u) => u - 0.5);
}

function drawsOf({ rows, cols, seed }: NetworkCase, name: string): Float32Array {
  return uniformInto(new Float32Array(3 * rows * cols), { random: createRandom(seed).stream(name), step: 0 });
}
