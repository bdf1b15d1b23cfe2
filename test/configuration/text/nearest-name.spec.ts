import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { adviceOn, closeName } from '../../../src/configuration/text/nearest-name.js';

test('finds the name behind a slip of the finger', () => {
  expect(closeName('reed', ['write', 'read', 'array'])).toBe('read');
  expect(closeName('batchsize', ['epochs', 'batchSize'])).toBe('batchSize');
  expect(closeName('lernin', ['name', 'learning', 'readout'])).toBe('learning');
});

test.prop([fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), fc.nat()])(
  'a known name is nearest to itself',
  (known, i) => {
    const name = known[i % known.length]!;
    expect(closeName(name, known)!.toLowerCase()).toBe(name.toLowerCase());
  },
);

test('a name is suggested only where the word can be a slip for it', () => {
  expect(closeName('nochip', ['edge', 'pcm'])).toBeNull();
  expect(closeName('egde', ['pcm', 'edge'])).toBe('edge');
  expect(closeName('learningrates', ['learningRate'])).toBe('learningRate');
  expect(closeName('homostassiss', ['homeostasis'])).toBe('homeostasis');
  expect(adviceOn('red', ['write', 'read'])).toBe('did you mean read?');
  expect(adviceOn('conductance', ['write', 'read'])).toBe('expected one of write, read');
});
