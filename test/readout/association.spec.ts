import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAssociation } from '../../src/readout/association.js';

/**
 * Four units, three classes: unit 0 answers to class 0, units 1 and 2 to class 1, unit 3 to
 * nothing.
 */
function trained() {
  const association = createAssociation(4, 3);
  const responses = [
    [0.8, 0.1, 0.0, 0],
    [0.6, 0.0, 0.1, 0],
    [0.3, 0.9, 0.5, 0],
    [0.2, 0.4, 0.3, 0],
  ];
  association.observe(Float32Array.from(responses.slice(0, 3).flat()), [0, 0, 1], 3);
  association.observe(Float32Array.from(responses[3]), [1], 1);
  return association;
}

describe('class association', () => {
  it('gives a unit the class of its largest mean response, a dead one none', () => {
    expect([...trained().assign()]).toEqual([0, 1, 1, -1]);
  });

  it('goes by the mean, not the sum, over a class', () => {
    const association = createAssociation(1, 2);
    association.observe(Float32Array.of(0.4, 0.4, 0.4, 0.7), [0, 0, 0, 1], 4);
    expect([...association.assign()]).toEqual([1]);
  });

  it('predicts by the mean of a class and by the strongest unit', () => {
    // Class 0 has one unit at 0.5; class 1 two, 0.7 and 0.1, mean 0.4: the two ways disagree.
    const { average, max } = trained().predict(Float32Array.of(0.5, 0.7, 0.1, 0), 1);
    expect([average[0], max[0]]).toEqual([0, 1]);
  });

  it('ignores dead units and never predicts a class without units', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
        (y) => {
          const [with1, with0] = [1, 0].map((dead) =>
            trained().predict(Float32Array.of(...y.slice(0, 3), dead), 1),
          );
          expect(with1).toEqual(with0);
          for (const [predicted] of [with1.average, with1.max]) expect([0, 1]).toContain(predicted);
        },
      ),
    );
  });

  it('does not depend on how the images come in batches', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(2), fc.double({ min: 0, max: 1 })), { maxLength: 30 }),
        (images) => {
          const [whole, single] = [createAssociation(2, 3), createAssociation(2, 3)];
          const responses = Float32Array.from(images.flatMap(([, y]) => [y, 1 - y]));
          const labels = images.map(([label]) => label);
          whole.observe(responses, labels, images.length);
          labels.forEach((label, i) => void single.observe(responses.subarray(2 * i), [label], 1));
          expect(single.assign()).toEqual(whole.assign());
        },
      ),
    );
  });
});
