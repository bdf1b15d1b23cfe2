import { checkInteger, checkNumber, UnsettledError } from '../../devices/index.js';
import type { Cells, Side, SideShares } from '../array/cells.js';
import { type StoredState, statesOf, storedNumbers, storedState } from '../array/memory.js';
import type { Kernels } from '../kernels/contract/kernels.js';
import { createPanels, panelCount, panelIndex } from '../kernels/contract/panels.js';
import { effectiveConductanceInto, updateConductanceInto } from '../wires/effective-conductance.js';
import type { ArrayWires } from './array-wires.js';
import type { ReadPanels } from './reading.js';
import { createTileNetworks, type TileNetwork } from './tile-networks.js';

/** Whether a backward read is the transpose of a forward one, by reciprocity. */
export function isReciprocal({
  driverOhm = 0,
  senseOhm = 0,
  backwardEnds = 'near',
}: Pick<ArrayWires, 'driverOhm' | 'senseOhm' | 'backwardEnds'>): boolean {
  return driverOhm === senseOhm && backwardEnds === 'near';
}

/**
 * The cells as seen through the wires of their tiles. Each tile is solved on its physical array,
 * with both devices of a weight on bit lines of it. A cell's effective conductance is
 *
 *   u d G + r
 *
 * where u and d are the attenuation along the cell's own word and bit line, and r is the coupling
 * through the other lines. `solve` computes both exactly; the first read calls it if nothing has
 * before. A write changes G at once. u d is updated to first order at every `updateEvery`th update
 * and r at every `solveEvery`th one. A tile at the edge of the matrix is a smaller circuit: only
 * the lines that it uses.
 *
 * The noise of a cell is assumed to reach only its own line, as sigma u d G V: `squares` holds the
 * squares of u d G. In the circuit, a cell that conducts more also lowers the voltage on its line.
 * The noise of a line is therefore too large, by 0.3 to 0.8 of the share of current that wires and
 * ports take: by 5 to 9 % where they take 14 %, by 16 to 36 % behind ports of 500 ohm that take
 * half. Exact reads have the circuit's noise.
 */
export interface WiredCells {
  /** What reads see of the cells. The first call solves all tiles; throws UnsettledError. */
  readonly readPanels: () => ReadPanels;
  /** Solves all tiles. Throws UnsettledError. */
  readonly solve: () => void;
  /** Updates all tiles to first order. */
  readonly update: () => void;
  /**
   * To be called after an update of the cells; the flags are the packed outer product's, one a
   * panel. Returns whether the effect of the wires was computed anew.
   */
  readonly afterUpdate: (flags: Int32Array) => boolean;
  readonly sharesOf: (side: Side) => SideShares;
  /** What the wires were last found to do; once written, `restored` brings the rest up to date. */
  readonly memory: StoredState;
  readonly restored: () => void;
}

/** A tile with the part r of its cells' effective conductances. */
type WiredTile = TileNetwork & { readonly remainderS: Float64Array };

/** Reads need six digits; the solves stop there. */
const tolerance = 1e-9;

