import { expect, test } from 'vitest';
import { type ChipConfiguration, resolveConfiguration } from '../../../src/configuration/configuration.js';
import { findSpecification, maxSpecified } from '../../../src/experiments/estimate/specification.js';

/** An accuracy that rises with every part: each has a weight of its own. */
function accuracy({ converters: { adc, dac }, read, faults }: ChipConfiguration): number {
  return 0.95 - 0.4 * 2 ** -adc.bits - 0.2 * 2 ** -dac.bits - read.noise - faults.stuckLow;
}

test('the loosest value of each part that reaches the target, and what cannot alone', async () => {
  const { hardware: chip } = await resolveConfiguration(
    {
      hardware: {
        read: { noise: 0.05 },
        faults: { stuckLow: 0 },
        converters: { adc: { bits: 4 }, dac: { bits: 4 } },
      },
    },
    { source: 'test' },
  );
  if (chip === 'ideal') throw new Error('expected a chip');
  let measured = 0;
  const items = await findSpecification(chip, { target: 0.88 }, async (chips) => {
    measured += chips.length;
    return chips.map(accuracy);
  });
  const of = (name: string) => items.find((item) => item.name === name)!;
  // 0.95 - 0.025 - 0.0125 - 0.05 = 0.8625 now; ADC: 0.8875 - 0.4 / 2^b >= 0.88 from 6 bits
  // (0.88125) on.
  expect(of('ADC bits')).toMatchObject({ now: 4, needed: 6, accuracy: expect.closeTo(0.88125, 9) });
  // Even without the DAC's error 0.875 is all there is.
  expect(of('DAC bits')).toMatchObject({ needed: null, accuracy: expect.closeTo(0.875 - 0.2 / 1024, 9) });
  // 0.9125 - noise: 0.02 = 0.64 / 32 is the largest value tried below 0.0325.
  expect(of('read noise')).toMatchObject({ now: 0.05, needed: 0.02 });
  expect(of('stuck cells').needed).toBe(null);
  // Eight parts, each in one look at its best value and then at most four halvings.
  expect(measured).toBeLessThanOrEqual(8 * 5);
});

test("a network that settles by Kirchhoff's law is asked nothing of converters and wires", async () => {
  const { hardware: chip } = await resolveConfiguration({}, { source: 'test' });
  if (chip === 'ideal') throw new Error('expected a chip');
  const items = await findSpecification(chip, { target: 0.5, energy: 'resistive' }, async (chips) =>
    chips.map(() => 0.9),
  );
  expect(items.map(({ name }) => name)).toEqual([
    'read noise',
    'on/off ratio',
    'device variation of the steps',
    'stuck cells',
  ]);
});

test('a search that is stopped says what is open, and never measures more than was announced', async () => {
  const { hardware: chip } = await resolveConfiguration({}, { source: 'test' });
  if (chip === 'ideal') throw new Error('expected a chip');
  let measured = 0;
  const whole = await findSpecification(chip, { target: 0.88 }, async (chips) => {
    measured += chips.length;
    return chips.map(accuracy);
  });
  expect(measured).toBeLessThanOrEqual(maxSpecified(chip, undefined));
  expect(whole.some(({ open }) => open)).toBe(false);
  let rounds = 0;
  const stopped = await findSpecification(chip, { target: 0.88 }, async (chips) =>
    ++rounds > 2 ? null : chips.map(accuracy),
  );
  const of = (name: string) => stopped.find((item) => item.name === name)!;
  // The tightest value and the one in the middle: 12 bits do, and 6 do too.
  expect(of('ADC bits')).toMatchObject({ open: true, needed: 6 });
});
