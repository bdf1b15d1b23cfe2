import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExperimentResult } from '../../src/experiments/results/result.js';
import { reportHtml } from '../../src/report/pages/html.js';
import { sweepHtml } from '../../src/report/sweep/sweep-html.js';
import { result } from '../report/sample-result.js';
import { sweep } from '../report/sweep/sample-sweep.js';
import { temporaryFolder } from '../runs/temporary-folder.js';
import { chromiumPath, launchChromium, withChromium } from './chromium.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const fields = {
  runId: 'eqprop-chip',
  width: 8,
  height: 8,
  neurons: [3, 4],
  labels: [null, 2],
  weights: [0, 1].map((n) => Array.from({ length: 64 }, (_, i) => Math.sin(i + n))),
};

describe.skipIf(chromiumPath === null)(`the report in Chromium ${withChromium}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => browser?.close());

  /** The report of a result.json, opened from its file, and every request that the page made. */
  async function open(options: Parameters<Browser['newContext']>[0] = {}) {
    const folder = temporaryFolder();
    const file = join(folder, 'result.json');
    writeFileSync(file, JSON.stringify(result()));
    const stored: ExperimentResult = JSON.parse(readFileSync(file, 'utf8'));
    const report = join(folder, 'report.html');
    writeFileSync(report, reportHtml({ result: stored, receptiveFields: [fields] }));
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const [requests, errors]: [string[], string[]] = [[], []];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    const url = pathToFileURL(report).href;
    await page.goto(url);
    return { page, context, stored, url, requests, errors };
  }

  it('shows the numbers of result.json, from file://, and asks for nothing else', async () => {
    const { page, stored, url, requests, errors } = await open();
    const rows = await page
      .locator('tbody tr')
      .evaluateAll((all) =>
        all.map((row) => Array.from((row as HTMLTableRowElement).cells, (cell) => cell.textContent ?? '')),
      );
    expect(rows.map(([id]) => id)).toEqual(stored.runs.map(({ id }) => id));
    stored.runs.forEach(({ accuracy }, i) => {
      // Two decimals of a percent.
      expect(Math.abs(Number(rows[i][3]) / 100 - (accuracy.average as number))).toBeLessThan(5.1e-5);
      expect(Math.abs(Number(rows[i][4]) / 100 - (accuracy.max as number))).toBeLessThan(5.1e-5);
    });
    const [found, low, high] = /([-+\d.]+) \(([-+\d.]+) to ([-+\d.]+)\)/
      .exec(rows[2][5])!
      .slice(1)
      .map((text) => Number(text) / 100);
    const { delta, ci95 } = stored.comparisons[0];
    for (const [shown, kept] of [
      [found, delta],
      [low, ci95[0]],
      [high, ci95[1]],
    ])
      expect(Math.abs(shown - kept)).toBeLessThan(5.1e-5);
    expect(await page.locator('.summary p').first().textContent()).toContain('87.10 %');
    const csv = await page.locator('details.csv code').textContent();
    expect(csv).toContain(`,${stored.runs[2].accuracy.average},`);
    expect(requests.filter((request) => request !== url && !request.startsWith('data:'))).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('sorts the table by a click and by the keyboard', async () => {
    const { page } = await open();
    const names = () => page.locator('tbody th').allTextContents();
    const title = page.getByRole('button', { name: 'Sort by average %' });
    await title.click();
    expect(await names()).toEqual(['eqprop-chip', 'eqprop-ideal', 'backprop-ideal']);
    await title.press('Enter');
    expect(await names()).toEqual(['backprop-ideal', 'eqprop-ideal', 'eqprop-chip']);
    expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
    await page.getByRole('button', { name: 'Sort by run' }).click();
    expect(await names()).toEqual(['backprop-ideal', 'eqprop-chip', 'eqprop-ideal']);
    await page.context().close();
  });

  it('copies the table as CSV', async () => {
    const { page, context } = await open();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy as CSV' }).click();
    await expect.poll(() => page.locator('#said').textContent()).toBe('Copied the table as CSV');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await page.locator('details.csv code').textContent());
    await context.close();
  });

  it('saves each picture as SVG and PNG', async () => {
    const { page } = await open();
    for (const name of ['accuracy', 'learning']) {
      const saved = async (kind: string) => {
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: `Save ${name} as ${kind}` }).click(),
        ]);
        expect(download.suggestedFilename()).toBe(`${name}.${kind.toLowerCase()}`);
        return readFileSync(await download.path());
      };
      expect((await saved('SVG')).toString()).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
      const png = await saved('PNG');
      expect(png.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
      expect(png.readUInt32BE(16)).toBe(3 * 680);
    }
    await page.context().close();
  });

  it.each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 380],
  ] as const)(
    'has no fault of accessibility that axe finds (%s, %d pixels wide)',
    async (colorScheme, width) => {
      const { page } = await open({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
      expect(await faults(page)).toEqual([]);
      await page.context().close();
    },
  );

  it('neither has that of a sweep', async () => {
    const { page } = await open({ bypassCSP: true });
    await page.setContent(sweepHtml(sweep(['a', 'b'])));
    expect(await faults(page)).toEqual([]);
    await page.context().close();
  });

  it('is reached by the keyboard alone: every button and region takes the focus', async () => {
    const { page } = await open();
    const count = await page.locator('button, summary, [tabindex="0"]').filter({ visible: true }).count();
    const seen = new Set<string>();
    for (let i = 0; i < count; i++) {
      await page.keyboard.press('Tab');
      seen.add(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200) ?? ''));
    }
    expect(seen.size).toBe(count);
    await page.context().close();
  });

  it('prints: the configuration is open, the tools are gone', async () => {
    const { page } = await open();
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.tools').filter({ visible: true }).count()).toBe(0);
    expect(await page.locator('details:not(.csv) pre').isVisible()).toBe(true);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
    await page.context().close();
  });
});

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    (
      globalThis as unknown as {
        axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe.run(),
  );
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
