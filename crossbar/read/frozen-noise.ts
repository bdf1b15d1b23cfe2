import type { RandomStream } from '../../devices/index.js';
import { type StoredState, storedNumbers, storedState } from '../array/memory.js';
import type { Kernels } from '../kernels/contract/kernels.js';
import { createPanels, panelIndex } from '../kernels/contract/panels.js';
import type { ReadPanels } from './reading.js';
import type { References } from './reference-noise.js';

/**
 * The weights of an array with read noise that stays the same until the next `draw`: every vector
 * and both directions read the same noisy weights. In a configuration this is `read.frozen`, in the
 * options of a crossbar `noise: 'held'`.
 */
export interface FrozenNoise extends ReadPanels {
  /** Copies the current weights of the cells and adds new noise to them. */
  readonly draw: () => void;
  /** The weights as last drawn, and the draws so far. */
  readonly memory: StoredState;
}

/**
 * Models noise that is slower than a phase of relaxation, such as 1/f or telegraph noise. A draw
 * gives every weight the error
 *
 *   readNoise sqrt(G+^2 + G-^2) / scaleS xi,   xi standard normal,
 *
 * which has the distribution that independent noise of both devices has. A reference column takes
 * one normal per cell: its noise is the same for all weights that share the cell. Between draws the
 * weights do not follow updates, programming or the clock.
 */
export function createFrozenNoise(
  source: () => ReadPanels,
  options: { readNoise: number; kernels: Kernels; random: RandomStream },
): FrozenNoise {
  const { readNoise, kernels, random } = options;
  const { rows, cols, data } = source().weights;
  const referenceNoise = kernels.float32(source().references?.squares.data.length ?? 0);
  const weights = createPanels(rows, cols, kernels.float32);
  const noise = kernels.float32(data.length);
  const ofReferences = random.stream('reference');
  const subtractReferences = ({ squares, outputs }: References, step: number) => {
    kernels.normalInto(referenceNoise, { random: ofReferences, step });
    outputs.forEach(({ from, to }, tile) => {
      for (let col = 0; col < cols; col++) {
        const i = panelIndex(squares, tile, col);
        const off = readNoise * Math.sqrt(squares.data[i]) * referenceNoise[i];
        for (let row = from; row < to; row++) weights.data[panelIndex(weights, row, col)] -= off;
      }
    });
  };
  const { numbers: clock, values } = storedNumbers({ draws: 0 });
  const draw = () => {
    const now = source();
    weights.data.set(now.weights.data);
    if (!now.squares || readNoise === 0) return;
    const step = clock.draws++;
    kernels.normalInto(noise, { random, step });
    const squares = now.squares.data;
    for (let i = 0; i < noise.length; i++) weights.data[i] += readNoise * Math.sqrt(squares[i]) * noise[i];
    if (now.references) subtractReferences(now.references, step);
  };
  draw();
  return Object.freeze<FrozenNoise>({
    weights,
    squares: null,
    references: null,
    draw,
    memory: storedState({ weights: weights.data, draws: values }),
  });
}
