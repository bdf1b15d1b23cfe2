import type { WeightMapping } from '../array/mapping.js';
import { type StoredState, storedState } from '../array/memory.js';
import { tileSpans } from '../array/tiling.js';
import type { Kernels } from '../kernels/contract/kernels.js';
import type { Panels } from '../kernels/contract/panels.js';
import {
  clearPulseCounters,
  createPulseCounters,
  type PulseCounters,
} from '../kernels/contract/pulse-counters.js';

/** What writes took so far, summed over all tiles: what `writeExpense` makes energy and time of. */
export interface WriteCounters {
  /** On devices. */
  pulses: number;
  /** Sum of the devices' conductances over these pulses, as they were before their update. */
  pulsedS: number;
  /**
   * Cells on the lines that pulses select, summed over pulse times; a device counts on both of its
   * lines.
   */
  selectedCells: number;
  /** Pulse times one after another; tiles are written side by side. */
  pulseTimes: number;
}

/**
 * Pulses of an update by coincidence, summed over the lines of either direction and all rows of its
 * outer product.
 */
export interface TrainCounts {
  readonly wordLinePulses: number;
  /** Counted once a pair, both of whose bit lines carry them. */
  readonly bitLinePulses: number;
  /** Slots of all rows. */
  readonly slots: number;
}

export interface WriteAccount {
  /** What the kernels write to. */
  readonly notes: PulseCounters;
  /** To be called before the pulses of a write. */
  readonly begin: () => void;
  /**
   * Adds a write to the counters. Row by row: each word line of a tile is selected for the most
   * pulses that a device on it gets, up and then down, and with each pulse the bit line of its
   * device. By coincidence all rows are written together, and all lines carry their trains up and
   * down. `paired`: counts are of G+, and G- gets as many of the other sign.
   */
  readonly end: (counters: WriteCounters, how: { paired: boolean; trains?: TrainCounts }) => void;
  /** The pulses that each device has taken. */
  readonly memory: StoredState;
  /** The most pulses that any device has taken, and the mean. */
  readonly wear: () => { readonly mostPulses: number; readonly meanPulses: number };
}

/** Up pulses and down pulses are of opposite sign: each has a pass of its own. */
const passes = 2;

export function createWriteAccount(options: {
  readonly weights: Panels;
  readonly mapping: WeightMapping;
  readonly tile: { readonly wordLines: number; readonly bitLines: number };
  readonly kernels: Kernels;
}): WriteAccount {
  const { weights, mapping, tile, kernels } = options;
  const { rows, cols, depth } = weights;
  const { minusMoves } = mapping;
  const outputs = mapping.outputsOn(tile.bitLines);
  const notes = createPulseCounters(kernels, weights, { outputs, inputs: tile.wordLines, minusMoves });
  const bitLinesOf = tileSpans(rows, outputs).map(({ from, to }) => mapping.bitLinesUnder(to - from));
  const wordLinesOf = tileSpans(cols, tile.wordLines).map(({ from, to }) => to - from);
  const bitLines = sum(bitLinesOf);
  const lines = bitLinesOf.length * depth;

  const byRow = (counters: WriteCounters, paired: boolean) => {
    const [up, down] = [joinThreads(notes.up, lines), joinThreads(notes.down, lines)];
    let longest = 0;
    bitLinesOf.forEach((count, o) => {
      wordLinesOf.forEach((wordLines, i) => {
        let slots = 0;
        const first = o * depth + i * tile.wordLines;
        for (let at = first; at < first + wordLines; at++) {
          slots += paired ? passes * Math.max(up[at], down[at]) : up[at] + down[at];
        }
        counters.selectedCells += slots * count;
        longest = Math.max(longest, slots);
      });
    });
    counters.pulseTimes += longest;
  };

  return Object.freeze<WriteAccount>({
    notes,
    memory: storedState({ plusTaken: notes.plusTaken, minusTaken: notes.minusTaken }),
    begin: () => clearPulseCounters(notes),
    end(counters, { paired, trains }) {
      const each = paired ? 2 : 1;
      let { pulses, pulsedS, selectedCells } = counters;
      for (let at = 0; at < notes.pulses.length; at++) {
        const taken = each * notes.pulses[at];
        pulses += taken;
        pulsedS += notes.conductanceS[at];
        if (!trains) selectedCells += taken * (wordLinesOf[at % notes.inputTiles] ?? 0);
      }
      Object.assign(counters, { pulses, pulsedS, selectedCells });
      if (!trains) return byRow(counters, paired);
      counters.pulseTimes += passes * trains.slots;
      const onBitLines = each * trains.bitLinePulses;
      counters.selectedCells += passes * (trains.wordLinePulses * bitLines + onBitLines * cols);
    },
    wear() {
      let [mostPulses, total] = [0, 0];
      for (const taken of [notes.plusTaken, notes.minusTaken ?? []]) {
        for (const pulses of taken) {
          if (pulses > mostPulses) mostPulses = pulses;
          total += pulses;
        }
      }
      return { mostPulses, meanPulses: total / (rows * cols * (minusMoves ? 2 : 1)) };
    },
  });
}

/**
 * The most pulses on each of `lines` word lines, by any thread, in the first thread's part of
 * `most`.
 */
function joinThreads(most: Int32Array, lines: number): Int32Array {
  for (let at = lines, line = 0; at < most.length; at++, line = line + 1 === lines ? 0 : line + 1) {
    if (most[at] > most[line]) most[line] = most[at];
  }
  return most;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
