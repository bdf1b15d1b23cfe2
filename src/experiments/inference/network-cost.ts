import {
  chipCost,
  costParts,
  inTurn,
  repeated,
  sideBySide,
  totalArea,
  totalOf,
} from '../../../crossbar/index.js';
import type { ChipConfiguration } from '../../configuration/configuration.js';
import { createChipDevice } from '../../configuration/device/chip-device.js';
import type { MatrixOperator } from '../../graph/plan/matrix-operator.js';
import type { NetworkPlan } from '../../graph/plan/plan.js';
import type { ImageReads } from '../../graph/run/reads-of-image.js';
import { arrayWork, chipCostParameters } from '../chip-report/chip-cost.js';
import type { NetworkCost } from './network-result.js';

export interface NetworkCostOptions {
  readonly chip: ChipConfiguration;
  /** Of the plan's matrix operators, in their order. */
  readonly reads: readonly ImageReads[];
  /** Mean of all cells; 0 = not known, and then the middle of the device's range. */
  readonly conductanceS: number;
}

/**
 * What one pass of an image through the arrays takes. The matrices of a convolution's groups are
 * read side by side, all else in turn; float operators are not part of it. Throws InputError.
 */
export function networkCost(
  { matrixOperators, matrices }: NetworkPlan,
  { chip, reads, conductanceS }: NetworkCostOptions,
): NetworkCost {
  const device = createChipDevice(chip);
  const { cost } = chipCostParameters(chip);
  const meanS = conductanceS || (device.gMinS + device.gMaxS) / 2;
  const work = arrayWork(chip, { device, conductanceS: meanS, cost });
  const costOf = ({ rows, cols }: { readonly rows: number; readonly cols: number }) =>
    chipCost(
      {
        ...work,
        couplings: [{ inputs: cols, outputs: rows, forwardReads: 1, backwardReads: 0 }],
        nudge: { bits: 1, perImage: 0 },
        batch: 1,
      },
      cost,
    );
  const passOf = ({ operator, matrices: own }: MatrixOperator, i: number) => {
    const bills = own.map((matrix) => repeated(costOf(matrix).read, reads[i]!.reads));
    return operator === 'Conv' ? sideBySide(bills) : inTurn(bills);
  };
  const pass = inTurn(matrixOperators.map(passOf));
  const { energyJ, latencySec } = totalOf(pass);
  const largest = costParts.reduce((most, part) => (pass[part].energyJ > pass[most].energyJ ? part : most));
  return {
    energyJ,
    latencySec,
    areaM2: matrices.reduce((sum, matrix) => sum + totalArea(costOf(matrix).areas), 0),
    largestPart: { name: largest, share: energyJ > 0 ? pass[largest].energyJ / energyJ : 0 },
  };
}
