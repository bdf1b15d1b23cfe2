import { oneSidedAsymmetry, weightForm, weightSpread, weightUnits } from './factory-form.js';
import { boundsAndSteps, type ModelParameter, type ResponseCurve, shareOfWay } from './response-curve.js';

const farSteps = ([, , up, down]: readonly number[]) => [up, down] as const;
const mean = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/** A power of the way left; the free steps are those at the bound moved away from. */
export const powCurve: ResponseCurve = Object.freeze({
  name: 'pow-step',
  free: [
    ...boundsAndSteps,
    { name: 'exponent up', min: 0, max: 20, scale: 1, holdFirst: 2 },
    { name: 'exponent down', min: 0, max: 20, scale: 1, holdFirst: 2 },
  ],
  fixed: weightUnits,
  starts: ({ low, high, up, down }) => [[low, high + 0.05 * (high - low), up.atLow, down.atHigh, 1, 1]],
  motion([low, high, stepUp, stepDown, powerUp, powerDown], up) {
    const range = Math.max(high - low, 1e-9);
    const [step, power] = up ? [stepUp, powerUp] : [-stepDown, powerDown];
    // Continued beyond the bound, where a noisy reading may lie, with the opposite sign.
    const change = (g: number) => {
      const left = (up ? high - g : g - low) / range;
      return step * Math.sign(left) * Math.abs(left) ** power;
    };
    return { low: -Infinity, high: Infinity, change, deviation: null };
  },
  parameters: [
    ...weightForm(farSteps, 'change of weight by a pulse at the bound it moves away from'),
    {
      name: 'gamma',
      unit: '1',
      meaning: 'exponent of the way left: 0 = constant step, 1 = soft bounds; of the larger way',
      of: ({ 4: up, 5: down }) => Math.max(up, down),
    },
    {
      name: 'gammaUpDown',
      unit: '1',
      meaning: 'above 0: share by which the down exponent is smaller than the up one; below 0 the reverse',
      of: ({ 4: up, 5: down }) => oneSidedAsymmetry(up, down),
    },
  ],
  spread: [
    ...weightSpread(farSteps),
    {
      name: 'gammaVariation',
      meaning: 'exponents from device to device, relative to their mean',
      of: ({ 4: up, 5: down }, { 4: meanUp, 5: meanDown }) => [(up + down) / (meanUp + meanDown)],
    },
  ],
  cycleNoiseOf: 'the step at hand',
} satisfies ResponseCurve);

/**
 * Along the way x from 0 to 1 the step is its size at x = 0 times asymptote + (1 - asymptote)
 * e^(bend x). With w = -1 .. 1 that is step (1 - amplitude e^(gamma w)), gamma = bend / 2: three
 * numbers a way. expStep's a and b only rescale gamma and amplitude.
 */
export const expCurve: ResponseCurve = Object.freeze({
  name: 'exp-step',
  free: [
    ...boundsAndSteps,
    { name: 'asymptote of the up step', min: 1e-4, max: 1e3, scale: 1, holdFirst: 4 },
    { name: 'asymptote of the down step', min: 1e-4, max: 1e3, scale: 1, holdFirst: 4 },
    { name: 'bend of the up step', min: -40, max: 40, scale: 4, holdFirst: 2 },
    { name: 'bend of the down step', min: -40, max: 40, scale: 4, holdFirst: 2 },
  ],
  fixed: [
    ...weightUnits,
    { name: 'a', value: 1, reason: 'a enters only as gamma a' },
    { name: 'b', value: 0, reason: 'b enters only as amplitude exp(+-gamma b)' },
  ],
  starts({ low, high, up, down }) {
    const asymptote = (end: number, bend: number) => Math.max(1 + (end - 1) / -Math.expm1(bend), 0.02);
    const signs = [-1, 1].flatMap((first) => [-1, 1].map((second) => [2 * first, 2 * second]));
    return signs.map(([bendUp, bendDown]) => {
      const both = [asymptote(up.atHigh / up.atLow, bendUp), asymptote(down.atLow / down.atHigh, bendDown)];
      return [low, high, up.atLow, down.atHigh, ...both, bendUp, bendDown];
    });
  },
  motion([low, high, stepUp, stepDown, asymptoteUp, asymptoteDown, bendUp, bendDown], up) {
    const bounds = { low, high };
    const [step, asymptote, bend] = up ? [stepUp, asymptoteUp, bendUp] : [-stepDown, asymptoteDown, bendDown];
    const change = (g: number) =>
      step * Math.max(asymptote + (1 - asymptote) * Math.exp(bend * shareOfWay(g, bounds, up)), 0);
    return { low, high, change, deviation: null };
  },
  parameters: [
    ...weightForm(asymptotes, 'change of weight by a pulse where the exponential is gone'),
    ...(['Up', 'Down'] as const).flatMap((way, i): ModelParameter[] => [
      {
        name: `amplitude${way}`,
        unit: '1',
        meaning: `share of the ${way.toLowerCase()} step that the exponential takes off at weight 0`,
        of: (free) => (1 - 1 / free[4 + i]) * Math.exp(free[6 + i] / 2),
      },
      {
        name: `gamma${way}`,
        unit: '1',
        meaning: `steepness of the ${way.toLowerCase()} step's exponential, per unit of weight`,
        of: (free) => free[6 + i] / 2,
      },
    ]),
  ],
  spread: weightSpread(asymptotes),
  cycleNoiseOf: 'the step at hand',
} satisfies ResponseCurve);

