import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { completionScript } from '../../src/cli/commands/completion.js';
import { registerCommands } from '../../src/cli/commands.js';
import type { Cli } from '../../src/cli/shared/cli-io.js';
import { temporaryFolder } from '../runs/temporary-folder.js';
import { createShell } from './fixture.js';

const program = new Command('crossprop');
registerCommands(program, {} as Cli);

const pathsOf = (command: Command, path: readonly string[]): string[][] =>
  command.commands.flatMap((inner) => {
    const own = [...path, inner.name()];
    return [own, ...pathsOf(inner, own)];
  });
const paths = pathsOf(program, []);

describe('help', () => {
  it.each(paths.map((path) => [path.join(' '), path] as const))(
    'crossprop %s says what it does and shows an example of itself',
    async (name, path) => {
      const { exitCode, stdout } = await createShell().run(...path, '--help');
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(new RegExp(`^Usage: crossprop ${name} `));
      expect(stdout.split('\n')[2]).toMatch(/\w/);
      expect(stdout).toMatch(new RegExp(`^ *(\\$ |.* \\| )crossprop ${name}`, 'm'));
    },
  );

  it('lists every command with the arguments that its own help asks for', async () => {
    const { stdout } = await createShell().run('--help');
    for (const [name] of paths.filter((path) => path.length === 1)) {
      const help = (await createShell().run(name, '--help')).stdout;
      const usage = help.slice('Usage: crossprop '.length, help.indexOf('\n'));
      expect(stdout).toContain(`\n  ${usage}  `);
    }
    expect(stdout).toContain('\n  train [options] CONFIG ');
  });

  it.each(['compare', 'train', 'estimate', 'sweep', 'merge'])(
    '%s says what becomes of a folder that holds something',
    async (name) => {
      const { stdout } = await createShell().run(name, '--help');
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
        'left alone where it holds something: DIR-2, DIR-3, ... is taken',
      );
    },
  );

  it('every example names commands and options that there are', async () => {
    for (const path of paths) {
      const { stdout } = await createShell().run(...path, '--help');
      for (const [, line] of stdout.matchAll(/^ *\$ crossprop (.*)$/gm)) {
        const words = line.split(/\s+/);
        const called = paths.filter((some) => some.every((word, i) => word === words[i])).at(-1);
        expect(called, line).toBeDefined();
        const help = (await createShell().run(...(called as string[]), '--help')).stdout;
        for (const option of words.filter((word) => word.startsWith('--')))
          expect(help, line).toContain(option);
      }
    }
  });
});

describe('completion', () => {
  it('in bash completes commands, commands of commands and options', () => {
    const complete = (...words: string[]) => {
      const script = `${completionScript(program, 'bash')}
COMP_WORDS=(crossprop ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _crossprop; echo "\${COMPREPLY[@]}"`;
      return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim();
    };
    expect(complete('com')).toBe('compare completion');
    expect(complete('devices', 'p')).toBe('plot');
    expect(complete('devices', 'plot', 'pcm', '--o')).toBe('--out');
    expect(complete('compare', 'chip.yaml', '--set', 'a=b', '--js')).toBe('--json');
    expect(complete('nothing', '--zz')).toBe('');
  });

  it('is a script for each shell, and nothing else is one', async () => {
    expect((await createShell().run('completion', 'zsh')).stdout).toMatch(/^autoload .*bashcompinit/);
    expect((await createShell().run('completion', 'fish')).stdout).toContain("-a compare -d 'Train with");
    expect((await createShell().run('completion', 'dos')).exitCode).toBe(2);
  });
});

it('init writes a configuration once', async () => {
  const file = join(temporaryFolder(), 'chip.yaml');
  expect((await createShell().run('init', file)).stdout).toBe(`${file}\n`);
  expect(readFileSync(file, 'utf8')).toContain('  layers: [784, 2000]');
  const again = await createShell().run('init', file);
  expect(again.exitCode).toBe(2);
  expect(again.stderr).toContain('--force');
  expect((await createShell().run('init', file, '--force')).exitCode).toBe(0);
  expect((await createShell().run('init', '/nowhere/chip.yaml')).exitCode).toBe(2);
  expect(existsSync('/nowhere')).toBe(false);
});
