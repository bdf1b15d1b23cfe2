import { mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { studiesPage } from '../../src/report/pages/studies-page.js';
import { createStudyServer } from '../../src/runs/studies/study-server.js';
import { temporaryFolder } from '../runs/temporary-folder.js';
import { chromiumPath, launchChromium, withChromium } from './chromium.js';

it.skipIf(chromiumPath === null)(`the page of studies follows a run ${withChromium}`, async () => {
  const root = temporaryFolder();
  const folder = join(root, 'mine');
  mkdirSync(folder);
  writeFileSync(join(folder, 'config.yaml'), 'name: mine');
  const server = createStudyServer({ root, page: studiesPage(), nowMs: () => Date.now() });
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await expect.poll(() => page.locator('article h2').textContent()).toBe('mine');
    writeFileSync(
      join(folder, 'progress.json'),
      '{"id":"a","stage":"train","epoch":1,"epochs":2,"done":1500,"total":3000}',
    );
    writeFileSync(join(folder, 'metrics.jsonl'), '{"run":"a","epoch":1,"accuracy":{"average":0.625}}\n');
    await expect
      .poll(() => page.locator('article').textContent(), { timeout: 10_000 })
      .toContain('a train, epoch 1 of 2: 1,500 of 3,000');
    expect(await page.locator('article').textContent()).toContain('a 62.50 %');
    expect(await page.locator('progress').evaluate((bar) => (bar as HTMLProgressElement).position)).toBe(0.5);
    expect(await page.locator('#state').textContent()).toBe('1 studies, 1 running');
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
});
