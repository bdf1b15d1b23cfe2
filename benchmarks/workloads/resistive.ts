import { spawnSync } from 'node:child_process';
import type { Kernels } from '../../crossbar/index.js';
import { createRandom } from '../../devices/index.js';
import { imagesInto, labelsOf, selectImages } from '../../src/data/batches.js';
import { loadMnist } from '../../src/data/sets/mnist.js';
import { createState, type NetworkState } from '../../src/network/network.js';
import { createIdealConductances } from '../../src/network/resistive/conductances.js';
import { createResistiveNetwork } from '../../src/network/resistive/resistive-network.js';
import { sourceVoltages } from '../../src/reference/energy/resistive-energy.js';
import { networkNetlist } from '../../src/reference/netlist.js';
import { createKirchhoff } from '../../src/relax/kirchhoff.js';
import { alternate, secondsOf, type Timing, type Turn } from '../shared/alternate.js';
import { type Benchmark, type BenchmarkContext, check, type Row } from '../shared/benchmark.js';
import { largestDifference } from '../shared/difference.js';
import { type Peer, startPeer } from '../shared/peer.js';
import { findTorch } from '../shared/python.js';
import { withKernels } from './kernels.js';
import { type Exact, exactlySettled } from './resistive-exact.js';

const layers = [784, 100, 10];
const inputGain = 100;
const count = 4;
const beta = 1;
const sizes = [4, 64] as const;
/** Enough for turns of a tenth of a second, in which a processor that has idled comes to speed. */
const images = 8192;
const work = `voltages of ${layers.join('-')} nodes for MNIST images: the input's product, then ${count} sweeps free, ${count} at beta ${beta}, ${count} at -${beta}; ratio = sweeps a second at batch 4 over the peer's`;

/** Resistive networks against PyTorch and ngspice, and the exact solve against sweeps. */
export const resistive: Benchmark = {
  name: 'resistive',
  target: 2,
  run: (context) => withKernels(context, (kernels) => measure(kernels, context)),
};

async function measure(kernels: Kernels, context: BenchmarkContext) {
  const task = createTask(kernels, context.seed);
  const exact = exactlySettled(task);
  const { rows: solves, settleSec } = await exact.contest(context);
  const spice = measureSpice(task, exact, settleSec);
  const torch = findTorch();
  const rows = [...solves, ...spice];
  if ('missing' in torch) return { work, peer: null, reason: torch.missing, ratio: null, rows };
  const peer = startPeer(torch, 'resistive.py', { threads: context.threads, arrays: task.arrays });
  try {
    const ratios: number[] = [];
    for (const batch of sizes) {
      const { row, ratio, difference } = await race(batch, { task, peer, context });
      ratios.push(ratio);
      rows.push(row, check(`largest difference of a voltage, batch ${batch}`, difference, { atMost: 1e-3 }));
    }
    rows.push(check('PyTorch at batch 64, its time over ours', ratios[1]!, { atLeast: 1 }));
    return { work, peer: `${torch.description}, ${context.threads} threads`, ratio: ratios[0]!, rows };
  } finally {
    peer.close();
  }
}

export type ResistiveTask = ReturnType<typeof createTask>;

/** A fresh network and images of MNIST, for us and for the peer. */
function createTask(kernels: Kernels, seed: number) {
  const random = createRandom(seed);
  const matrices: Float32Array[] = [];
  const network = createResistiveNetwork({
    layers,
    kernels,
    random,
    createConductances(values, shape) {
      matrices.push(values);
      return createIdealConductances(values, { ...shape, kernels, maxRows: 64 });
    },
  });
  const { train } = loadMnist();
  const selection = selectImages(train, images, random.stream('images'));
  const x = new Float32Array(images * layers[0]!);
  imagesInto(x, selection);
  for (let i = 0; i < x.length; i++) x[i]! *= inputGain;
  const y = new Float32Array(images * 10);
  labelsOf(selection).forEach((label, i) => {
    y[10 * i + label] = 1;
  });
  const sources = kernels.float32(images * 2 * layers[0]!);
  for (let i = 0; i < images; i++) {
    const pixels = x.subarray(i * layers[0]!, (i + 1) * layers[0]!);
    sources.set(sourceVoltages(pixels, 1), 2 * i * layers[0]!);
  }
  const shared = kernels.float32(y.length);
  shared.set(y);
  return {
    network,
    matrices,
    sources,
    y: shared,
    inputGain,
    arrays: {
      x: { shape: [images, layers[0]!], data: x },
      y: { shape: [images, 10], data: y },
      g0: { shape: [layers[1]!, 2 * layers[0]!], data: matrices[0]! },
      g1: { shape: [layers[2]!, layers[1]!], data: matrices[1]! },
    },
  };
}

