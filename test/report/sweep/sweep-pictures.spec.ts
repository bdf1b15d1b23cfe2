import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { SweepResult } from '../../../src/experiments/sweep/sweep-result.js';
import { sweepPictures } from '../../../src/report/sweep/sweep-pictures.js';
import { sweepSamples } from '../../../src/report/sweep/sweep-samples.js';
import { run } from '../sample-result.js';

type Values = Record<string, string | number>;
interface Grid {
  readonly axes: Record<string, readonly (string | number)[]>;
  /** Ids and accuracies of the runs of a point. */
  readonly runs: (values: Values) => Record<string, number>;
  readonly isDone?: (values: Values) => boolean;
}

/** A sweep over all values of the axes. */
function gridOf({ axes, runs, isDone = () => true }: Grid): SweepResult {
  const all = Object.entries(axes).reduce<Values[]>(
    (some, [field, values]) => some.flatMap((one) => values.map((value) => ({ ...one, [field]: value }))),
    [{}],
  );
  return {
    schema: 1,
    kind: 'sweep',
    version: '0.1.0',
    name: 'a-sweep',
    seed: 1,
    config: {},
    fields: Object.keys(axes),
    points: all.map((values, index) => ({
      index,
      key: `${index}`,
      values,
      error: null,
      status: isDone(values) ? 'done' : 'missing',
      runs: isDone(values) ? Object.entries(runs(values)).map(([id, accuracy]) => run(id, accuracy)) : [],
    })),
    timing: { total: 1 },
  };
}

/** The pictures of one width. */
function pictures(grid: Grid) {
  const { document } = parseHTML(`<body>${sweepPictures(sweepSamples(gridOf(grid)))}</body>`);
  return [...document.querySelectorAll('.wide svg')].map((svg) => ({
    label: svg.getAttribute('aria-label')!,
    cells: [...svg.querySelectorAll('g[aria-label="cell"] rect')].map((cell) => cell.getAttribute('fill')!),
    texts: [...svg.querySelectorAll('g[aria-label="text"] text')].map((text) => text.textContent),
    lines: svg.querySelectorAll('g[aria-label="line"] path').length,
  }));
}

const noise = [0, 0.05, 0.1, 0.2];
const levels = [8, 16, 32];
const byRule = ({ rule, noise: x }: Values) =>
  rule === 'eqprop' ? { 'eqprop-chip': 0.55 - Number(x) } : { 'backprop-chip': 0.14 - Number(x) / 10 };

describe('sweepPictures', () => {
  it('draws a line for each rule over the noise in one picture, which tells every value', () => {
    const found = pictures({ axes: { rule: ['eqprop', 'backprop'], noise }, runs: byRule });
    expect(found).toHaveLength(1);
    const [{ label, lines, texts }] = found as [(typeof found)[0]];
    expect(lines).toBe(2);
    expect(texts).toEqual(expect.arrayContaining(['━━ rule eqprop', '━━ rule backprop']));
    for (const value of ['0: 55.00', '0.2: 35.00']) expect(label).toContain(`rule eqprop ${value} %`);
    for (const value of ['0: 14.00', '0.2: 12.00']) expect(label).toContain(`rule backprop ${value} %`);
  });

  it('draws a map of every cell over two axes of numbers, whatever runs the cells come from', () => {
    const [only, ...rest] = pictures({
      axes: { levels, noise },
      runs: ({ levels: x, noise: y }) => ({ [x === 8 ? 'a-chip' : 'b-chip']: Number(x) / 100 + Number(y) }),
    });
    expect(rest).toEqual([]);
    expect(only!.cells).toHaveLength(12);
    expect(only!.texts).toEqual(expect.arrayContaining(['8.0', '52.0']));
  });

  it('has one scale of colours for the maps of all runs: one colour is one accuracy', () => {
    const maps = pictures({
      axes: { levels, noise },
      runs: ({ levels: x, noise: y }) => {
        const accuracy = Number(x) / 100 + Number(y);
        return { 'eqprop-chip': accuracy, 'eqprop-ideal': accuracy + 0.3 };
      },
    });
    const [chip, ideal] = maps as [(typeof maps)[0], (typeof maps)[0]];
    expect(maps).toHaveLength(2);
    // 32 % at (32, 0) of the chip and nothing else; 38 % at (8, 0) of the ideal and nothing else:
    // no colour is shared but by equal figures.
    const figureOf = new Map<string, string>();
    for (const { cells, label } of [chip, ideal]) {
      expect(cells).toHaveLength(12);
      expect(label).toMatch(/from (8.00 to 52.00|38.00 to 82.00)$/);
    }
    const shown = (map: typeof chip) =>
      levels.flatMap((x) => noise.map((y) => (x / 100 + y + (map === ideal ? 0.3 : 0)).toFixed(4)));
    for (const map of [chip, ideal]) {
      for (const [i, figure] of shown(map).entries()) {
        const colour = map.cells[i]!;
        expect(figureOf.get(colour) ?? figure).toBe(figure);
        figureOf.set(colour, figure);
      }
    }
  });

  it.each([
    [[1, 2, 3, 4], 1],
    [[1, 2, 3, 4, 5, 6, 7, 8], 0],
  ])('draws no map that is half empty: lines where they are few, else a line per point (%j)', (x, maps) => {
    const some = pictures({
      axes: { x, y: [1, 2, 3, 4, 5, 6, 7, 8] },
      runs: () => ({ 'eqprop-chip': 0.5 }),
      isDone: ({ x, y }) => Number(x) > Number(y),
    });
    expect(some.flatMap(({ cells }) => cells)).toEqual([]);
    expect(some).toHaveLength(1);
    expect(some[0]!.label).toMatch(maps ? /^Accuracy against y/ : /^Parallel coordinates of 28 points/);
  });

  it('leaves a cell out of a map where a point failed', () => {
    const [map] = pictures({
      axes: { x: [1, 2, 3, 4], y: [1, 2, 3, 4] },
      runs: ({ x, y }) => ({ 'eqprop-chip': (Number(x) + Number(y)) / 100 }),
      isDone: ({ x, y }) => x !== 2 || y !== 2,
    });
    expect(map!.cells).toHaveLength(15);
  });
});
