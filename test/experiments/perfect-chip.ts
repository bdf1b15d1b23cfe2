/**
 * A chip with every imperfection switched off, its devices' full range standing for weights of
 * `weightMax`.
 */
export const perfectChip = (weightMax: number) => ({
  device: {
    model: 'constant-step',
    gMinS: 0,
    gMaxS: 1e-4,
    states: 1_000_000,
    deviceVariation: { step: 0, bounds: 0 },
    cycleNoise: 0,
  },
  array: { levels: 0, weightMax },
  converters: {
    dac: { bits: 24 },
    adc: { bits: 24, range: 64 },
    nudge: { bits: 24 },
    scaling: { noise: 'abs-max' },
  },
  read: { noise: 0, nonlinearity: { kind: 'none' } },
  write: { pulses: 65535 },
  faults: { stuckLow: 0, stuckHigh: 0 },
  homeostasis: { bits: 0, range: 1000, centred: false },
});
