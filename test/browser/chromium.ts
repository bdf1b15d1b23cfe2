import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/**
 * Where Debian puts it, or what CHROMIUM names; null = none there, and tests that need it are
 * skipped.
 */
export const chromiumPath: string | null =
  [process.env.CHROMIUM, '/usr/bin/chromium'].find((path) => path !== undefined && existsSync(path)) ?? null;

/** Why a test is skipped, for its title. */
export const withChromium = chromiumPath === null ? '(skipped: no chromium; CHROMIUM=PATH names one)' : '';

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath as string,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
