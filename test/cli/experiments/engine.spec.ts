import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../devices/base/errors.js';
import { entryFile } from '../../../src/data/package-root.js';
import { nativeKernels } from '../../../src/runs/threads/native-engine.js';
import { temporaryFolder } from '../../runs/temporary-folder.js';
import { withoutTimes } from '../../runs/without-times.js';
import { createShell } from '../fixture.js';

const hasNative = nativeKernels().engine !== null;

describe('--engine', () => {
  it.each(['train', 'compare', 'estimate', 'sweep', 'reproduce', 'worker'])(
    'is an option of %s',
    async (command) => {
      const { stdout } = await createShell().run(command, '--help');
      expect(stdout).toContain('--engine <NAME>');
      const { exitCode, stderr } = await createShell().run(command, '--engine', 'gpu');
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/^crossprop: .*native, wasm, typescript.*\n$/);
    },
  );

  it.each([
    ['train', 'x.yaml'],
    ['compare'],
    ['estimate', 'edge'],
    ['sweep', 'x.yaml'],
    ['reproduce', 'EP-1'],
  ])('of %s that is not there ends the command before anything is read or written', async (...argv) => {
    const engine = {
      checkEngine: async () => {
        throw new InputError('--engine native: there are none');
      },
    };
    const out = join(temporaryFolder(), 'run');
    const found = await createShell({ engine }).run(...argv, '--engine', 'native', '--out', out);
    expect(found).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'crossprop: --engine native: there are none\n',
    });
    expect(existsSync(out)).toBe(false);
  });

  it('tells in one line what is wrong with native kernels that nobody asked for, and goes on', async () => {
    const engine = { checkEngine: async () => 'native kernels are not used: no reason' };
    const out = join(temporaryFolder(), 'run');
    const { exitCode, stderr } = await createShell({ engine }).run('compare', '--out', out);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('crossprop: native kernels are not used: no reason\n');
  });

  it.each([
    ['compare'],
    ['compare', 'LEVELS'],
    ['sweep', 'SWEEP', '--executor', 'in-process'],
    ['estimate', 'CHIP', '--executor', 'in-process'],
    ['reproduce', 'EP-1'],
  ])('goes to the kernels of %s %s', async (...argv) => {
    const asked: unknown[] = [];
    const createKernels = async ({ engine, threads }: { engine?: unknown; threads?: unknown }) => {
      asked.push([engine, threads]);
      throw new InputError('enough');
    };
    const folder = temporaryFolder();
    const blocks = {
      CHIP: 'name: chip\n',
      SWEEP: 'sweep: {grid: {seed: [1, 2]}}\n',
      LEVELS: 'compare: {vary: read.noise, values: [0, 0.01], rules: [eqprop]}\n',
    };
    for (const [name, text] of Object.entries(blocks)) writeFileSync(join(folder, name), text);
    const words = argv.map((word) => (word in blocks ? join(folder, word) : word));
    const shell = createShell({ engine: { createKernels } });
    await shell.run(...words, '--engine', 'typescript', '--threads', '3', '--out', join(folder, 'out'));
    expect(asked).toEqual([['typescript', 3]]);
  });
});

describe('the command line', () => {
  const train = (flags: readonly string[], ...options: string[]) => {
    const folder = temporaryFolder();
    const [config, out] = [join(folder, 'chip.json'), join(folder, 'run')];
    const target = { target: { winners: 2 } };
    const learning = { ...target, backprop: target };
    const dataset = { name: 'digits', train: 100, test: 50 };
    writeFileSync(config, JSON.stringify({ dataset, network: { layers: [64, 20] }, learning }));
    const argv = [...flags, entryFile('#main'), 'train', config, '--out', out, ...options];
    const { status, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
    const result = existsSync(out) ? JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) : null;
    return { status, stderr, result, out };
  };

  it('writes the engine into the result, the log and the report, and nothing else that depends on it', () => {
    const found = ['wasm', 'typescript', ...(hasNative ? ['native'] : [])].map((engine) => {
      const { status, result, out } = train([], '--engine', engine);
      expect(status).toBe(0);
      const [{ engine: name, ...run }] = result.runs;
      expect(name).toContain(engine);
      const log = readFileSync(join(out, 'log.jsonl'), 'utf8');
      expect(JSON.parse(log.split('\n')[0])).toMatchObject({ msg: 'run-started', engine: name });
      expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain(`<dt>kernels</dt><dd>${name}</dd>`);
      return withoutTimes({ ...result, runs: [run] });
    });
    for (const other of found.slice(1)) expect(other).toEqual(found[0]);
  });

  it.skipIf(!hasNative)('has WebAssembly compute where the host forbids native code, and says so', () => {
    const { status, stderr, result } = train(['--no-addons']);
    expect([status, result.runs[0].engine]).toEqual([0, 'wasm simd128']);
    expect(stderr.match(/native kernels are not used: .*/g)).toHaveLength(1);
    const asked = train(['--no-addons'], '--engine', 'native');
    expect([asked.status, asked.result]).toEqual([2, null]);
    expect(asked.stderr).toMatch(/^crossprop: --engine native: there are no native kernels: .*\n$/);
  });
});
