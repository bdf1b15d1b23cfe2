import { type Bill, createBill, repeated } from './bill.js';
import { adcConversionJ, dacConversionJ, type InputEncoding, lineBits } from './converters.js';
import type { CostParameters } from './parameters.js';
import { settlingSec, slowestTimeConstantSec } from './settling.js';
import { type CostTile, portsOf, type ReadDirection } from './tile.js';

export interface ReadWork {
  readonly direction: ReadDirection;
  readonly dacBits: number;
  readonly adcBits: number;
  /** `amplitude` by default. */
  readonly encoding?: InputEncoding;
  /** Mean square of the line voltages, in V^2; of pulses that code widths or bits, over time. */
  readonly meanSquareV2: number;
  /**
   * Mean size of the line voltages, in V; by default its upper bound, the root of their mean
   * square.
   */
  readonly meanV?: number;
  /**
   * What the cells take; the mean conductance at the mean square voltage by default. See
   * `cellsPowerW`.
   */
  readonly cellsPowerW?: number;
}

/**
 * One read of a tile. Converters set the lines, the array and its amplifiers settle, the outputs
 * are held and the lines let go, then the outputs take turns at the converters. Amplifiers and
 * cells draw power until the outputs are held: an amplifier that holds its line at ground draws the
 * line's current, wordLines G V forward, from its supply, beside its own power. Widths keep the
 * array on for the longest pulse; bits are as many reads, each with its conversions.
 */
export function readBill(tile: CostTile, work: ReadWork, cost: CostParameters): Bill {
  return work.encoding === 'bit-serial'
    ? repeated(singleRead(tile, work, cost), work.dacBits)
    : singleRead(tile, work, cost);
}

function singleRead(tile: CostTile, work: ReadWork, cost: CostParameters): Bill {
  const { encoding = 'amplitude' } = work;
  const { wordLines, bitLines } = tile;
  const { sensedLines, inputs, outputs, turns } = portsOf(tile, work.direction, cost);
  const size = wordLines * bitLines;
  const segmentF = cost.wire.capacitanceFPerM * cost.cell.pitchM;
  const cellF = cost.cell.capacitanceF;
  const wiresSec = settlingSec(slowestTimeConstantSec({ ...tile, segmentF, cellF }), work.adcBits);
  const widthSec = encoding === 'pulse-width' ? (2 ** work.dacBits - 1) * cost.dac.slotSec : 0;
  const dacSec = cost.dac.settleSec + widthSec;
  const onSec = dacSec + wiresSec + cost.sensing.settleSec;
  const powerW = work.cellsPowerW ?? size * tile.meanConductanceS * work.meanSquareV2;
  const cellsJ = powerW * onSec;
  const meanV = work.meanV ?? Math.sqrt(work.meanSquareV2);
  const { supplyV, drawnCurrent } = cost.sensing;
  const sensedW =
    sensedLines * cost.sensing.powerW + supplyV * drawnCurrent * size * tile.meanConductanceS * meanV;
  // A driven line has as many segments as cells; the sensed lines stay at ground.
  const wiresJ = size * (segmentF + cellF) * work.meanSquareV2;
  return createBill({
    cells: { energyJ: cellsJ },
    wires: { energyJ: wiresJ, latencySec: wiresSec },
    drivers: { energyJ: (cellsJ + wiresJ) * (1 / cost.driver.efficiency - 1) },
    dacs: {
      energyJ: inputs * dacConversionJ(cost, lineBits(encoding, work.dacBits)),
      latencySec: dacSec,
    },
    sensing: {
      energyJ: sensedW * onSec + outputs * cost.sensing.holdJ,
      latencySec: cost.sensing.settleSec,
    },
    adcs: { energyJ: outputs * adcConversionJ(cost, work.adcBits), latencySec: turns / cost.adc.rateHz },
    neurons: { energyJ: outputs * cost.neuron.conversionJ },
  });
}

/** sum_i V_i^2 sum_j G_ij: what the cells [voltageV.length, bitLines] take with ideal wires. */
export function cellsPowerW(conductanceS: ArrayLike<number>, voltageV: ArrayLike<number>): number {
  const bitLines = conductanceS.length / voltageV.length;
  let power = 0;
  for (let at = 0; at < conductanceS.length; at++) {
    power += voltageV[Math.floor(at / bitLines)]! ** 2 * conductanceS[at]!;
  }
  return power;
}
