import type { NetworkEstimateResult } from '../../experiments/inference/network-result.js';
import { percent, pointsInterval, quantity, si, signedPoints } from '../../report/format.js';
import { aligned } from '../shared/aligned.js';

/**
 * An estimate for the terminal: floats first, then the chip, its layers, what it spends,
 * findings.
 */
export function networkEstimateText(result: NetworkEstimateResult): string {
  const { float, chip, difference, layers, agreement, cost, network, dataset, findings, pending } = result;
  const interval = chip.ci95 ? `${percent(chip.ci95[0])} to ${percent(chip.ci95[1])}` : '-';
  const points = difference.ci95 ? pointsInterval(difference.ci95) : '-';
  const deviation = chip.deviation === null ? '-' : percent(chip.deviation);
  return [
    `${network.file}: ${quantity(network.weights)} weights on ${quantity(network.tiles)} tiles; ${dataset.test} test images of ${dataset.name}`,
    '',
    aligned([
      ['accuracy %', 'mean', '95 %', 'deviation'],
      ['floating point', percent(float.accuracy), '', ''],
      ['chip', percent(chip.mean), interval, deviation],
      ['difference', signedPoints(difference.mean), points, ''],
    ]),
    '',
    aligned([
      ['layer', 'operator', 'error %', 'DACs clipped %', 'ADCs clipped %', 'weights clipped %'],
      ...layers.map(({ label, operator, error, clippedInputs, clippedConversions, clippedWeights }) => [
        label,
        operator,
        ...[error, clippedInputs, clippedConversions, clippedWeights].map(percent),
      ]),
    ]),
    '',
    `same class as floating point: ${percent(agreement.same)} %; lost ${percent(agreement.lost)}, gained ${percent(agreement.gained)}`,
    `an inference: ${si(cost.energyJ, 'J')}, ${si(cost.latencySec, 's')}, ${quantity(network.macs)} multiply-accumulates on the arrays`,
    ...(pending === undefined ? [] : [`Not finished: ${pending} chips`]),
    '',
    ...findings.map((finding) => `- ${finding}`),
  ].join('\n');
}
