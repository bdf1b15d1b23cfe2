import { checkInteger, InputError } from '../../devices/index.js';
import { createDriftCompensation } from '../drift-compensation.js';
import { panelCount, unpackInto } from '../kernels/contract/panels.js';
import { createArrayReads } from '../read/array-reads.js';
import { type ArrayReader, noCounts } from '../read/reading.js';
import type { ArrayOptions, Crossbar } from '../types.js';
import { createWriteAccount } from '../write/write-account.js';
import { checkMatrix, createArrayWriter } from '../write/writing.js';
import { createCells } from './cells.js';
import { countConductances } from './conductance-counts.js';
import { createCounters, createWrites } from './counters.js';
import { stateUnder, storedState } from './memory.js';
import { createTiles, utilisation } from './tiling.js';

/** See `createCrossbar`. Throws InputError. */
export function createArray(options: ArrayOptions): Crossbar {
  const { rows, cols, device, tile, random, kernels, maxBatch } = options;
  for (const [name, value] of Object.entries({ rows, cols, maxBatch, 'tile.wordLines': tile.wordLines })) {
    checkInteger(name, value, { min: 1 });
  }
  checkInteger('tile.bitLines (a weight needs two)', tile.bitLines, { min: 2 });
  if (options.mapping === 'single' && options.wires) {
    throw new InputError('array.mapping single needs ideal wires, null');
  }
  const cells = createCells({ ...options, random: random.stream('cells') });
  const account = createWriteAccount({ ...cells, tile, kernels });
  const { writes, memory: written } = createWrites();
  const writer = createArrayWriter(cells, device, {
    ...options,
    random: random.stream('write'),
    maxRows: maxBatch,
    account,
    writes,
  });
  const reads = createArrayReads(cells, options, random);
  const { reference } = reads;
  const compensation =
    reference &&
    createDriftCompensation({
      read: reference,
      rows,
      cols,
      maxBatch,
      kernels,
      random: random.stream('drift compensation'),
    });
  const { numbers: counters, values: counted } = createCounters();

  const count = (counts: ReturnType<ArrayReader>, isBackward: boolean) => {
    const { conversions, saturated } = counts;
    counters.inputs += counts.inputs;
    counters.clippedInputs += counts.clippedInputs;
    counters.conversions += conversions;
    counters.saturated += saturated;
    if (!isBackward) return;
    counters.backwardConversions += conversions;
    counters.backwardSaturated += saturated;
  };

  return Object.freeze<Crossbar>({
    rows,
    cols,
    device,
    counters,
    writes,
    wear: account.wear,
    tiles: Object.freeze({
      count: createTiles({ rows, cols }, tile, cells.mapping).length,
      utilisation: utilisation({ rows, cols }, tile, cells.mapping),
    }),
    forwardInto(out, pre, batch) {
      const counts = reads.forward(out, pre, batch);
      count(counts, false);
      compensation?.applyTo(out, batch * rows);
      if (counts !== noCounts) counters.forwardReads += batch;
    },
    backwardInto(out, post, batch) {
      if (!device.currentVoltage.odd) {
        const curve = device.currentVoltage.name;
        throw new InputError(`A differential pair read backward needs an odd I-V curve (got ${curve})`);
      }
      const counts = reads.backward(out, post, batch);
      count(counts, true);
      compensation?.applyTo(out, batch * cols);
      if (counts !== noCounts) counters.backwardReads += batch;
    },
    update(product) {
      counters.pulsedDevices += writer.update(product, reads.written);
      counters.updates++;
    },
    drawNoise: reads.drawNoise,
    calibrate: reads.calibrate,
    program(matrix) {
      checkMatrix('weights', matrix, options);
      writer.program(matrix);
      reads.programmed();
      compensation?.forget();
    },
    setTime(timeSec) {
      compensation?.remember();
      cells.setTime(timeSec);
      cells.refresh({ from: 0, to: panelCount(rows) });
      reads.aged();
      compensation?.update();
    },
    approximationError: (pre, tiles = 16) => reads.approximationError(pre, tiles),
    asymmetry: reads.asymmetry,
    conductances: (bins) => countConductances(cells, { rows, cols, toS: 1.1 * device.gMaxS, bins }),
    weightsInto: (out) => unpackInto(out, cells.weights),
    memory: Object.freeze([
      ...stateUnder('cells', cells.memory),
      ...stateUnder('writer', writer.memory),
      ...stateUnder('pulses', account.memory),
      ...stateUnder('writes', written),
      ...stateUnder('reads', reads.memory),
      ...stateUnder('drift compensation', compensation?.memory),
      ...storedState({ counters: counted }),
    ]),
    restored() {
      cells.restored();
      reads.restored();
    },
  });
}
