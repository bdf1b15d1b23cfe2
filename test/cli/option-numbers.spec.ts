import { Command } from 'commander';
import { expect, it } from 'vitest';
import { registerCommands } from '../../src/cli/commands.js';
import type { Cli } from '../../src/cli/shared/cli-io.js';
import { createShell } from './fixture.js';

const program = new Command('crossprop');
registerCommands(program, {} as Cli);

interface NumberOption {
  readonly path: readonly string[];
  readonly flag: string;
  readonly placeholder: string;
}

/** Every option of every command whose placeholder stands for a number. */
const optionsOf = (command: Command, path: readonly string[]): NumberOption[] => [
  ...command.options
    .map(({ long, flags }) => ({ path, flag: long!, placeholder: /<(.+?)>/.exec(flags)?.[1] ?? '' }))
    .filter(({ placeholder }) => /^(N|n|S|SEC|beta|ACCURACY)$/.test(placeholder)),
  ...command.commands.flatMap((inner) => optionsOf(inner, [...path, inner.name()])),
];
const options = optionsOf(program, []);

it('finds the options that take numbers, the less common ones too', () => {
  const found = options.map(({ path, flag }) => [...path, flag].join(' '));
  expect(found).toEqual(
    expect.arrayContaining(['devices fit --instrument-noise', 'crossbar spice --nudge', 'sweep --array']),
  );
});

it.each(options)('$path $flag names itself where it gets no number', async ({ path, flag }) => {
  for (const text of ['abc', '']) {
    const { exitCode, stdout, stderr } = await createShell().run(...path, `${flag}=${text}`);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^crossprop: [^\n]*\n$/);
    expect(stderr).toContain(`option '${flag}`);
  }
});

it('a number below those allowed is refused by its option too', async () => {
  const { exitCode, stderr } = await createShell().run('devices', 'fit', 'a.csv', '--instrument-noise=-1');
  expect(exitCode).toBe(2);
  expect(stderr).toContain(
    "option '--instrument-noise <S>' argument '-1' is invalid. Expected a number from 0 in siemens.",
  );
});
