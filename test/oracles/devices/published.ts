import {
  type Curves,
  exponential,
  linear,
  recurrence,
  shapeBySearch,
  signedExponential,
} from './pulse-curves.js';

/** The mean pulse curves of the published devices, their constants typed in once more. */
export const published: Readonly<Record<string, Curves>> = {
  // up_down 0.259359 makes the down step smaller.
  'reram-es': exponential([-1, 1], {
    up: 0.00135,
    down: 0.00135 * (1 - 0.259359),
    a: -0.5,
    b: -0.5,
    gamma: 5,
    aUp: -1.18445,
    aDown: -0.081404,
  }),
  'reram-sb': linear([-0.75, 1.25], 0.002, 1, 1),
  'reram-array-om': linear([-1, 1], 0.0949, 1, 1),
  'reram-array-hfo2': linear([-1, 1], 0.4622, 1, 1),
  capacitor: linear([-1, 1], 0.005, 0.05, 0.05),
  ecram: linear([-0.8276, 1.1724], 0.002, 0.1153, 0.5085),
  'ecram-mo': linear([-0.8286, 1.1714], 2.8214e-4, 0.4152, 0.7342),
  idealized: recurrence([-1, 1], { up: () => 2e-4, down: () => 2e-4 }),
  'gokmen-vlasov': recurrence([-1, 1], { up: () => 1.6e-3, down: () => 1.6e-3 }),
  pcm: exponential([0, 2], { up: 0.01, down: 0.01, a: -1, b: 0, gamma: 2.5, aUp: -27.235, aDown: -2.235 }),
  'ag-a-si': neurosim(26e6, 12.5, [97, 100], [2.4, -4.88]),
  'taox-tio2': neurosim(5e6, 2, [102, 102], [1.85, -1.79]),
  'taox-hfox': neurosim(100e3, 10, [128, 128], [0.04, -0.63]),
  pcmo: neurosim(23e6, 6.84, [50, 50], [3.68, -6.76]),
  'alox-hfo2': neurosim(16.9e3, 4.43, [40, 40], [1.94, -0.61]),
  'gst-pcm': neurosim(4.71e3, 19.8, [100, 100], [0.105, 2.4]),
  epiram: neurosim(81e3, 50.2, [64, 64], [0.5, -0.5]),
  'hzo-fefet': neurosim(559.28e3, 45, [32, 32], [1.75, 1.46]),
};

function neurosim(
  onOhm: number,
  onOff: number,
  pulses: readonly [number, number],
  nl: readonly [number, number],
) {
  const shape = [shapeBySearch(nl[0], pulses[0]), shapeBySearch(nl[1], pulses[1])] as const;
  return signedExponential([1 / (onOhm * onOff), 1 / onOhm], pulses, shape);
}
