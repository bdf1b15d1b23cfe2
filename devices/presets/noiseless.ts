/** Parameters that only say how devices, pulses and writes scatter. */
const scatter = new Set([
  'deviceVariation',
  'cycleNoise',
  'complexNoise',
  'writeNoise',
  'referenceVariation',
  'slopeVariation',
  'gammaVariation',
  'gammaUpDownVariation',
]);

/** Parameters of a preset without any scatter: every device the mean one, every pulse the mean pulse. */
export function noiseless(parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !scatter.has(name)));
}
