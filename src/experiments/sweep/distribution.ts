import { InputError, normalInto, type RandomStream, uniformInto } from '../../../devices/index.js';
import { isMapping } from '../../configuration/plain-data.js';
import { adviceOn } from '../../configuration/text/nearest-name.js';

/** What a field is drawn from: number `step` of the draws out of a stream. */
export type FieldDistribution = (random: RandomStream, step: number) => unknown;

/**
 * Distributions by name, of two numbers each: `normal` mean and standard deviation, `logNormal`
 * median and standard deviation of the natural logarithm, `uniform` and `logUniform` bounds (of the
 * value), `integer` bounds, both included.
 */
const ofTwoNumbers: Readonly<Record<string, (a: number, b: number) => FieldDistribution>> = {
  normal: (mean, deviation) => (random, step) => rounded(mean + deviation * normal(random, step)),
  logNormal: (median, deviation) => (random, step) =>
    rounded(median * Math.exp(deviation * normal(random, step))),
  uniform: (low, high) => (random, step) => rounded(low + (high - low) * uniform(random, step)),
  logUniform: (low, high) => (random, step) => rounded(low * (high / low) ** uniform(random, step)),
  integer: (low, high) => (random, step) => low + Math.floor((high - low + 1) * uniform(random, step)),
};

/** `choice` takes one of a list, each as likely as the others. */
const names = [...Object.keys(ofTwoNumbers), 'choice'];

/** Throws InputError that begins with `place`. */
export function parseDistribution(given: unknown, place: string): FieldDistribution {
  const [[name, of] = [], ...more] = isMapping(given) ? Object.entries(given) : [];
  if (name === undefined || more.length > 0) {
    throw new InputError(
      `${place}: ${JSON.stringify(given)}, expected a distribution such as {normal: [0.3, 0.1]}`,
    );
  }
  const numbers = Array.isArray(of) ? of : [];
  if (name === 'choice') {
    if (numbers.length > 0)
      return (random, step) => numbers[Math.floor(numbers.length * uniform(random, step))];
    throw new InputError(`${place}.choice: ${JSON.stringify(of)}, expected a list of values`);
  }
  const make = Object.hasOwn(ofTwoNumbers, name) ? ofTwoNumbers[name]! : undefined;
  if (!make) throw new InputError(`${place}: ${name}: unknown distribution, ${adviceOn(name, names)}`);
  const [a, b] = numbers;
  if (numbers.length === 2 && isSound(name, a, b)) return make(a as number, b as number);
  throw new InputError(`${place}.${name}: ${JSON.stringify(of)}, expected ${expectedOf(name)}`);
}

function isSound(name: string, a: unknown, b: unknown): boolean {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  const [first, second] = [a as number, b as number];
  if (name === 'normal') return second >= 0;
  if (name === 'logNormal') return first > 0 && second >= 0;
  if (name === 'integer') return Number.isSafeInteger(a) && Number.isSafeInteger(b) && first <= second;
  return first <= second && (name !== 'logUniform' || first > 0);
}

function expectedOf(name: string): string {
  if (name === 'normal') return '[mean, standard deviation]';
  if (name === 'logNormal') return '[median > 0, standard deviation of the logarithm]';
  if (name === 'integer') return '[least, most], whole numbers';
  return name === 'uniform' ? '[least, most]' : '[least > 0, most]';
}

/** In [0, 1), 48 random bits. */
function uniform(random: RandomStream, step: number): number {
  const [high] = uniformInto(new Float32Array(1), { random, step, sub: 0 });
  const [low] = uniformInto(new Float32Array(1), { random, step, sub: 1 });
  return high! + low! * 2 ** -24;
}

function normal(random: RandomStream, step: number): number {
  return normalInto(new Float32Array(1), { random, step })[0]!;
}

/** Six digits: what stands in a table is what was run. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
