import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../devices/base/errors.js';
import type { ReceptiveFields } from '../../../src/experiments/chip-report/receptive-fields.js';
import { bitmapUri, type Colour } from '../../../src/report/charts/bitmap.js';
import { DIVERGING, divergingIndex } from '../../../src/report/charts/diverging-colours.js';
import { receptiveFieldsFigure } from '../../../src/report/charts/receptive-fields.js';

const FIELDS: ReceptiveFields = {
  runId: 'eqprop-chip',
  width: 3,
  height: 2,
  neurons: [4, 17],
  labels: [7, null],
  weights: [
    [-0.5, 0, 0.5, 0.25, -0.25, 0],
    [0, 0, 0, 0, 0, 0],
  ],
};

/** An independent reading of a BMP: pixels [row][column] as RGB, from its own header fields. */
function decode(uri: string): Colour[][] {
  const bytes = Buffer.from(uri.slice(uri.indexOf(',') + 1), 'base64');
  expect(bytes.toString('latin1', 0, 2)).toBe('BM');
  expect(bytes.readUInt32LE(2)).toBe(bytes.length);
  const [start, width, height] = [bytes.readUInt32LE(10), bytes.readInt32LE(18), -bytes.readInt32LE(22)];
  const stride = Math.ceil(width / 4) * 4;
  expect(bytes.length).toBe(start + stride * height);
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => {
      const entry = 54 + 4 * bytes[start + row * stride + column]!;
      return [bytes[entry + 2]!, bytes[entry + 1]!, bytes[entry]!];
    }),
  );
}

const images = (html: string) => [...parseHTML(`<html>${html}</html>`).document.querySelectorAll('li img')];

describe('bitmapUri', () => {
  it.each([1, 3, 4, 5])('holds the pixels from the top left, %i wide', (width) => {
    const palette: Colour[] = [
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
    ];
    const indices = Uint8Array.from({ length: 2 * width }, (_, i) => i % 3);
    expect(decode(bitmapUri(indices, width, palette)).flat()).toEqual([...indices].map((i) => palette[i]));
  });
});

describe('diverging colours', () => {
  it('put zero in the middle and mirror the sign', () => {
    const middle = (DIVERGING.length - 1) / 2;
    expect(divergingIndex(0, 2)).toBe(middle);
    expect(divergingIndex(Number.NaN, 2)).toBe(middle);
    expect(divergingIndex(1, 0)).toBe(middle);
    expect([-9, -2, 2, 9].map((value) => divergingIndex(value, 2))).toEqual([0, 0, 2 * middle, 2 * middle]);
    expect(divergingIndex(-1, 2) + divergingIndex(1, 2)).toBe(2 * middle);
    expect(DIVERGING[middle]).toEqual([247, 247, 247]);
  });
});

describe('receptiveFieldsFigure', () => {
  it('paints positive weights red, negative ones blue and zero near-white', () => {
    const [first] = images(receptiveFieldsFigure(FIELDS)).map((img) => decode(img.getAttribute('src')!));
    const [negative, zero, positive] = first![0]!;
    expect(negative![2]).toBeGreaterThan(negative![0]);
    expect(positive![0]).toBeGreaterThan(positive![2]);
    expect(zero).toEqual([247, 247, 247]);
  });

  it('names neurons and classes and states the scale', () => {
    const html = receptiveFieldsFigure(FIELDS);
    expect(images(html).map((img) => img.getAttribute('alt'))).toEqual([
      'Weights of neuron 4, class 7',
      'Weights of neuron 17, no class',
    ]);
    expect(html).toMatch(/-0\.50<img.*>\+0\.50/);
  });

  it('says nothing of classes where no neuron has one', () => {
    const html = receptiveFieldsFigure({ ...FIELDS, labels: [null, null] });
    expect(images(html).map((img) => img.getAttribute('alt'))).toEqual([
      'Weights of neuron 4',
      'Weights of neuron 17',
    ]);
    expect(html).not.toContain('class ');
    expect(html).not.toContain('no class');
  });

  it('shows what a file has in place of numbers as text', () => {
    const foreign = '"><script>' as unknown as number;
    const html = receptiveFieldsFigure({ ...FIELDS, neurons: [foreign, 17], labels: [foreign, null] });
    expect(html).not.toContain('<script>');
    expect(images(html)[0]!.getAttribute('alt')).toBe('Weights of neuron "><script>, class "><script>');
  });

  it('does not let single outliers set the scale', () => {
    const weights = [Array.from({ length: 1000 }, (_, i) => (i === 0 ? 100 : 0.1))];
    const html = receptiveFieldsFigure({
      ...FIELDS,
      width: 1000,
      height: 1,
      neurons: [0],
      labels: [1],
      weights,
    });
    expect(html).toContain('+0.10');
  });

  it('renders weights that are all zero or not finite', () => {
    const weights = [Array(6).fill(0), Array(6).fill(Number.NaN)];
    for (const img of images(receptiveFieldsFigure({ ...FIELDS, weights }))) {
      expect(decode(img.getAttribute('src')!).flat()).toEqual(Array(6).fill([247, 247, 247]));
    }
  });

  it('refuses inconsistent lengths', () => {
    expect(() => receptiveFieldsFigure({ ...FIELDS, labels: [1] })).toThrow(
      new InputError('receptive fields of eqprop-chip: labels must have 2 entries (got 1)'),
    );
    expect(() => receptiveFieldsFigure({ ...FIELDS, height: 3 })).toThrow(/weights\[0\] must have 9 entries/);
  });
});
