import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { currentLossChart } from '../../../src/report/charts/current-loss.js';
import { currentLossMap } from '../../../src/report/charts/current-loss-map.js';

const curve = (size: number) => ({
  size,
  byColumn: Array.from({ length: size }, (_, j) => (j + 1) / (2 * size)),
});

test('current loss: a curve a size, its name at its end, the limit as a line', () => {
  const svg = currentLossChart([64, 128, 256].map(curve), { conditions: '1 ohm a segment' });
  const { document } = parseHTML(svg);
  expect(svg).toMatch(/^<svg [^<>]*><style>/);
  expect(svg).toContain('64 x 64 50 % in the last, 128 x 128 50 % in the last, 256 x 256 50 % in the last');
  expect(document.querySelectorAll('g[stroke-width="2.5"] path')).toHaveLength(3);
  const texts = [...document.querySelectorAll('text')].map((text) => text.textContent);
  expect(texts).toEqual(
    expect.arrayContaining(['64 x 64', '128 x 128', '256 x 256', '5 %', '1 ohm a segment']),
  );
});

test('current loss: a large tile is thinned, its last bit line kept; one line of one cell draws', () => {
  const svg = currentLossChart([curve(2000)], { conditions: '' });
  const { document } = parseHTML(svg);
  const path = document.querySelector('g[stroke-width="2.5"] path')!.getAttribute('d')!;
  expect(path.split('L').length).toBeLessThan(300);
  expect(svg).toContain('2000 x 2000 50 %');
  expect(currentLossChart([curve(1)], { conditions: '' })).not.toContain('NaN');
});

test('current loss: the same curves give the same picture', () => {
  const draw = () => currentLossChart([curve(16)], { conditions: 'x', limit: 0.1 });
  expect(draw()).toBe(draw());
});

test('current loss by cell: a large tile is thinned, its last lines kept, and the ends of the scale are named', () => {
  const byCell = Float64Array.from({ length: 100 * 70 }, (_, at) => at / 14_000);
  const svg = currentLossMap(byCell, { rows: 100, cols: 70 });
  const { document } = parseHTML(svg);
  const lines = (count: number, stride: number) =>
    Math.ceil(count / stride) + Number((count - 1) % stride > 0);
  expect(document.querySelectorAll('g[aria-label="cell"] rect')).toHaveLength(lines(100, 4) * lines(70, 3));
  const texts = [...document.querySelectorAll('text')].map(({ textContent }) => textContent);
  expect(texts).toEqual(expect.arrayContaining(['1', '70', '100', '0.0 %', '50.0 %']));
  expect(currentLossMap([0.2], { rows: 1, cols: 1 })).not.toContain('NaN');
});
