import { describe, expect, it } from 'vitest';
import { brokenCouplings } from './broken-couplings.js';
import { couplings } from './coupling-implementations.js';
import { couplingLaws } from './coupling-laws.js';

describe.each(couplings.map((subject) => [subject.name, subject] as const))('%s', (_, subject) => {
  it.each(couplingLaws.map((law) => [law.law, law] as const))('%s', (__, law) => {
    law(subject, { runs: 3 });
  });
});

it('laws are skipped only where they say nothing', () => {
  const skipped = couplingLaws.map((law) => [
    law.law,
    couplings
      .filter((subject) => law.report(subject, { runs: 1 }).status === 'skipped')
      .map(({ name }) => name),
  ]);
  const onDevices = [
    'crossbar',
    'crossbar, offset column, several tiles',
    'crossbar, coarse',
    'crossbar, read noise',
    'crossbar, noisy converters',
    'twin arrays',
    'feedback array',
    'convolution on a crossbar',
    'conductances of devices',
    'no feedback',
    'signed input on devices',
  ];
  expect(Object.fromEntries(skipped)).toEqual({
    'forward-is-W-times-x': [],
    'backward-is-the-transpose': [],
    'update-adds-the-outer-product': [],
    'summed-hands-out-the-product': onDevices,
    'repeatable-reads-repeat': ['crossbar, read noise', 'crossbar, noisy converters', 'twin arrays'],
    'memory-goes-on-to-the-same-bits': [],
    'shows-its-matrix': ['convolution, average pool', 'convolution, max pool'],
  });
});

describe('a broken coupling fails', () => {
  it.each(brokenCouplings.map((broken) => [`${broken.breaks}: ${broken.mistake}`, broken] as const))(
    '%s',
    (_, { breaks, subject }) => {
      const law = couplingLaws.find((each) => each.law === breaks)!;
      expect(law.report(subject, { runs: 3 })).toMatchObject({ status: 'failed' });
    },
  );

  it('at least one for each law', () => {
    const broken = new Set(brokenCouplings.map(({ breaks }) => breaks));
    expect([...broken].sort()).toEqual(couplingLaws.map(({ law }) => law).sort());
  });
});
