/**
 * What the wrappers around a model add to `draw.sub`, so that none draws the numbers of another.
 * Models count single pulses up from 0; a pair's second device is shifted by less than the wrappers
 * are apart.
 */
export const subDraws = Object.freeze({
  secondDevice: 2 ** 27,
  cycleNoise: 2 ** 28,
  programmingError: 2 * 2 ** 28,
  writeNoise: 3 * 2 ** 28,
  reset: 4 * 2 ** 28,
  readNoise: 5 * 2 ** 28,
  programmed: 6 * 2 ** 28,
});
