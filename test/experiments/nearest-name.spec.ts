import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { nearestName } from '../../src/experiments/nearest-name.js';

test('finds the name behind a slip of the finger', () => {
  expect(nearestName('reed', ['write', 'read', 'array'])).toBe('read');
  expect(nearestName('batchsize', ['epochs', 'batchSize'])).toBe('batchSize');
  expect(nearestName('lernin', ['name', 'learning', 'readout'])).toBe('learning');
});

test.prop([fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), fc.nat()])(
  'a known name is nearest to itself',
  (known, i) => {
    const name = known[i % known.length]!;
    expect(nearestName(name, known).toLowerCase()).toBe(name.toLowerCase());
  },
);
