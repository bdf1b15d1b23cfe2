import { checkNumber, type RandomStream } from '../../devices/index.js';
import type { Cells, Side } from '../array/cells.js';
import type { Kernels } from '../kernels/contract/kernels.js';
import { panelCount, panelRows } from '../kernels/contract/panels.js';
import type { LinePulses } from './coincidence.js';

/**
 * What pulses do to the devices that share a line with the one they are for. Such a device sees a
 * share of the write voltage (half of it, in the V/2 scheme) for as long, and moves by `disturb` of
 * a pulse in the mean, in the direction of that pulse: the sum over an update is rounded at random
 * to whole pulses. (Selections and their energy are counted in any case, see `WriteAccount`.) Row
 * by row each word line is selected, for up pulses and for down pulses, as often as the device on
 * it that gets most.
 */
export interface HalfSelect {
  /** To be called before the pulses of an update. */
  readonly begin: () => void;
  /**
   * Takes note of the counts of a panel, of G+; G- gets as many of the other sign, where it moves.
   */
  readonly note: (panel: number, counts: Int32Array) => void;
  /**
   * Moves the devices that were half selected; `trains` = the pulses on the lines of an update by
   * coincidence.
   */
  readonly apply: (step: number, trains: LinePulses | null) => void;
}

export interface HalfSelectOptions {
  readonly cells: Cells;
  readonly tile: { readonly wordLines: number; readonly bitLines: number };
  /** Mean change of a half-selected device, as a share of a pulse's, in [0, 1]. */
  readonly disturb: number;
  readonly kernels: Kernels;
  readonly random: RandomStream;
}

/** Throws InputError. */
export function createHalfSelect(options: HalfSelectOptions): HalfSelect {
  const { cells, tile, disturb, kernels, random } = options;
  checkNumber('write.disturb', disturb, { min: 0, max: 1 });
  const { weights, panelSize, mapping } = cells;
  const { rows, cols } = weights;
  const { minusMoves } = mapping;
  const perTile = mapping.outputsOn(tile.bitLines);
  const outputTiles = Math.ceil(rows / perTile);
  const inputTiles = Math.ceil(cols / tile.wordLines);
  const own = new Int32Array(weights.data.length);
  /** Pulses up and down on G+: the most on a word line of a tile, and all on a bit line of one. */
  const word = { up: new Int32Array(outputTiles * cols), down: new Int32Array(outputTiles * cols) };
  const bit = { up: new Int32Array(rows * inputTiles), down: new Int32Array(rows * inputTiles) };
  const expected = kernels.float32(panelSize);
  const counts = kernels.int32(panelSize);

  /** Times that the devices of a panel are half selected by pulses of a direction. */
  const selectionsInto = (
    panel: number,
    side: Side,
    { up, trains }: { up: boolean; trains: LinePulses | null },
  ) => {
    // G- gets what G+ gets with the other sign.
    const direction = up === (side === 'plus') ? 'up' : 'down';
    const sign = direction === 'up' ? 1 : -1;
    for (let i = 0; i < panelSize; i++) {
      const [row, k] = [panel * panelRows + (i % panelRows), Math.floor(i / panelRows)];
      if (row >= rows || k >= cols) {
        expected[i] = 0;
        continue;
      }
      const at = Math.floor(row / perTile) * cols + k;
      const pulsed = Math.max(0, sign * own[panel * panelSize + i]);
      const onWord = minusMoves ? Math.max(word.up[at], word.down[at]) : word[direction][at];
      const onBit = bit[direction][row * inputTiles + Math.floor(k / tile.wordLines)];
      const lines = trains ? trains.word[k] + trains.bit[row] : onWord + onBit;
      expected[i] = lines - 2 * pulsed;
    }
  };

  return Object.freeze<HalfSelect>({
    begin() {
      for (const array of [own, word.up, word.down, bit.up, bit.down]) array.fill(0);
    },
    note(panel, noted) {
      own.set(noted, panel * panelSize);
      for (let i = 0; i < panelSize; i++) {
        const n = noted[i];
        if (n === 0) continue;
        const [row, k] = [panel * panelRows + (i % panelRows), Math.floor(i / panelRows)];
        const direction = n > 0 ? 'up' : 'down';
        const at = Math.floor(row / perTile) * cols + k;
        word[direction][at] = Math.max(word[direction][at], Math.abs(n));
        bit[direction][row * inputTiles + Math.floor(k / tile.wordLines)] += Math.abs(n);
      }
    },
    apply(step, trains) {
      for (let panel = 0; panel < panelCount(rows); panel++) {
        for (const side of minusMoves ? (['plus', 'minus'] as const) : (['plus'] as const)) {
          for (const up of [true, false]) {
            selectionsInto(panel, side, { up, trains });
            const stream = random.stream(`${side}/${up ? 'up' : 'down'}`);
            const firstIndex = panel * panelSize;
            const moved = kernels.roundInto(counts, expected, {
              count: panelSize,
              factor: up ? disturb : -disturb,
              limit: 2 ** 30,
              firstIndex,
              draw: { random: stream, step },
            });
            if (moved === 0) continue;
            const draw = { random: stream.stream('cycle'), step };
            cells.pulse(side, counts, { count: panelSize, firstIndex, draw });
          }
        }
      }
      cells.refresh({ from: 0, to: panelCount(rows) });
    },
  });
}
