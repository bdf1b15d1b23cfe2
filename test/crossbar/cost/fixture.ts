import type { ChipWork, CostTile, ReadWork, WriteWork } from '../../../crossbar/index.js';

export const tile: CostTile = {
  wordLines: 64,
  bitLines: 32,
  meanConductanceS: 5e-5,
  minConductanceS: 1e-6,
  wordLineOhm: 1,
  bitLineOhm: 1,
};

export const read: ReadWork = { direction: 'forward', dacBits: 8, adcBits: 8, meanSquareV2: 4e-3 };

export const write: WriteWork = { pulsedDevices: 100, pulsesPerDevice: 2, slots: 4, order: 'row-by-row' };

export const chip: ChipWork = {
  couplings: [
    { inputs: 100, outputs: 40, forwardReads: 2, backwardReads: 0 },
    { inputs: 40, outputs: 10, forwardReads: 50, backwardReads: 50 },
  ],
  tile: { wordLines: 64, bitLines: 32 },
  gMinS: 1e-6,
  gMaxS: 1e-4,
  wordLineOhm: 1,
  bitLineOhm: 1,
  dacBits: 8,
  adcBits: 8,
  encoding: 'amplitude',
  meanSquareV2: 4e-3,
  nudge: { bits: 8, perImage: 1 },
  writePulses: 31,
  order: 'row-by-row',
  batch: 16,
};
