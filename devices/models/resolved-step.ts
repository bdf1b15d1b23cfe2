import { InputError } from '../base/errors.js';

/**
 * The smallest mean step of devices up to gMaxS, in siemens: four last bits. Conductances are kept
 * in single precision, whose last bit at gMax is 2^-23 of the power of two below it. A pulse is
 * rounded by half of it at most, so that such steps are off by no more than an eighth.
 */
export function leastStepS(gMaxS: number): number {
  return 4 * 2 ** (Math.floor(Math.log2(gMaxS)) - 23);
}

/** Throws InputError for a mean step at mid-range that single precision does not resolve. */
export function checkResolvedStep(model: string, { stepS, gMaxS }: { stepS: number; gMaxS: number }): void {
  const least = leastStepS(gMaxS);
  if (stepS >= least) return;
  throw new InputError(
    `${model}: step at mid-range must be at least ${least.toPrecision(3)} S, ${whyResolved(gMaxS)} (got ${Number(stepS.toPrecision(3))})`,
  );
}

export function whyResolved(gMaxS: number): string {
  return `since single precision does not resolve finer steps of conductances up to ${gMaxS} S`;
}
