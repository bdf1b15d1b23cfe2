/** The device of a chip whose configuration names none. */
export const defaultDevice = {
  model: 'soft-bounds',
  gMinS: 1e-6,
  gMaxS: 1e-4,
  states: 1000,
  upDownAsymmetry: 0,
  deviceVariation: { step: 0.3, bounds: 0.1 },
  cycleNoise: 0.3,
} as const;
