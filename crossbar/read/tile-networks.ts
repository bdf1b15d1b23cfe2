import type { Cells } from '../array/cells.js';
import { createTiles, type Tile } from '../array/tiling.js';
import { panelIndex } from '../kernels/contract/panels.js';
import { createWireNetwork, type WireNetwork } from '../wires/network.js';
import { createWireWorkspace, type WireWorkspace } from '../wires/workspace.js';
import type { ArrayWires } from './array-wires.js';

/** What tiles of one shape take turns on; matrices are [word lines, bit lines], see `Mapping`. */
export interface TileNetwork extends Tile {
  readonly network: WireNetwork;
  readonly workspace: WireWorkspace;
  readonly effectiveS: Float64Array;
  /**
   * Where the network has the cell of word line k and a bit line, both counted from the tile's
   * first.
   */
  readonly at: (k: number, bitLine: number) => number;
}

export interface TileNetworks {
  readonly tiles: readonly TileNetwork[];
  /** Takes note of the conductances of now. */
  readonly look: () => void;
  /** Puts those of a tile into its network. */
  readonly load: (tile: TileNetwork) => void;
}

/**
 * The circuits of an array's tiles, as reads of one way meet them: sources with the drivers'
 * resistance, or what senses, at the word lines' ends, and the other at the bit lines' ends; for
 * the far ends each line in the opposite order. Edge tiles have as many lines as they use. Throws
 * InputError.
 */
export function createTileNetworks(
  cells: Cells,
  options: {
    readonly tile: { readonly wordLines: number; readonly bitLines: number };
    readonly wires: Omit<ArrayWires, 'solveEvery' | 'updateEvery'>;
    readonly way: 'forward' | 'backward';
  },
): TileNetworks {
  const { weights, mapping } = cells;
  const { wordLineOhm, bitLineOhm, driverOhm = 0, senseOhm = 0, backwardEnds = 'near' } = options.wires;
  const isForward = options.way === 'forward';
  const [sourceOhm, loadOhm] = isForward ? [driverOhm, senseOhm] : [senseOhm, driverOhm];
  const isTurned = !isForward && backwardEnds === 'far';
  const sides = { plus: new Float32Array(weights.data.length), minus: new Float32Array(weights.data.length) };
  const shapes = new Map<string, Omit<TileNetwork, keyof Tile>>();
  const shapeOf = ({ inputs, outputs }: Tile) => {
    const [rows, cols] = [inputs.to - inputs.from, mapping.bitLinesUnder(outputs.to - outputs.from)];
    const key = `${rows} x ${cols}`;
    const conductanceS = new Float64Array(rows * cols);
    const shape = shapes.get(key) ?? {
      network: createWireNetwork({ rows, cols, conductanceS, wordLineOhm, bitLineOhm, sourceOhm, loadOhm }),
      workspace: createWireWorkspace(rows, cols),
      effectiveS: new Float64Array(rows * cols),
      at: (k: number, bitLine: number) =>
        isTurned ? (rows - 1 - k) * cols + cols - 1 - bitLine : k * cols + bitLine,
    };
    shapes.set(key, shape);
    return shape;
  };
  return Object.freeze<TileNetworks>({
    tiles: createTiles(weights, options.tile, mapping).map((tile) => ({ ...tile, ...shapeOf(tile) })),
    look() {
      cells.conductanceInto(sides.plus, 'plus', 0);
      cells.conductanceInto(sides.minus, 'minus', 0);
    },
    load({ network, inputs, outputs, at }) {
      const n = outputs.to - outputs.from;
      for (let k = inputs.from; k < inputs.to; k++) {
        for (let row = 0; row < n; row++) {
          const i = panelIndex(weights, outputs.from + row, k);
          network.conductanceS[at(k - inputs.from, mapping.plusLine(row, n))] = sides.plus[i];
          network.conductanceS[at(k - inputs.from, mapping.minusLine(row, n))] = sides.minus[i];
        }
      }
    },
  });
}
