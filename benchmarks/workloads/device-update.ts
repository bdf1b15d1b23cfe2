import type { Kernels } from '../../crossbar/index.js';
import { createRandom, softBounds, uniformInto } from '../../devices/index.js';
import { alternate, secondsOf, type Turn } from '../shared/alternate.js';
import type { Benchmark, BenchmarkContext, Outcome } from '../shared/benchmark.js';
import { startPeer } from '../shared/peer.js';
import { findModule, findTorch } from '../shared/python.js';
import { withKernels } from './kernels.js';

const [rows, cols] = [1000, 2000];
const devices = rows * cols;
const cycleNoise = 0.3;
const work = `one pulse, up or down, on each of ${devices} soft-bounds devices with cycle noise ${cycleNoise}, 1 thread; ratio = million devices a second`;

/** Noisy, bounded updates: the write of a whole array. */
export const deviceUpdate: Benchmark = {
  name: 'device-update',
  target: 120,
  run: (context) => withKernels({ ...context, threads: 1 }, (kernels) => measure(kernels, context)),
};

async function measure(kernels: Kernels, { seed, repetitions }: BenchmarkContext): Promise<Outcome> {
  const { ours, arrays } = createDevices(kernels, seed);
  const torch = findTorch();
  const aihwkit = findModule('aihwkit');
  const contestants: Record<string, Turn> = { crossprop: ours };
  const peers = [];
  if ('command' in torch) {
    const peer = startPeer(torch, 'device_update.py', { threads: 1, arrays });
    peers.push(peer);
    contestants[torch.description] = () => peer.time('pulse', { cycleNoise });
  }
  if ('command' in aihwkit) {
    const peer = startPeer(aihwkit, 'aihwkit_update.py', { threads: 1, task: { rows, cols, cycleNoise } });
    peers.push(peer);
    contestants[aihwkit.description] = () => peer.time('pulse');
  }
  try {
    const times = await alternate(contestants, { repetitions });
    const speed = (name: string) => devices / times[name].medianSec / 1e6;
    const peer = Object.keys(contestants).slice(1).join(', ');
    const missing = [torch, aihwkit].flatMap((found) => ('missing' in found ? [found.missing] : []));
    return {
      work,
      peer: peer === '' ? null : peer,
      ...(missing.length > 0 ? { reason: `not installed: ${missing.join('; ')}` } : {}),
      ratio: speed('crossprop'),
      rows: Object.keys(contestants).map((name) => ({
        of: name,
        seconds: times[name].medianSec,
        millionDevicesPerSecond: speed(name),
      })),
    };
  } finally {
    for (const peer of peers) peer.close();
  }
}

/** Devices and signs of their pulses, ours and as the peer takes them. */
function createDevices(kernels: Kernels, seed: number) {
  const random = createRandom(seed);
  const parameters = {
    gMinS: 1e-6,
    gMaxS: 1e-4,
    states: 100,
    cycleNoise,
    deviceVariation: { step: 0.3, bounds: 0.1 },
  };
  const model = softBounds(parameters);
  const state = model.create(devices, random.stream('devices'), kernels.float32);
  const signs = uniformInto(new Float32Array(devices), { random: random.stream('signs'), step: 0 });
  for (let i = 0; i < devices; i++) signs[i] = signs[i] < 0.5 ? -1 : 1;
  const counts = kernels.int32(devices);
  counts.set(signs);
  const shaped = (data: Float32Array) => ({ shape: [devices], data });
  const arrays = {
    g: shaped(state.arrays.conductanceS.slice()),
    low: shaped(state.arrays.gMinS),
    high: shaped(state.arrays.gMaxS),
    up: shaped(state.arrays.stepUpS),
    down: shaped(state.arrays.stepDownS),
    signs: shaped(signs),
  };
  const noise = random.stream('cycle noise');
  const ours: Turn = (round) =>
    secondsOf(() => {
      const draw = { random: noise, step: round + 1 };
      model.pulse(state, counts, { count: devices, firstIndex: 0, draw, kernel: kernels.pulse });
    });
  return { ours, arrays };
}
