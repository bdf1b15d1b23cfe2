import { costParts, tileAdvice, totalArea, totalOf } from '../../../crossbar/index.js';
import { configuredCost } from '../chip-cost.js';
import type { ChipConfiguration, Configuration } from '../configuration.js';
import type { EstimatedCost } from './estimate-result.js';

/** What the chip of a configuration spends, from the cost model and its cited numbers. Throws InputError. */
export function estimatedCost(configuration: Configuration, chip: ChipConfiguration): EstimatedCost {
  const { cost, tile, idealWires } = configuredCost(configuration, chip);
  const { energyJ } = totalOf(cost.image);
  const largest = costParts.reduce((most, part) =>
    cost.image[part].energyJ > cost.image[most].energyJ ? part : most,
  );
  const advice = tileAdvice(tile);
  return {
    trainingImage: totalOf(cost.image),
    inference: totalOf(cost.read),
    areaM2: totalArea(cost.areas),
    largestPart: { name: largest, share: cost.image[largest].energyJ / energyJ },
    wireLoss: { share: advice.loss, tile: advice.powerOfTwo, assumed: idealWires },
  };
}
