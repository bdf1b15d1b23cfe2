import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../devices/base/errors.js';
import { loadDataset, verifyDataset } from '../../src/data/load.js';
import { withFolder } from './idx-bytes.js';

const line = (label: string, values: readonly string[]) => `${label} ${values.join(' ')} \n`;
const blank = Array.from({ length: 256 }, () => '-1.000');
const train = line('6.0000', ['1', '-0.5', ...blank.slice(2)]) + line('0.0000', blank);
const held = line('9', blank);
const bytes = (text: string) => new TextEncoder().encode(text);
const load = (first: string) =>
  withFolder({ 'zip.train': bytes(first), 'zip.test.gz': gzipSync(held) }, (path) =>
    loadDataset({ name: 'usps', path }),
  );

describe('zip codes as text', () => {
  it('have paper at 0 and ink at full scale, plain or gzip', () => {
    const { train: images, test } = load(train);
    expect(images).toMatchObject({ count: 2, width: 16, height: 16, channels: 1, classes: 10 });
    expect([...images.labels, ...test.labels]).toEqual([6, 0, 9]);
    expect([...images.pixels.subarray(0, 3)]).toEqual([255, 64, 0]);
  });

  it.each([
    ['a number too few', line('6', blank.slice(1)), 'expected 257 numbers, label first (got 256)'],
    ['a label of 10', line('10', blank), 'expected a label from 0 to 9 (got 10)'],
    ['half a label', line('1.5', blank), 'expected a label from 0 to 9 (got 1.5)'],
    ['a pixel of 2', line('1', [...blank.slice(1), '2']), 'expected numbers in [-1, 1] (got 2)'],
    ['a word', line('1', [...blank.slice(1), 'ink']), 'expected numbers in [-1, 1] (got NaN)'],
  ])('with %s are an InputError that names the line', (_, wrong, expected) => {
    const attempt = () => load(train + wrong);
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(new RegExp(`zip\\.train:3: ${expected.replace(/[()[\]]/g, '\\$&')}$`));
  });

  it.each([
    ['empty', ''],
    ['cut short', train.slice(0, -3)],
  ])('that are %s are refused', (_, text) => {
    expect(() => load(text)).toThrow(/zip\.train: expected lines that end, one per image/);
  });

  it('cannot be known to be the published ones', () => {
    withFolder({ 'zip.train': bytes(train), 'zip.test': bytes(held) }, (path) => {
      const checks = verifyDataset('usps', path);
      expect(checks.map(({ ok, expected }) => [ok, expected])).toEqual([
        [false, null],
        [false, null],
      ]);
    });
  });
});
