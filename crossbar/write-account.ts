import type { Kernels } from './kernels/kernels.js';
import type { Panels } from './kernels/panels.js';
import { clearNotes, createWriteNotes, type WriteNotes } from './kernels/write-notes.js';
import type { Mapping } from './mapping.js';
import type { Memory } from './memory.js';
import { tileSpans } from './tiling.js';

/** What writes took so far, summed over all tiles: what `writeExpense` makes energy and time of. */
export interface WriteCounters {
  /** On devices. */
  pulses: number;
  /** Sum of the devices' conductances over these pulses, as they were before their update. */
  pulsedS: number;
  /** Cells on the lines that pulses select, summed over pulse times; a device counts on both of its lines. */
  selectedCells: number;
  /** Pulse times one after another; tiles are written side by side. */
  pulseTimes: number;
}

/** Pulses of an update by coincidence, summed over the lines of either direction and all rows of its outer product. */
export interface TrainCounts {
  readonly wordLinePulses: number;
  readonly bitLinePulses: number;
  /** Slots of all rows. */
  readonly slots: number;
}

export interface WriteAccount {
  /** What the kernels write to. */
  readonly notes: WriteNotes;
  /** To be called before the pulses of a write. */
  readonly begin: () => void;
  /**
   * Adds a write to the counters. Row by row: each word line of a tile is selected for the most pulses that a device on it
   * gets, up and then down, and with each pulse the bit line of its device. By coincidence all rows are written together.
   * `paired`: counts are of G+, and G- gets as many of the other sign.
   */
  readonly end: (counters: WriteCounters, how: { paired: boolean; trains?: TrainCounts }) => void;
  /** The most pulses that any device has taken, and the mean. */
  /** The pulses that each device has taken. */
  readonly memory: Memory;
  readonly wear: () => { readonly mostPulses: number; readonly meanPulses: number };
}

/** Up pulses and down pulses are of opposite sign: each has a pass of its own. */
const passes = 2;

export function createWriteAccount(options: {
  readonly weights: Panels;
  readonly mapping: Mapping;
  readonly tile: { readonly wordLines: number; readonly bitLines: number };
  readonly kernels: Kernels;
}): WriteAccount {
  const { weights, mapping, tile, kernels } = options;
  const { rows, cols, depth } = weights;
  const { minusMoves } = mapping;
  const outputs = mapping.outputsOn(tile.bitLines);
  const notes = createWriteNotes(kernels, weights, { outputs, inputs: tile.wordLines, minusMoves });
  const bitLinesOf = tileSpans(rows, outputs).map(({ from, to }) => mapping.bitLinesUnder(to - from));
  const wordLinesOf = tileSpans(cols, tile.wordLines).map(({ from, to }) => to - from);
  const bitLines = sum(bitLinesOf);
  const lines = bitLinesOf.length * depth;

  /** The most pulses on word line k of tiles o, on any thread. */
  const most = (from: Int32Array, o: number, k: number) => {
    let found = 0;
    for (let at = o * depth + k; at < from.length; at += lines) found = Math.max(found, from[at]);
    return found;
  };

  const byRow = (counters: WriteCounters, paired: boolean) => {
    let longest = 0;
    bitLinesOf.forEach((count, o) => {
      wordLinesOf.forEach((wordLines, i) => {
        let slots = 0;
        for (let k = i * tile.wordLines; k < i * tile.wordLines + wordLines; k++) {
          const [up, down] = [most(notes.up, o, k), most(notes.down, o, k)];
          slots += paired ? passes * Math.max(up, down) : up + down;
        }
        counters.selectedCells += slots * count;
        longest = Math.max(longest, slots);
      });
    });
    counters.pulseTimes += longest;
  };

  return Object.freeze<WriteAccount>({
    notes,
    memory: [notes.plusTaken, ...(notes.minusTaken ? [notes.minusTaken] : [])],
    begin: () => clearNotes(notes),
    end(counters, { paired, trains }) {
      const each = paired ? 2 : 1;
      notes.pulses.forEach((pulses, at) => {
        counters.pulses += each * pulses;
        counters.pulsedS += notes.conductanceS[at];
        if (!trains) counters.selectedCells += each * pulses * (wordLinesOf[at % notes.inputTiles] ?? 0);
      });
      if (!trains) return byRow(counters, paired);
      counters.pulseTimes += passes * trains.slots;
      counters.selectedCells += passes * (trains.wordLinePulses * bitLines + trains.bitLinePulses * cols);
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

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
