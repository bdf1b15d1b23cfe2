import { describe, expect, test } from 'vitest';
import { createShell } from './fixture.js';

describe('help', () => {
  test.each([
    [[]],
    [['compare']],
    [['train']],
    [['report']],
    [['data']],
    [['data', 'list']],
    [['data', 'verify']],
  ])('of %j has an example', async (command) => {
    const { exitCode, stdout, stderr } = await createShell().run(...command, '--help');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain(['Usage: crossprop', ...command].join(' '));
    expect(stdout).toContain(['Example:\n  $ crossprop', ...command].join(' '));
  });

  test('the version is that of the package', async () => {
    const { exitCode, stdout } = await createShell().run('--version');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('wrong usage is one line and 2', () => {
  test.each([
    [['compere'], "crossprop: unknown command 'compere' (Did you mean compare?)\n"],
    [['compare', '--thread', '1'], "crossprop: unknown option '--thread' (Did you mean --threads?)\n"],
    [['compare', 'a', 'b'], "crossprop: too many arguments for 'compare'. Expected 1 argument but got 2.\n"],
    [
      ['compare', '--seed', '-1'],
      "crossprop: option '--seed <N>' argument '-1' is invalid. Expected a whole number from 0.\n",
    ],
    [
      ['compare', '--threads', '0'],
      "crossprop: option '--threads <N>' argument '0' is invalid. Expected a whole number from 1 to 256.\n",
    ],
    [
      ['compare', '--set', 'seed'],
      'crossprop: seed: no such file and no ready configuration, expected one of edge, idealised-10-bit, rram, pcm, ecram, fefet\n',
    ],
    [
      ['compare', '--set', 'seed', 'a=1'],
      'crossprop: --set seed: expected path=value, such as dataset.train=2000\n',
    ],
    [['data', 'verify'], "crossprop: missing required argument 'NAME'\n"],
    [['report'], "crossprop: missing required argument 'DIR'\n"],
  ])('%j', async (argv, line) => {
    expect(await createShell().run(...argv)).toEqual({ exitCode: 2, stdout: '', stderr: line });
  });

  test('no command at all prints the help on stderr', async () => {
    const { exitCode, stdout, stderr } = await createShell().run();
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: crossprop');
  });
});

describe('data', () => {
  test('list', async () => {
    const { run } = createShell();
    expect((await run('data', 'list')).stdout).toBe('mnist: digits\n  licence: free\n  source: here\n');
    expect(JSON.parse((await run('data', 'list', '--json')).stdout)).toEqual({
      datasets: [{ name: 'mnist', summary: 'digits', licence: 'free', source: 'here' }],
    });
  });

  test('verify ends with 1 where a file differs', async () => {
    const files = [
      { file: 'a', sha256: '1', expected: '1', ok: true },
      { file: 'b', sha256: '1', expected: '2', ok: false },
      { file: 'c', sha256: '1', expected: null, ok: false },
    ];
    const asked: unknown[] = [];
    const verifyDataset = async (...of: unknown[]) => {
      asked.push(of);
      return files;
    };
    const { run } = createShell({ engine: { verifyDataset } });
    const { exitCode, stdout } = await run('data', 'verify', 'mnist', '--path', 'here');
    expect([exitCode, stdout]).toEqual([1, 'same       a\ndifferent  b\nunknown    c\n']);
    expect(asked).toEqual([['mnist', 'here']]);
    expect(JSON.parse((await run('data', 'verify', 'mnist', '--json')).stdout)).toEqual({
      name: 'mnist',
      files,
    });
    expect((await createShell().run('data', 'verify', 'mnist')).exitCode).toBe(0);
  });
});
