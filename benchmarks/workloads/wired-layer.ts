import { createCells } from '../../crossbar/array/cells.js';
import { tileSpans } from '../../crossbar/array/tiling.js';
import { createDac } from '../../crossbar/converters/dac.js';
import type { Kernels } from '../../crossbar/index.js';
import { createArrayReader, createReaderState, type ReadPanels } from '../../crossbar/read/reading.js';
import { createWiredCells } from '../../crossbar/read/wired-cells.js';
import { createRandom, linearCurrent, softBounds, uniformInto, withReadNoise } from '../../devices/index.js';
import { createIdealCoupling } from '../../src/network/couplings/ideal-coupling.js';
import { alternate, secondsOf } from '../shared/alternate.js';
import { type BenchmarkContext, check, type Row } from '../shared/benchmark.js';
import { withKernels } from './kernels.js';

const [rows, cols, batch] = [2000, 784, 16];
const tile = { wordLines: 128, bitLines: 128 };
const wires = { wordLineOhm: 1, bitLineOhm: 1, solveEvery: 0, updateEvery: 1 };
const readNoise = 0.01;
const device = withReadNoise(softBounds({ gMinS: 1e-6, gMaxS: 1e-4, states: 1000 }), readNoise);

/**
 * A layer of 784-2000 pairs on tiles with wires: finding its effective conductances, following
 * writes, and reading.
 */
export function measureLayer(context: BenchmarkContext): Promise<Row[]> {
  const { seed, threads, repetitions, log } = context;
  return withKernels(context, async (kernels) => {
    const random = createRandom(seed);
    const cells = createCells({ rows, cols, device, weightMax: 0.3, tile, random, kernels });
    const wired = createWiredCells(cells, { tile, wires, kernels, way: 'forward' });
    for (const side of ['plus', 'minus'] as const) scatter(cells[side].arrays.conductanceS, side, seed);
    log('  784-2000 pairs on 128 x 128 tiles');
    const solveSec = secondsOf(wired.solve);
    const old = wired.readPanels().weights.data.slice();
    rewrite(cells.plus.arrays.conductanceS, seed + 1);
    const updateSec = secondsOf(wired.update);
    const followed = wired.readPanels().weights.data.slice();
    wired.solve();
    const error =
      distance(followed, wired.readPanels().weights.data) / distance(old, wired.readPanels().weights.data);
    const reads = await timeReads({ cells, wired: wired.readPanels() }, { kernels, seed, repetitions });
    const { ideal, unwired, behindWires } = reads;
    return [
      { layer: `${cols}-${rows}`, tile: '128 x 128', solveSec, updateSec, threads },
      check('layer: first-order update over full refresh, time', updateSec / solveSec, { atMost: 0.1 }),
      check('layer: error of the update, as a share of the change', error, { atMost: 0.05 }),
      check('a cached read over the same read without wires', behindWires / unwired, { atMost: 1.2 }),
      check('8 bits, wires and noise over the ideal layer, a read', behindWires / ideal, { atMost: 3 }),
    ];
  });
}

async function timeReads(
  panels: { readonly cells: ReadPanels; readonly wired: ReadPanels },
  { kernels, seed, repetitions }: { kernels: Kernels; seed: number; repetitions: number },
) {
  const random = createRandom(seed);
  const values = uniformInto(kernels.float32(batch * cols), { random: random.stream('x'), step: 0 });
  const out = kernels.float32(batch * rows);
  const adc = { bits: 8, range: 2 };
  const reader = (of: ReadPanels) =>
    createArrayReader({
      inputs: cols,
      outputs: rows,
      spans: tileSpans(cols, tile.wordLines),
      panels: () => of,
      dac: createDac({ bits: 8, voltageV: 0.2 }, linearCurrent),
      adc,
      scaling: {},
      readNoise,
      random: random.stream('read'),
      kernels,
      maxBatch: batch,
      state: createReaderState(tileSpans(cols, tile.wordLines).length, { outputs: rows, adc }),
    });
  const [unwired, behindWires] = [reader(panels.cells), reader(panels.wired)];
  const coupling = createIdealCoupling(new Float32Array(rows * cols).fill(0.01), {
    pre: cols,
    post: rows,
    kernels,
    maxRows: batch,
  });
  const turn = (read: () => unknown) => () => secondsOf(() => void Array.from({ length: 10 }, read));
  const times = await alternate(
    {
      ideal: turn(() => coupling.forwardInto(out, values, batch)),
      unwired: turn(() => unwired(out, values, batch)),
      behindWires: turn(() => behindWires(out, values, batch)),
    },
    { repetitions: Math.max(repetitions, 9) },
  );
  return {
    ideal: times.ideal.medianSec,
    unwired: times.unwired.medianSec,
    behindWires: times.behindWires.medianSec,
  };
}

function scatter(conductanceS: Float32Array, name: string, seed: number): void {
  uniformInto(conductanceS, { random: createRandom(seed).stream(name), step: 0 });
  for (let i = 0; i < conductanceS.length; i++) conductanceS[i] = 1e-6 + 9.9e-5 * conductanceS[i];
}

/** New conductances for 1 % of the devices. */
function rewrite(conductanceS: Float32Array, seed: number): void {
  const next = conductanceS.slice();
  scatter(next, 'rewritten', seed);
  for (let i = 0; i < conductanceS.length; i += 100) conductanceS[i] = next[i];
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0));
}