export function createWiredCells(
  cells: Cells,
  options: {
    tile: { readonly wordLines: number; readonly bitLines: number };
    wires: ArrayWires;
    kernels: Kernels;
    way: 'forward' | 'backward';
    /** Whether `sharesOf` is to be asked. */
    sides?: boolean;
  },
): WiredCells {
  const { wires, kernels, sides = false } = options;
  checkNumber('array.wordLineOhm', wires.wordLineOhm, { min: 0 });
  checkNumber('array.bitLineOhm', wires.bitLineOhm, { min: 0 });
  checkInteger('array.wireSolveEvery', wires.solveEvery);
  checkInteger('array.wireUpdateEvery', wires.updateEvery, { min: 1 });
  const { mapping } = cells;
  const { rows, cols, data } = cells.weights;
  const weights = createPanels(rows, cols, kernels.float32);
  const squares = cells.squares && createPanels(rows, cols, kernels.float32);
  const references = cells.references && {
    ...cells.references,
    squares: createPanels(cells.references.outputs.length, cols, kernels.float32),
  };
  const [plusShare, minusShare, rest] = [0, 1, 2].map(() => kernels.float32(data.length));
  const restOf = {
    plus: kernels.float32(sides ? data.length : 0),
    minus: kernels.float32(sides ? data.length : 0),
  };
  const shares = { plusShare, minusShare, rest };
  const { tiles: networks, look, load } = createTileNetworks(cells, options);
  const tiles = networks.map((tile) => ({ ...tile, remainderS: new Float64Array(tile.effectiveS.length) }));
  const { numbers: clock, values: clockValues } = storedNumbers({ updates: 0, solved: 0 });

  const store = ({ network, effectiveS, remainderS, inputs, outputs, at: cellAt }: WiredTile) => {
    const share = (at: number) => {
      const conductanceS = network.conductanceS[at];
      return conductanceS === 0 ? 0 : (effectiveS[at] - remainderS[at]) / conductanceS;
    };
    const n = outputs.to - outputs.from;
    for (let k = inputs.from; k < inputs.to; k++) {
      for (let row = 0; row < n; row++) {
        const i = panelIndex(weights, outputs.from + row, k);
        const plus = cellAt(k - inputs.from, mapping.plusLine(row, n));
        const minus = cellAt(k - inputs.from, mapping.minusLine(row, n));
        plusShare[i] = share(plus);
        minusShare[i] = share(minus);
        rest[i] = (remainderS[plus] - remainderS[minus]) / cells.scaleS;
        if (!sides) continue;
        restOf.plus[i] = remainderS[plus] / cells.scaleS;
        restOf.minus[i] = remainderS[minus] / cells.scaleS;
      }
    }
  };

  const refresh = (from: number, to: number) =>
    cells.differenceInto({ weights, squares }, { from, to }, shares);
  const refreshAll = () => {
    refresh(0, panelCount(rows));
    if (references) cells.referencesInto(references, shares);
  };

  const update = () => {
    if (clock.solved === 0) return solve();
    look();
    for (const tile of tiles) {
      load(tile);
      updateConductanceInto(tile.effectiveS, tile.network, tile);
      store(tile);
    }
    refreshAll();
  };

  const solve = () => {
    look();
    for (const tile of tiles) {
      load(tile);
      const { status, residual } = effectiveConductanceInto(tile.effectiveS, tile.network, {
        ...tile,
        tolerance,
      });
      if (status !== 'settled') {
        const place = `word lines ${tile.inputs.from} to ${tile.inputs.to - 1}, outputs ${tile.outputs.from} to ${tile.outputs.to - 1}`;
        throw new UnsettledError(
          `The wires of the tile of ${place} did not settle (${status}, residual ${residual})`,
        );
      }
      store(tile);
    }
    clock.solved = 1;
    refreshAll();
  };
  const ready = () => {
    if (clock.solved === 0) solve();
  };

  const panels: ReadPanels = { weights, squares, references };

  return Object.freeze<WiredCells>({
    readPanels() {
      ready();
      return panels;
    },
    solve,
    update,
    sharesOf(side) {
      ready();
      return { share: side === 'plus' ? plusShare : minusShare, rest: restOf[side] };
    },
    memory: [
      ...storedState({ plusShare, minusShare, rest, restOfPlus: restOf.plus, restOfMinus: restOf.minus }),
      ...statesOf(
        'tile',
        tiles.map(({ remainderS }) => storedState({ remainderS })),
      ),
      ...storedState({ clock: clockValues }),
    ],
    restored: refreshAll,
    afterUpdate(flags) {
      clock.updates++;
      const isDue = wires.solveEvery > 0 && clock.updates % wires.solveEvery === 0;
      if (isDue || clock.solved === 0) {
        solve();
        return true;
      }
      if (clock.updates % wires.updateEvery === 0) {
        update();
        return true;
      }
      for (let p = 0; p < panelCount(rows); p++) if (flags[p] !== 0) refresh(p, p + 1);
      return false;
    },
  });
}
