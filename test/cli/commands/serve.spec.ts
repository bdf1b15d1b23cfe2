import { expect, it } from 'vitest';
import { temporaryFolder } from '../../runs/temporary-folder.js';
import { createShell } from '../fixture.js';

it('serves on loopback until it is stopped', async () => {
  const controller = new AbortController();
  const shell = createShell({ signal: controller.signal });
  const ended = shell.run('serve', temporaryFolder(), '--port', '0');
  setTimeout(() => controller.abort(), 200);
  const { exitCode, stdout } = await ended;
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\n$/);
});

it.each([
  [['serve', '/nowhere/at/all'], '/nowhere/at/all: expected a folder of runs'],
  [['serve', '.', '--port', '99999'], '--port: expected at most 65535'],
  [['serve', '.', '--port', 'http'], 'Expected a whole number from 0'],
])('%j is one line and exit code 2', async (argv, message) => {
  const { exitCode, stderr } = await createShell().run(...argv);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});
