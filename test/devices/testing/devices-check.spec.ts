import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../devices/index.js';
import { registerDevicesCheck } from '../../../src/cli/devices/devices-check.js';
import type { Cli } from '../../../src/cli/shared/cli-io.js';

async function check(...argv: string[]) {
  const chunks: string[] = [];
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  let exitCode = -1;
  const program = new Command('devices').exitOverride();
  registerDevicesCheck(program, {
    io: { stdout, stderr: stdout, nowSec: () => performance.now() / 1000 },
    exitWith: (code: number) => (exitCode = code),
  } as unknown as Cli);
  await program.parseAsync(['check', ...argv], { from: 'user' });
  return { exitCode, stdout: chunks.join('') };
}

const module = (name: string) => fileURLToPath(new URL(`modules/${name}.mjs`, import.meta.url));

describe('devices check', () => {
  it('prints the laws of a sound model and ends with 0', async () => {
    const { exitCode, stdout } = await check('soft-bounds', '--runs', '3');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^soft-bounds obeys every law that applies \(seed 1\)\n {2}passed {3}stays-in-bounds\n/,
    );
    expect(stdout).toMatch(/ {2}skipped {2}quantises-once +no levels are declared\n/);
  });

  it('names the broken law, counterexample and seed, and ends with 1', async () => {
    const { exitCode, stdout } = await check('broken-stays-in-bounds', '--runs', '5', '--seed', '3');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/breaks stays-in-bounds.* \(seed 3\)\n/);
    expect(stdout).toMatch(/ {2}failed +stays-in-bounds +device .* S; counterexample \{.*"train":\[/);
  });

  it('prints one JSON document', async () => {
    const { stdout } = await check('vteam', '--runs', '2', '--json');
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ model: 'vteam', seed: 1, passed: true });
    expect(report.laws).toContainEqual({ law: 'loop-is-pinched', status: 'passed', seed: 1 });
  });

  it('finds a published set by its model', async () => {
    expect((await check('yakopcic', '--runs', '1')).stdout).toMatch(/^yakopcic-oblea obeys/);
  });

  it('checks a module of the user', async () => {
    const { exitCode, stdout } = await check(module('own-model'), '--runs', '3');
    expect([exitCode, stdout.split('\n')[0]]).toEqual([0, 'own-model obeys every law that applies (seed 1)']);
    expect(stdout).toMatch(/skipped +sets-then-reads +written once/);
  });

  it.each([
    ['soft-bound', 'Unknown device "soft-bound", did you mean soft-bounds?'],
    ['./no-such.js', './no-such.js: ERR_MODULE_NOT_FOUND, expected a JavaScript module that can be imported'],
    [module('no-model'), 'no default export and no `model`, expected a DeviceModel or an OdeDevice'],
    [module('half-model'), 'pulse is no function, expected a DeviceModel or an OdeDevice'],
  ])('%s is wrong usage', async (subject, message) => {
    const failure = check(subject);
    await expect(failure).rejects.toThrow(InputError);
    await expect(failure).rejects.toThrow(message);
  });

  it('a number of runs that is none is wrong usage', async () => {
    await expect(check('vteam', '--runs', 'many')).rejects.toThrow(
      "option '--runs <N>' argument 'many' is invalid. Expected a whole number from 1",
    );
  });
});
