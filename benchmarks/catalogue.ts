import type { Benchmark } from './shared/benchmark.js';

/** Every benchmark by name, loaded when it is run. */
export const catalogue: Readonly<Record<string, () => Promise<Benchmark>>> = Object.freeze({
  gemm: async () => (await import('./workloads/gemm.js')).gemm,
  relaxation: async () => (await import('./workloads/relaxation.js')).relaxation,
  equilibrium: async () => (await import('./shared/equilibrium.js')).equilibrium,
  'epoch-ep1': async () => (await import('./workloads/epoch-ep1.js')).epochEp1,
  'epoch-ep2': async () => (await import('./workloads/epoch-ep2.js')).epochEp2,
  'device-update': async () => (await import('./workloads/device-update.js')).deviceUpdate,
  'skip-zeros': async () => (await import('./workloads/skip-zeros.js')).skipZeros,
  wires: async () => (await import('./workloads/wires.js')).wires,
  'published-devices': async () => (await import('./workloads/published-devices.js')).publishedDevicesRank,
  resistive: async () => (await import('./workloads/resistive.js')).resistive,
  growth: async () => (await import('./workloads/growth.js')).growth,
});
