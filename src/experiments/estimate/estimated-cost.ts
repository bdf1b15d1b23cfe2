import { costParts, tileAdvice, totalArea, totalOf } from '../../../crossbar/index.js';
import type { ChipConfiguration, Configuration } from '../../configuration/configuration.js';
import { configuredCost } from '../chip-report/chip-cost.js';
import type { RunResult } from '../results/result.js';
import { chipUse } from './chip-use.js';
import type { EstimatedCost } from './estimate-result.js';

/**
 * What the chip of a configuration spends, from the cost model and its cited numbers, at the mean
 * conductance that the cells of its runs had after training. Throws InputError.
 */
export function estimatedCost(
  configuration: Configuration,
  chip: ChipConfiguration,
  runs: readonly RunResult[],
): EstimatedCost {
  const found = runs.flatMap(({ conductances }) => conductances?.meanAfterS ?? []);
  const meanS = found.length > 0 ? found.reduce((sum, one) => sum + one, 0) / found.length : undefined;
  const { cost, tile, idealWires } = configuredCost(configuration, chip, meanS);
  const { learns } = chipUse(configuration, chip);
  const spent = learns ? cost.image : cost.read;
  const { energyJ } = totalOf(spent);
  const largest = costParts.reduce((most, part) => (spent[part].energyJ > spent[most].energyJ ? part : most));
  const advice = tileAdvice(tile);
  return {
    trainingImage: learns ? totalOf(cost.image) : null,
    inference: totalOf(cost.read),
    areaM2: totalArea(cost.areas),
    largestPart: { name: largest, share: spent[largest].energyJ / energyJ },
    wireLoss: {
      share: advice.loss,
      tile: advice.powerOfTwo,
      assumed: idealWires,
      conductanceS: tile.conductanceS,
    },
  };
}
