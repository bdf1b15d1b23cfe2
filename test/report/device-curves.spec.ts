import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { createRandom } from '../../devices/index.js';
import { deviceCurves } from '../../src/report/device-curves.js';

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
