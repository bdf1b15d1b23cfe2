import type { NetworkEstimateResult } from '../../experiments/inference/network-result.js';
import { percent, pointsInterval, quantity, si, signedPoints } from '../format.js';
import { page, paragraph, section } from './page.js';
import { plainTable } from './plain-table.js';
import { configurationBlock } from './provenance.js';

/** The estimate of a network trained elsewhere as one HTML page that needs nothing but itself. */
export function networkEstimateHtml(result: NetworkEstimateResult): string {
  return page({
    title: `${result.name}: ${result.network.file}`,
    summary: result.findings,
    sections: [
      section('Accuracy', accuracy(result)),
      section('Layer by layer', layers(result)),
      section('Image by image', agreement(result)),
      section('What an inference takes', cost(result)),
      section('How it was made', `${conditions(result)}\n${configurationBlock(result.config)}`),
    ],
  });
}

function accuracy({ float, chip, difference, seeds, chips }: NetworkEstimateResult): string {
  const { ci95, values } = chip;
  return plainTable(
    ['accuracy %', 'mean', '95 % interval', `chips of seeds ${seeds.slice(0, chips.length).join(', ')}`],
    [
      ['floating point', percent(float.accuracy), '', ''],
      [
        'chip',
        percent(chip.mean),
        ci95 ? `${percent(ci95[0])} to ${percent(ci95[1])}` : '',
        values.map(percent).join(', '),
      ],
      [
        'difference, points',
        Number.isFinite(difference.mean) ? signedPoints(difference.mean) : '',
        difference.ci95 ? pointsInterval(difference.ci95) : '',
        '',
      ],
    ],
  );
}

function layers({ layers: found }: NetworkEstimateResult): string {
  const intro = `Error: root mean square of chip minus floating point at the output of a layer, over that of floating
point, on the first images of the test; what the layers before have done wrong is part of it. Clipped: shares of the inputs
of DACs, of the conversions of ADCs, and of the weights. Means over the chips.`;
  const rows = found.map((layer) => [
    layer.label,
    layer.operator,
    `${layer.matrices > 1 ? `${layer.matrices} of ` : ''}${layer.rows} x ${layer.cols}`,
    quantity(layer.tiles),
    quantity(layer.reads),
    percent(layer.error),
    percent(layer.clippedInputs),
    percent(layer.clippedConversions),
    percent(layer.clippedWeights),
  ]);
  const head = ['layer', 'operator', 'outputs x inputs', 'tiles', 'reads an image', 'error %'];
  return `${paragraph(intro)}${plainTable([...head, 'DACs clipped %', 'ADCs clipped %', 'weights clipped %'], rows)}`;
}

function agreement({ agreement: found, chips }: NetworkEstimateResult): string {
  if (chips.length === 0) return '';
  return plainTable(
    ['% of the test images', ''],
    [
      ['same class as floating point', percent(found.same)],
      ['both right', percent(found.bothRight)],
      ['lost: right in floating point, wrong on the chip', percent(found.lost)],
      ['gained: wrong in floating point, right on the chip', percent(found.gained)],
      ['both wrong', percent(found.bothWrong)],
    ],
  );
}

function cost({ cost: found, network }: NetworkEstimateResult): string {
  const { energyJ, latencySec, areaM2, largestPart } = found;
  const rest = `By the cost model, whose numbers and sources crossprop crossbar cost prints; arrays one after another, and
without the float operators, which another circuit computes.`;
  const facts = `${si(energyJ, 'J')} and ${si(latencySec, 's')} an image, ${quantity(network.macs)} multiply-accumulates
(${si(energyJ / Math.max(1, network.macs), 'J')} each); ${largestPart.name} take ${percent(largestPart.share)} % of the energy;
${quantity(network.tiles)} tiles on ${Number((areaM2 * 1e6).toPrecision(3))} mm2.`;
  return `${paragraph(facts)}${paragraph(rest)}`;
}

function conditions({ version, dataset, network, chips, pending }: NetworkEstimateResult): string {
  return [
    ...(pending === undefined ? [] : [`Not finished: ${pending} chips are still to come.`]),
    `crossprop ${version}; ${quantity(dataset.test)} test images of ${dataset.name}, ${quantity(dataset.train)} others to calibrate by; ${chips.length} chips; ${network.file}, SHA-256 ${network.sha256}.`,
  ]
    .map(paragraph)
    .join('\n');
}
