import type { Benchmark } from './benchmark.js';

/** Every benchmark by name, loaded when it is run. */
export const catalogue: Readonly<Record<string, () => Promise<Benchmark>>> = Object.freeze({
  gemm: async () => (await import('./gemm.js')).gemm,
  relaxation: async () => (await import('./relaxation.js')).relaxation,
  equilibrium: async () => (await import('./equilibrium.js')).equilibrium,
  'epoch-ep1': async () => (await import('./epoch-ep1.js')).epochEp1,
  'epoch-ep2': async () => (await import('./epoch-ep2.js')).epochEp2,
  'device-update': async () => (await import('./device-update.js')).deviceUpdate,
  'skip-zeros': async () => (await import('./skip-zeros.js')).skipZeros,
  wires: async () => (await import('./wires.js')).wires,
  'published-devices': async () => (await import('./published-devices.js')).publishedDevicesRank,
  resistive: async () => (await import('./resistive.js')).resistive,
  growth: async () => (await import('./growth.js')).growth,
});
