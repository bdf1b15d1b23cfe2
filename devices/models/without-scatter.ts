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

/**
 * A model's parameters without any scatter: every device the mean one, every pulse the mean pulse.
 */
export function withoutScatter(parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { device, ...own } = Object.fromEntries(
    Object.entries(parameters).filter(([name]) => !scatter.has(name)),
  );
  // The device of a pair is a block of its own.
  return device === undefined ? own : { ...own, device: withoutScatter(device as Record<string, unknown>) };
}
