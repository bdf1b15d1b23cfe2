import {
  createWireNetwork,
  createWireWorkspace,
  effectiveConductanceInto,
  solveNetwork,
  updateConductanceInto,
  type WireNetwork,
} from '../../crossbar/index.js';
import { createRandom, uniformInto } from '../../devices/index.js';
import { alternate, secondsOf } from '../shared/alternate.js';
import { type Benchmark, type BenchmarkContext, check, type Row } from '../shared/benchmark.js';
import { startPeer } from '../shared/peer.js';
import { type FoundPython, findModule } from '../shared/python.js';
import { measureLayer } from './wired-layer.js';

const ohm = 1;
const tolerance = 1e-10;
const sizes = [64, 128, 256];
/** The size that `ratio` and the whole map are of. */
const tile = 128;
const work = `voltages and currents of ${sizes.join(', ')} lines a side, ${ohm} ohm a segment, cells of 10 to 100 kohm, to a residual of ${tolerance}, 1 thread; ratio = that of ${tile}`;

/**
 * Arrays with wire resistance: one solve against a sparse direct one, the whole map, and its update
 * after writes.
 */
export const wires: Benchmark = {
  name: 'wires',
  target: 10,
  async run(context) {
    const scipy = findModule('scipy');
    const rows: Row[] = [];
    let ratio: number | null = null;
    for (const size of sizes) {
      const measured = await measureSolve(size, scipy, context);
      rows.push(...measured.rows);
      if (size === tile) ratio = measured.ratio;
    }
    rows.push(...(await measureMap(context)), ...measureLossy(context), ...(await measureLayer(context)));
    const missing = 'missing' in scipy;
    const peer = missing ? null : `${scipy.description}: SuperLU, minimum degree, factor and solve`;
    return { work, peer, ...(missing ? { reason: scipy.missing } : {}), ratio, rows };
  },
};

async function measureSolve(size: number, scipy: FoundPython, { seed, repetitions }: BenchmarkContext) {
  const { network, voltageV, arrays } = task(size, { seed, largestS: 1e-4 });
  const workspace = createWireWorkspace(size, size);
  let solution = solveNetwork(network, voltageV, { tolerance, workspace });
  const ours = () =>
    secondsOf(() => {
      solution = solveNetwork(network, voltageV, { tolerance, workspace });
    });
  if ('missing' in scipy) {
    const times = await alternate({ ours }, { repetitions });
    return { ratio: null, rows: [{ size, oursSec: times.ours.medianSec, peerSec: null }] };
  }
  const peer = startPeer(scipy, 'wires.py', { threads: 1, arrays, task: { ohm } });
  try {
    const times = await alternate({ ours, peer: () => peer.time('solve') }, { repetitions });
    const { i } = await peer.arrays('currents');
    const mostA = Math.max(...i.data);
    const error = Math.max(...i.data.map((current, j) => Math.abs(current - solution.currentA[j]) / mostA));
    const [oursSec, peerSec] = [times.ours.medianSec, times.peer.medianSec];
    const ratio = peerSec / oursSec;
    const row = { size, iterations: solution.iterations, oursSec, peerSec, ratio };
    return {
      ratio,
      rows: [row, check(`difference of a current, ${size} (the peer's in f32)`, error, { atMost: 1e-6 })],
    };
  } finally {
    peer.close();
  }
}

/** The linear map of a tile, and its first-order update after 1 % of the cells were written. */
async function measureMap({ seed, repetitions }: BenchmarkContext): Promise<Row[]> {
  const { network } = task(tile, { seed, largestS: 1e-4 });
  const { network: other } = task(tile, { seed: seed + 1, largestS: 1e-4 });
  const workspace = createWireWorkspace(tile, tile);
  const [map, remainderS, exact] = [0, 1, 2].map(() => new Float64Array(tile * tile)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const full = () => effectiveConductanceInto(map, network, { workspace, remainderS, tolerance });
  full();
  const { conductanceS } = network;
  for (let at = 0; at < conductanceS.length; at += 100) conductanceS[at] = other.conductanceS[at];
  effectiveConductanceInto(exact, network, { workspace, tolerance });
  const old = map.slice();
  const update = () => updateConductanceInto(map, network, { workspace, remainderS });
  update();
  const error = distance(map, exact) / distance(old, exact);
  const times = await alternate(
    { full: () => secondsOf(full), update: () => secondsOf(update) },
    { repetitions },
  );
  const [fullSec, updateSec] = [times.full.medianSec, times.update.medianSec];
  return [
    check(`seconds of the whole map, ${tile}`, fullSec, { atMost: 5 }),
    check('update over the whole map, time', updateSec / fullSec, { atMost: 0.1 }),
    check('error of the update, as a share of the change', error, { atMost: 0.02 }),
  ];
}

/** Cells of 1 kohm, of whose current the wires of a large array take nearly all. */
function measureLossy({ seed }: BenchmarkContext): Row[] {
  const { network, voltageV } = task(512, { seed, largestS: 1e-3 });
  let solution = null as ReturnType<typeof solveNetwork> | null;
  const seconds = secondsOf(() => {
    solution = solveNetwork(network, voltageV, { tolerance });
  });
  const { status, iterations, residual } = solution!;
  return [{ size: 512, cellsOhm: 1000, status, iterations, residual, seconds }];
}

function task(size: number, { seed, largestS }: { readonly seed: number; readonly largestS: number }) {
  const random = createRandom(seed);
  const cells = uniformInto(new Float32Array(size * size), { random: random.stream('cells'), step: size });
  for (let at = 0; at < cells.length; at++) cells[at] = largestS * (0.1 + 0.9 * cells[at]);
  const voltages = uniformInto(new Float32Array(size), { random: random.stream('voltages'), step: size });
  const network: WireNetwork = createWireNetwork({
    rows: size,
    cols: size,
    conductanceS: Float64Array.from(cells),
    wordLineOhm: ohm,
    bitLineOhm: ohm,
  });
  const arrays = { g: { shape: [size, size], data: cells }, v: { shape: [size], data: voltages } };
  return { network, voltageV: Float64Array.from(voltages), arrays };
}

function distance(a: Float64Array, b: Float64Array): number {
  return Math.sqrt(a.reduce((sum, value, at) => sum + (value - b[at]) ** 2, 0));
}
