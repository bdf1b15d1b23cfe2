import { describe, expect, it } from 'vitest';
import { createCrossbar } from '../../../crossbar/index.js';
import {
  adcQuantiser,
  brokenCrossbarMakers,
  brokenQuantisers,
  brokenWireSolvers,
  dacQuantiser,
  quantiserLaws,
  tilesAddUp,
  wireLaws,
  wireSolver,
} from '../../../crossbar/testing/index.js';
import { sinhCurrent } from '../../../devices/index.js';
import type { Broken } from '../../../devices/testing/index.js';

const named = <T extends { readonly law: string }>(laws: readonly T[]) =>
  laws.map((law) => [law.law, law] as const);
const mistakes = <T>(all: readonly Broken<T>[]) =>
  all.map((broken) => [`${broken.breaks}: ${broken.mistake}`, broken] as const);

describe('wires', () => {
  it.each(named(wireLaws))('%s', (_, law) => law(wireSolver(), { runs: 100 }));
  it.each(named(wireLaws))('%s, sinh cells', (_, law) => law(wireSolver(sinhCurrent(0.25)), { runs: 50 }));
  it.each(mistakes(brokenWireSolvers))('%s', (_, { breaks, subject }) => {
    const law = wireLaws.find((one) => one.law === breaks)!;
    expect(law.report(subject)).toMatchObject({ status: 'failed', counterexample: expect.any(String) });
  });
});

describe('converters', () => {
  const encodings = ['amplitude', 'pulse-width', 'bit-serial'] as const;
  const sound = [1, 2, 4, 8, 12].flatMap((bits) => [
    ...encodings.map((encoding) => dacQuantiser({ bits, voltageV: 0.2, encoding })),
    ...(bits > 1 ? [adcQuantiser({ bits, range: 3 })] : []),
  ]);
  it.each(sound.map((one) => [one.name, one] as const))('%s', (_, quantiser) => {
    for (const law of quantiserLaws) law(quantiser, { runs: 200 });
  });
  it.each(mistakes(brokenQuantisers))('%s', (_, { breaks, subject }) => {
    const law = quantiserLaws.find((one) => one.law === breaks)!;
    expect(law.report(subject)).toMatchObject({ status: 'failed' });
  });
});

describe('tiles', () => {
  it('add up', () => tilesAddUp({ name: 'shipped', create: createCrossbar }));
  it.each(mistakes(brokenCrossbarMakers))('%s', (_, { subject }) => {
    expect(tilesAddUp.report(subject)).toMatchObject({ status: 'failed' });
  });
});

it('every law has an implementation that breaks it', () => {
  const broken = [...brokenWireSolvers, ...brokenQuantisers, ...brokenCrossbarMakers];
  const laws = [...wireLaws, ...quantiserLaws, tilesAddUp];
  expect(broken.map(({ breaks }) => breaks).sort()).toEqual(laws.map(({ law }) => law).sort());
});
