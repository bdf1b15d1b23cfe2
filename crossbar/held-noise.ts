import type { RandomStream } from '../devices/index.js';
import type { Kernels } from './kernels/kernels.js';
import { createPanels } from './kernels/panels.js';
import { type Memory, storedNumbers } from './memory.js';
import type { ReadPanels } from './reading.js';

/** Cells with a read noise that stands still until it is drawn anew: common to all vectors read meanwhile and to both directions. */
export interface HeldNoise extends ReadPanels {
  /** Looks at the cells as they are now, with fresh noise. */
  readonly draw: () => void;
  /** The weights as last drawn, and the draws so far. */
  readonly memory: Memory;
}

/**
 * Noise slower than a phase of relaxation (1/f, telegraph) that is frozen for one: each weight is off by
 * readNoise sqrt(G+^2 + G-^2) / scale xi, what independent noise of both devices makes of it. One normal a weight and draw.
 */
export function createHeldNoise(
  source: () => ReadPanels,
  options: { readNoise: number; kernels: Kernels; random: RandomStream },
): HeldNoise {
  const { readNoise, kernels, random } = options;
  const { rows, cols, data } = source().weights;
  const weights = createPanels(rows, cols, kernels.float32);
  const noise = kernels.float32(data.length);
  const { numbers: clock, values } = storedNumbers({ draws: 0 });
  const draw = () => {
    const now = source();
    weights.data.set(now.weights.data);
    if (!now.squares || readNoise === 0) return;
    kernels.normalInto(noise, { random, step: clock.draws++ });
    const squares = now.squares.data;
    for (let i = 0; i < noise.length; i++) weights.data[i] += readNoise * Math.sqrt(squares[i]) * noise[i];
  };
  draw();
  return Object.freeze<HeldNoise>({ weights, squares: null, draw, memory: [weights.data, values] });
}
