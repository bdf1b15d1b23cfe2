import { type CurrentLoss, currentLoss, type WiredTile } from '../../../crossbar/index.js';
import type { RunResult } from '../results/result.js';

/**
 * What the wires of a run's chip cost a full tile, all cells at the mean conductance that the run
 * left them at; null where wires are ideal or the run says nothing of its cells.
 */
export function tileLoss({
  hardware,
  conductances,
}: Pick<RunResult, 'hardware' | 'conductances'>): (CurrentLoss & { readonly tile: WiredTile }) | null {
  const { array } = hardware as { array?: Partial<WiredTile> };
  const { rows, cols, wordLineOhm = 0, bitLineOhm = 0 } = array ?? {};
  const conductanceS = conductances?.meanAfterS;
  if (!rows || !cols || !conductanceS || wordLineOhm + bitLineOhm === 0) return null;
  const tile = { rows, cols, wordLineOhm, bitLineOhm, conductanceS };
  return { ...currentLoss(tile), tile };
}
