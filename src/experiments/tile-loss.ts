import { type CurrentLoss, currentLoss, type WiredTile } from '../../crossbar/index.js';
import type { RunResult } from './result.js';

/**
 * What the wires of a run's chip cost a tile at its worst, all cells at the device's largest conductance and all inputs on; null where
 * wires are ideal or the device names no such conductance.
 */
export function tileLoss({
  hardware,
}: Pick<RunResult, 'hardware'>): (CurrentLoss & { readonly tile: WiredTile }) | null {
  const { array, device } = hardware as { array?: Partial<WiredTile>; device?: { gMaxS?: number } };
  const { rows, cols, wordLineOhm = 0, bitLineOhm = 0 } = array ?? {};
  if (!rows || !cols || !device?.gMaxS || wordLineOhm + bitLineOhm === 0) return null;
  const tile = { rows, cols, wordLineOhm, bitLineOhm, conductanceS: device.gMaxS };
  return { ...currentLoss(tile), tile };
}
