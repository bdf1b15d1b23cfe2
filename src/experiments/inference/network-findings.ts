import type { NetworkEstimateResult } from './network-result.js';

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

/** What a person should know first, in sentences. */
export function networkFindings(
  result: Omit<NetworkEstimateResult, 'findings'>,
  classes: number,
): readonly string[] {
  const { float, chip, difference, layers, agreement, chips, dataset } = result;
  const findings: string[] = [];
  if (float.accuracy < 2 / classes) {
    findings.push(
      `In floating point the network scores ${percent(float.accuracy)} on ${classes} classes: data.mean, data.std or data.order is probably wrong.`,
    );
  }
  if (chips.length === 0) return findings;
  const over = chips.length > 1 ? ` over ${chips.length} chips` : ' on one chip, which is no estimate';
  findings.push(
    `The network scores ${percent(float.accuracy)} in floating point and ${percent(chip.mean)} on the chip${over}: ${(100 * difference.mean).toFixed(2)} points.`,
    `The chip says the same as floats for ${percent(agreement.same)} of ${dataset.test} images.`,
  );
  const worst = layers.reduce((most, layer) => (layer.error > most.error ? layer : most));
  findings.push(
    `The outputs of ${worst.label} are farthest from floats: off by ${percent(worst.error)} of their size.`,
  );
  for (const layer of layers) {
    if (layer.clippedInputs > 0.01) {
      findings.push(
        `The DACs of ${layer.label} clip ${percent(layer.clippedInputs)} of their inputs: widen converters.dac.range.`,
      );
    }
    if (layer.clippedConversions > 0.01) {
      findings.push(
        `The ADCs of ${layer.label} clip ${percent(layer.clippedConversions)} of their conversions: widen converters.adc.range.`,
      );
    }
  }
  return findings;
}
