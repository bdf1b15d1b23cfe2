import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { createRandom } from '../../../devices/index.js';
import { deviceCurves } from '../../../src/report/charts/device-curves.js';

const random = createRandom(1);
const paths = (svg: string, width: string) =>
  parseHTML(svg).document.querySelectorAll(`g[stroke-width="${width}"] path`).length;

test('device curves: the mean and the devices, both ways', () => {
  const svg = deviceCurves('ag-a-si', { random, devices: 3 });
  expect(svg).toMatch(/^<svg [^<>]*><style>/);
  expect([paths(svg, '3'), paths(svg, '0.8')]).toEqual([2, 6]);
  expect(svg).toContain('97 up');
  expect(svg).toContain('100 down');
  expect(svg).toContain('conductance, nS');
});

test('device curves: a one-sided device only rises', () => {
  const svg = deviceCurves('pcm', { random, devices: 3 });
  expect([paths(svg, '3'), paths(svg, '0.8')]).toEqual([1, 3]);
});

test('device curves: the thick line is the mean of the devices, not the response without noise', () => {
  const svg = deviceCurves('pcm', { random });
  expect(svg).toContain('mean of 20 devices');
  const rise = (width: string) => {
    const path = parseHTML(svg).document.querySelector(`g[stroke-width="${width}"] path`);
    const heights = [...(path?.getAttribute('d') ?? '').matchAll(/,(-?[\d.]+)/g)].map(([, y]) => Number(y));
    return heights[0] - heights[heights.length - 1];
  };
  // Noise and the bound pull the mean of pcm down to 1.41 where the response without noise is 1.87;
  // the standard error of 20 devices is 0.08.
  expect(Math.abs(rise('3') / rise('1.5') - 1.41 / 1.87)).toBeLessThan((4 * 0.08) / 1.87);
});