/** Step nodes equally spaced from bound to bound, linear between. */
export function piecewiseCurve(nodes = 5): ResponseCurve {
  const up = Array.from({ length: nodes }, (_, i) => i);
  const nodesOf = (free: readonly number[], way: 0 | 1) => up.map((i) => free[2 + way * nodes + i]);
  const means = (free: readonly number[]) => [mean(nodesOf(free, 0)), mean(nodesOf(free, 1))] as const;
  const nodeNames = ['up', 'down'].flatMap((way) => up.map((i) => `${way} step at node ${i}`));
  return Object.freeze({
    name: 'piecewise-step',
    free: [
      ...boundsAndSteps.slice(0, 2),
      ...nodeNames.map((name) => ({ name, min: 0, max: 10, scale: null, holdFirst: 5 })),
    ],
    fixed: [
      ...weightUnits,
      { name: 'nodes', value: nodes, reason: 'number of nodes each way, chosen beforehand' },
      { name: 'upDown', value: 0, reason: 'enters only with the nodes, which are free each way' },
    ],
    starts: ({ low, high, ...sketch }) => {
      const line = ({ atLow, atHigh }: { atLow: number; atHigh: number }) =>
        up.map((i) => atLow + ((atHigh - atLow) * i) / (nodes - 1));
      return [[low, high, ...line(sketch.up), ...line(sketch.down)]];
    },
    motion(free, isUp) {
      const [low, high] = free;
      const steps = nodesOf(free, isUp ? 0 : 1);
      const sign = isUp ? 1 : -1;
      const change = (g: number) => {
        const place = shareOfWay(g, { low, high }, true) * (nodes - 1);
        const left = Math.min(Math.floor(place), nodes - 2);
        return sign * (steps[left] + (place - left) * (steps[left + 1] - steps[left]));
      };
      return { low, high, change, deviation: null };
    },
    parameters: [
      ...weightForm(
        (free) => [mean(means(free)), mean(means(free))],
        'mean change of weight over all nodes',
      ).slice(0, 3),
      ...(['Up', 'Down'] as const).flatMap((way, w) =>
        up.map(
          (i): ModelParameter => ({
            name: `nodes${way}[${i}]`,
            unit: '1',
            meaning: `${way.toLowerCase()} step at ${Math.round((100 * i) / (nodes - 1))} % of the range, in steps`,
            of: (free) => nodesOf(free, w as 0 | 1)[i] / mean(means(free)),
          }),
        ),
      ),
    ],
    spread: weightSpread(means),
    cycleNoiseOf: 'the step at hand',
  } satisfies ResponseCurve);
}

/** The steps far from the exponential, where its share is 0. */
function asymptotes([, , stepUp, stepDown, asymptoteUp, asymptoteDown]: readonly number[]) {
  return [stepUp * asymptoteUp, stepDown * asymptoteDown] as const;
}
