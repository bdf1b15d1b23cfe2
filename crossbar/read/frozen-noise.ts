import type { RandomStream } from '../../devices/index.js';
import { type StoredState, storedNumbers, storedState } from '../array/memory.js';
import type { Kernels } from '../kernels/contract/kernels.js';
import { createPanels, panelIndex } from '../kernels/contract/panels.js';
import type { ReadPanels } from './reading.js';
import type { References } from './reference-noise.js';

/**
 * Cells with a read noise that stands still until it is drawn anew: common to all vectors read
 * meanwhile and to both directions.
 */
export interface FrozenNoise extends ReadPanels {
  /** Looks at the cells as they are now, with fresh noise. */
  readonly draw: () => void;
  /** The weights as last drawn, and the draws so far. */
  readonly memory: StoredState;
}

/**
 * Noise slower than a phase of relaxation (1/f, telegraph) that is frozen for one: each weight is
 * off by readNoise sqrt(G+^2 + G-^2) / scale xi, what independent noise of both devices makes of
 * it. One normal a weight and draw, and one a cell of a reference column, whose noise all weights
 * beside it have in common.
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
