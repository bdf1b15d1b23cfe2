import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { runBenchmarks } from '../../benchmarks/cli.js';
import type { Benchmark, BenchmarkContext } from '../../benchmarks/shared/benchmark.js';
import { InputError } from '../../devices/index.js';

const contexts: BenchmarkContext[] = [];
const outcome = { work: 'nothing', peer: null, reason: 'not installed', ratio: 1.5, rows: [{ threads: 1 }] };
const benchmark = (name: string, run: Benchmark['run']) => async () => ({ name, target: 2, run });
const catalogue = {
  quiet: benchmark('quiet', async (context) => {
    contexts.push(context);
    context.log('progress');
    return outcome;
  }),
  other: benchmark('other', async () => outcome),
  wrong: benchmark('wrong', async () => {
    throw new InputError('no such thing');
  }),
};

async function run(...argv: string[]) {
  const text = { stdout: '', stderr: '' };
  const collect = (name: keyof typeof text) =>
    new Writable({
      write(chunk, _encoding, done) {
        text[name] += chunk;
        done();
      },
    });
  const io = { stdout: collect('stdout'), stderr: collect('stderr') };
  const { wrong, ...good } = catalogue;
  return { exitCode: await runBenchmarks(argv, io, argv[0] === 'wrong' ? { wrong } : good), ...text };
}

describe('bench', () => {
  test('prints one document and nothing else with --json', async () => {
    const { exitCode, stdout, stderr } = await run('quiet', '--json');
    expect(exitCode).toBe(0);
    const { machine, ...result } = JSON.parse(stdout);
    expect(result).toEqual({ benchmark: 'quiet', target: 2, ...outcome });
    expect(machine).toMatchObject({ node: process.versions.node });
    expect(stderr).toContain('progress');
  });

  test('runs all of them without a name', async () => {
    const { stdout } = await run('--json');
    expect(JSON.parse(stdout).map((result: { benchmark: string }) => result.benchmark)).toEqual([
      'quiet',
      'other',
    ]);
  });

  test('prints a table with the reason for a missing peer', async () => {
    const { stdout } = await run('quiet');
    expect(stdout).toMatch(/^quiet: 1.5, target 2\n {2}nothing\n {2}no peer: not installed\n/);
  });

  test('hands on its options', async () => {
    await run(
      'quiet',
      '--repetitions',
      '7',
      '--threads',
      '1',
      '--seed',
      '3',
      '--images',
      '96',
      '--out',
      'here',
    );
    const { log, ...options } = contexts[contexts.length - 1];
    expect(options).toEqual({ repetitions: 7, threads: 1, seed: 3, images: 96, start: null, out: 'here' });
    expect(log).toBeTypeOf('function');
  });

  test.each([
    [['nobody'], 'NAME must be one of quiet, other (got nobody)'],
    [['quiet', '--repetitions', '0'], 'expected a whole number from 1'],
    [['quiet', '--repetitions', 'x'], 'expected a whole number from 1'],
    [['quiet', '--frob'], "unknown option '--frob'"],
    [['wrong'], 'no such thing'],
  ])('refuses %j with exit code 2', async (argv, message) => {
    const { exitCode, stdout, stderr } = await run(...argv);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
  });
});