/** All images in batches, a turn each; the states of the last batch are compared. */
async function race(
  batch: number,
  { task, peer, context }: { task: ResistiveTask; peer: Peer; context: BenchmarkContext },
) {
  const batches = images / batch;
  const ours = createOurs(task, batch);
  const turns: Record<'ours' | 'peer', Turn> = {
    ours: ours.turn,
    peer: () => peer.time('settle', { batch, batches, count, beta }),
  };
  const times: Readonly<Record<'ours' | 'peer', Timing>> = await alternate(turns, context);
  const theirs = await peer.arrays('states', { batch });
  const difference = Math.max(
    ...(['free', 'plus', 'minus'] as const).map((name) =>
      largestDifference(ours.states[name][1]!.subarray(0, batch * layers[1]!), theirs[name]!.data),
    ),
  );
  const perSec = ({ medianSec }: Timing) => (3 * count * batches) / medianSec;
  const ratio = times.peer.medianSec / times.ours.medianSec;
  const row: Row = {
    batch,
    threads: context.threads,
    sweepsPerSec: perSec(times.ours),
    peerSweepsPerSec: perSec(times.peer),
    ratio,
  };
  return { row, ratio, difference };
}

function createOurs({ network, sources, y }: ResistiveTask, batch: number) {
  const { kernels } = network;
  const { relax } = createKirchhoff(network, { tolerance: 0, maxBatch: batch });
  const state = () => createState(network, batch);
  const states = { free: state(), plus: state(), minus: state() };
  // Images lie ready, as the peer's do.
  const frees = Array.from({ length: images / batch }, (_, i) => [
    sources.subarray(i * batch * 2 * layers[0]!, (i + 1) * batch * 2 * layers[0]!),
    ...states.free.slice(1),
  ]);
  const target = kernels.float32(batch * 10);
  const nudge = (to: NetworkState, strength: number) => {
    for (let l = 1; l < to.length; l++) to[l]!.set(states.free[l]!);
    const nudged = { beta: strength, target };
    relax(to, { batch, steps: count, nudge: nudged, masks: [], reuseInputProduct: true });
  };
  const turn = () =>
    secondsOf(() => {
      frees.forEach((free, i) => {
        for (const layer of states.free.slice(1)) layer.fill(0);
        target.set(y.subarray(10 * i * batch, 10 * (i + 1) * batch));
        relax(free, { batch, steps: count, nudge: null, masks: [] });
        nudge(states.plus, beta);
        nudge(states.minus, -beta);
      });
    });
  return { states, turn };
}

/**
 * ngspice on the same network and one image, its own time of the analysis, against the exact solve.
 */
function measureSpice(task: ResistiveTask, { image, weights }: Exact, settleSec: number): Row[] {
  const netlist = networkNetlist({
    layers: task.network.layers,
    weights,
    biases: layers.slice(1).map((units) => new Float64Array(units)),
    sources: image.sources,
  }).replace('op\n', 'op\nrusage\n');
  const begun = performance.now();
  const { stdout, error } = spawnSync('ngspice', ['-b'], { input: netlist, encoding: 'utf8' });
  const wholeSec = (performance.now() - begun) / 1000;
  if (error) return [{ of: 'ngspice', reason: error.message }];
  const analysisSec = Number(/Total analysis time \(seconds\) = (\S+)/.exec(stdout)?.[1] ?? Number.NaN);
  const found = [...stdout.matchAll(/^v\(n1_\d+\) = (\S+)/gm)].map(([, v]) => Number(v));
  const off = largestDifference(Float32Array.from(image.free[1]!), Float32Array.from(found));
  const largest = Math.max(...image.free[1]!.map(Math.abs));
  return [
    { of: 'ngspice, one image, free', wholeSec, analysisSec, oursSec: settleSec },
    check('ngspice: its analysis over our exact solve', analysisSec / settleSec, { atLeast: 1000 }),
    check('ngspice: largest difference of a hidden voltage, relative', off / largest, { atMost: 1e-6 }),
  ];
}
