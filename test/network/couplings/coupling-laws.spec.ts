import { describe, expect, it } from 'vitest';
import { brokenCouplings } from './broken-couplings.js';
import { couplings } from './coupling-implementations.js';
import { couplingLaws } from './coupling-laws.js';

describe.each(couplings.map((subject) => [subject.name, subject] as const))('%s', (_, subject) => {
  it.each(couplingLaws.map((law) => [law.law, law] as const))('%s', (__, law) => {
    law(subject, { runs: 3 });
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
