import { checkNumber } from '../../devices/index.js';
import type { WriteCounters } from '../write/write-account.js';
import { type Bill, createBill } from './bill.js';
import type { CostParameters } from './parameters.js';
import type { CostTile } from './tile.js';

export interface WriteWork {
  /** Devices that get pulses in the update, and how many each gets in the mean. */
  readonly pulsedDevices: number;
  readonly pulsesPerDevice: number;
  /** Pulses of either sign that a line is selected for: the most that a device on it gets. */
  readonly slots: number;
  /**
   * `row-by-row`: one word line at a time, each for all slots; `all-rows`: together, as in
   * stochastic coincidence.
   */
  readonly order: 'row-by-row' | 'all-rows';
}

/** Up pulses and down pulses are of opposite sign: each has a pass of its own. */
const PASSES = 2;

/**
 * One update of a tile. A pulsed device takes V^2 G t; the others on the lines that it selects see
 * a share of V and take that. Row by row, a pulse disturbs the rest of its bit line, and each slot
 * the rest of its word line. All rows together, word and bit lines are taken to be selected equally
 * often, and each slot disturbs what lies on either. Latency: passes x rows in turn x slots x
 * pulse. Throws InputError.
 */
export function writeBill(tile: CostTile, work: WriteWork, cost: CostParameters): Bill {
  const { wordLines, bitLines, meanConductanceS } = tile;
  checkNumber('pulsedDevices', work.pulsedDevices, { min: 0, max: wordLines * bitLines });
  checkNumber('pulsesPerDevice', work.pulsesPerDevice, { min: 0, max: work.slots });
  const pulses = work.pulsedDevices * work.pulsesPerDevice;
  const pulseTimes = PASSES * work.slots * (work.order === 'row-by-row' ? wordLines : 1);
  const { wordSelections, bitSelections } = selections(tile, {
    pulses,
    turns: pulseTimes,
    order: work.order,
  });
  const selectedCells = wordSelections * bitLines + bitSelections * wordLines;
  const counted = { pulses, pulsedS: pulses * meanConductanceS, selectedCells, pulseTimes };
  return writeExpense(counted, meanConductanceS, cost);
}

/**
 * What counted writes take; cells that are selected and not pulsed have `meanConductanceS`. See
 * `writeBill`.
 */
export function writeExpense(
  { pulses, pulsedS, selectedCells, pulseTimes }: Readonly<WriteCounters>,
  meanConductanceS: number,
  cost: CostParameters,
): Bill {
  const { voltageV, pulseSec, halfSelect } = cost.write;
  const lineF = cost.wire.capacitanceFPerM * cost.cell.pitchM + cost.cell.capacitanceF;
  // Both lines of a pulse are selected; each of its selections counts the pulsed device once.
  const halfS = (selectedCells - 2 * pulses) * halfSelect ** 2 * meanConductanceS;
  const cellsJ = voltageV ** 2 * pulseSec * (pulsedS + halfS);
  const wiresJ = selectedCells * lineF * (halfSelect * voltageV) ** 2;
  return createBill({
    cells: { energyJ: cellsJ, latencySec: pulseTimes * pulseSec },
    wires: { energyJ: wiresJ },
    drivers: { energyJ: (cellsJ + wiresJ) * (1 / cost.driver.efficiency - 1) },
  });
}

interface Selected {
  readonly pulses: number;
  readonly turns: number;
  readonly order: WriteWork['order'];
}

/** How often a word line and a bit line are selected, summed over the lines and turns. */
function selections({ wordLines, bitLines }: CostTile, { pulses, turns, order }: Selected) {
  if (pulses === 0) return { wordSelections: 0, bitSelections: 0 };
  if (order === 'row-by-row') return { wordSelections: turns, bitSelections: pulses };
  // pulses = turns (share wordLines) (share bitLines).
  const share = Math.sqrt(pulses / (turns * wordLines * bitLines));
  return { wordSelections: turns * share * wordLines, bitSelections: turns * share * bitLines };
}
