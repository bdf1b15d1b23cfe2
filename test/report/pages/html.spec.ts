import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { ExperimentResult } from '../../../src/experiments/results/result.js';
import { reportHtml } from '../../../src/report/pages/html.js';
import { summary } from '../../../src/report/pages/summary.js';
import { meanOf, result, run } from '../sample-result.js';

const FIELDS = {
  runId: 'eqprop-chip',
  width: 2,
  height: 1,
  neurons: [3],
  labels: [null],
  weights: [[0.1, -0.1]],
};
const page = (value: ExperimentResult, receptiveFields = [FIELDS]) =>
  parseHTML(reportHtml({ result: value, receptiveFields })).document;
const textOf = (root: ParentNode, selector: string) =>
  [...root.querySelectorAll(selector)].map((element) => element.textContent);

describe('reportHtml', () => {
  it('opens with the title and the summary', () => {
    const document = page(result());
    expect(textOf(document, 'h1')).toEqual(['mnist-self-defined-target']);
    expect(textOf(document, '.summary p')).toEqual(summary(result()));
    expect(textOf(document, 'h2')).toEqual([
      'Accuracy',
      'Learning',
      'What the neurons look for',
      'All runs',
      'How it was made',
    ]);
  });

  it('shows where wires lose current, of chips whose wires are not ideal', () => {
    const counts = [0, 1];
    const conductances = { fromS: 0, toS: 1e-4, before: counts, after: counts, meanAfterS: 4e-5 };
    const wired = { device: { gMaxS: 1e-4 }, array: { rows: 8, cols: 8, wordLineOhm: 1, bitLineOhm: 1 } };
    const value = result();
    const document = page({
      ...value,
      runs: value.runs.map((one) => ({ ...one, hardware: wired, conductances })),
    });
    expect(textOf(document, 'h2')).toContain('Current lost in the wires');
    expect(document.querySelector('figure[data-name="current-loss-eqprop-chip"]')).not.toBeNull();
  });

  it('writes the numbers of the result', () => {
    const table = page(result()).querySelector('table')!;
    const rows = [...table.querySelectorAll('tbody tr')].map((row) => textOf(row, 'th, td'));
    result().runs.forEach(({ id, accuracy }, i) => {
      expect(rows[i]![0]).toBe(id);
      expect(Number(rows[i]![3]) / 100).toBeCloseTo(accuracy.average!, 4);
      expect(Number(rows[i]![4]) / 100).toBeCloseTo(accuracy.max!, 4);
    });
    expect(rows[2]![5]).toBe('-2.30 (-2.90 to -1.70)');
  });

  it('names the intervals that the whiskers are', () => {
    const captionOf = (value: ExperimentResult) =>
      page(value).querySelector('figure[data-name=accuracy] figcaption')!.textContent!.replace(/\s+/g, ' ');
    const student = "The whiskers are 95 % intervals of the mean over 3 seeds (Student's t)";
    const means = [meanOf('eqprop-chip', [0.7, 0.8, 0.9], [0.55, 1.05])];
    expect(captionOf(result({ runs: means }))).toContain(`${student}. All`);
    expect(captionOf(result({ runs: [...means, run('eqprop-ideal', 0.9)] }))).toContain(
      `${student}; those of single runs 95 % Wilson intervals: where`,
    );
    expect(captionOf(result())).toContain('The whiskers are 95 % Wilson intervals: where');
  });

  it('speaks of output neurons and their classes only where a neuron has one', () => {
    const introOf = (label: number | null) => {
      const document = page(result(), [{ ...FIELDS, labels: [label] } as typeof FIELDS]);
      return textOf(document, 'p')
        .find((text) => text!.startsWith('Each square'))!
        .replace(/\s+/g, ' ');
    };
    expect(introOf(7)).toContain(
      'the weights from the input image to one output neuron: red pixels drive it, blue ones hold it back. Below stands the class',
    );
    expect(introOf(null)).toContain(
      'the weights from the input image to one neuron of the first layer (of a convolution, one filter): red pixels drive it, blue ones hold it back. The',
    );
    expect(introOf(null)).not.toContain('class');
  });

  it('tells how it was made, with the configuration ready to run', () => {
    const document = page(result());
    expect(textOf(document, 'dd')).toEqual([
      'mnist: 60,000 training and 10,000 test images',
      '5f'.repeat(32),
      '7',
      '0.1.0',
      'load 1.3 s, train 3 min 11 s, test 12.0 s',
    ]);
    expect(parseYaml(document.querySelector('details:not(.csv) code')!.textContent!)).toEqual(
      result().config,
    );
  });

  it('asks nothing of the network', () => {
    const html = reportHtml({ result: result(), receptiveFields: [FIELDS] });
    const sources = [...html.matchAll(/ (?:src|href|srcset|poster|action)="([^"]*)"/g)].map(([, uri]) => uri);
    expect(sources.every((uri) => uri!.startsWith('data:'))).toBe(true);
    expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|url\(|@import/);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/<link(?! rel="icon" href="data:,")/);
    expect(html).toContain("default-src 'none'");
  });

  it('escapes every text of the result', () => {
    const evil = `<script>alert("1")</script>&'`;
    const evilResult = result({
      name: evil,
      version: evil,
      config: { [evil]: evil },
      dataset: { name: evil, train: 1, test: 1, sha256: evil },
      runs: [run(evil, 0.5, { hardware: { device: { preset: evil } } })],
      timing: { [evil]: 1 },
    });
    const fields = [{ ...FIELDS, runId: evil }];
    const document = page(evilResult, fields);
    expect(reportHtml({ result: evilResult, receptiveFields: fields })).not.toContain('<script>alert');
    expect(textOf(document, 'h1, title, h3')).toEqual([evil, evil, evil]);
    expect(textOf(document, 'tbody th, dd')).toEqual(expect.arrayContaining([evil]));
  });

  it('describes every image', () => {
    const document = page(result());
    for (const image of document.querySelectorAll('img')) expect(image.getAttribute('alt')).toBeTruthy();
    for (const svg of document.querySelectorAll('svg')) expect(svg.getAttribute('aria-label')).toBeTruthy();
    expect(textOf(document, 'figure figcaption').every((caption) => caption!.length > 10)).toBe(true);
  });

  it.each([
    ['a single run', result({ runs: [run('eqprop-chip', 0.8)], comparisons: [] })],
    ['no accuracy', result({ runs: [run('eqprop-chip', null)], comparisons: [] })],
    ['an interrupted run', result({ runs: [run('eqprop-chip', null, { status: 'interrupted' })] })],
    ['an accuracy of one', result({ runs: [run('eqprop-chip', 1)] })],
    [
      'an accuracy of zero',
      result({ runs: [run('eqprop-chip', 0, { curve: [{ images: 1, average: 0 }] })] }),
    ],
    ['no runs', result({ runs: [], comparisons: [], timing: {} })],
  ])('renders a result with %s', (_, value) => {
    const html = reportHtml({ result: value });
    expect(html.replace(/<script>.*<\/script>/s, '')).not.toMatch(/NaN|undefined|\[object|Infinity/);
    expect(html).toContain('How it was made');
  });

  it('depends on its input alone', () => {
    const twice = [0, 1].map(() => reportHtml({ result: result(), receptiveFields: [FIELDS] }));
    expect(twice[0]).toBe(twice[1]);
  });
});
