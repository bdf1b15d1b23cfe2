import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkEngine, createThreadedKernels } from '../../../src/runs/threads/kernel-threads.js';
import { loadNative, nativeKernels, nativeKernelsIn } from '../../../src/runs/threads/native-engine.js';
import { temporaryFolder } from '../temporary-folder.js';

const { engine } = nativeKernels();
const headers = join(
  dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json')),
  'include',
);
const sources = fileURLToPath(new URL('../../../crossbar/kernels/native', import.meta.url));
const hasCompiler = spawnSync('cc', ['--version']).status === 0;

describe('which kernels run', () => {
  it('is said by name and instructions', () => {
    const nameOf = (...of: Parameters<typeof createThreadedKernels>) => {
      const kernels = createThreadedKernels(...of);
      kernels.dispose();
      return kernels.engine;
    };
    expect(nameOf(1, { engine: 'wasm' })).toBe('wasm simd128');
    expect(nameOf(1, { engine: 'typescript' })).toBe('typescript');
    expect(nameOf(1, { fast: true })).toBe('wasm relaxed-simd');
    expect(nameOf(2)).toBe(engine ? `native ${engine.set}` : 'wasm simd128');
  });

  it('is an error of the user where it cannot be', () => {
    expect(() => checkEngine({ engine: 'native', fast: true })).toThrow(/--fast: expected the engine wasm/);
    expect(() => createThreadedKernels(1, { engine: 'typescript', fast: true })).toThrow(/got typescript/);
    expect(checkEngine({ engine: 'wasm', fast: true })).toBeNull();
  });
});

describe('a file of native kernels', () => {
  it('that is not there is missed without a word, and asked for in vain with one', () => {
    const { engine: none, reason, warning } = nativeKernelsIn(null);
    expect([none, warning]).toEqual([null, null]);
    expect(reason).toContain('not built');
  });

  it('that is none is not used, and its verdict is kept', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'kernels-broken.node');
    writeFileSync(file, 'not a library');
    for (const _ of [1, 2]) {
      const { engine: none, warning } = nativeKernelsIn(file);
      expect(none).toBeNull();
      expect(warning).toMatch(/^native kernels are not used: .*kernels-broken\.node/);
      expect(warning).not.toContain('\n');
    }
    const [verdict] = Object.values(JSON.parse(readFileSync(`${file}.json`, 'utf8')));
    expect(verdict).toMatchObject({ isSound: false });
    expect(loadNative({ file, set: 'avx2' })).toBeNull();
  });

  it.skipIf(engine === null)('is tried once, and anew where it has changed', () => {
    const file = join(temporaryFolder(), 'kernels-copy.node');
    copyFileSync(engine!.file, file);
    expect(nativeKernelsIn(file)).toMatchObject({ engine: { set: engine!.set }, warning: null });
    const verdicts = JSON.parse(readFileSync(`${file}.json`, 'utf8'));
    const [key] = Object.keys(verdicts);
    writeFileSync(`${file}.json`, JSON.stringify({ [key]: { isSound: false, reason: 'remembered' } }));
    expect(nativeKernelsIn(file).reason).toBe('remembered');
    writeFileSync(`${file}.json`, 'damaged');
    expect(nativeKernelsIn(file).engine?.set).toBe(engine!.set);
    writeFileSync(file, readFileSync(file).subarray(0, 20_000));
    expect(nativeKernelsIn(file).engine).toBeNull();
  });

  it.skipIf(engine === null)('is used where its verdict cannot be kept', () => {
    const file = join(temporaryFolder(), 'kernels-copy.node');
    copyFileSync(engine!.file, file);
    mkdirSync(`${file}.json`);
    const { engine: own, warning } = nativeKernelsIn(file);
    expect(own?.set).toBe(engine!.set);
    expect(warning).toMatch(/^native kernels are checked anew at every start: /);
  });

  const compiled = (text: string, ...flags: string[]) => {
    const folder = temporaryFolder();
    const [source, file] = [join(folder, 'one.c'), join(folder, 'kernels-one.node')];
    writeFileSync(source, text);
    spawnSync('cc', ['-fPIC', '-shared', '-I', headers, ...flags, source, '-o', file]);
    return file;
  };
  it.skipIf(!hasCompiler).each([
    ['raise(SIGILL)', /their check ended with SIGILL/],
    ['raise(SIGSEGV)', /their check ended with SIGSEGV/],
    ['_exit(0)', /their check failed/],
    ['signal(SIGUSR2, SIG_IGN)', /did not self-register/],
  ])('that does %s when it is loaded ends no more than its check', (act, reason) => {
    const file = compiled(
      `#include <signal.h>\n#include <unistd.h>\n__attribute__((constructor)) static void act(void) { ${act}; }\n`,
    );
    expect(nativeKernelsIn(file).reason).toMatch(reason);
  });

  it.skipIf(!hasCompiler || process.arch !== 'x64')(
    'that has denormal numbers flushed to zero is not used',
    () => {
      const file = compiled(
        `#include <node_api.h>
      #include <xmmintrin.h>
      NAPI_MODULE_INIT() {
        napi_value sets;
        _mm_setcsr(_mm_getcsr() | 0x8040);
        napi_create_array(env, &sets);
        napi_set_named_property(env, exports, "sets", sets);
        return exports;
      }`,
      );
      expect(nativeKernelsIn(file).reason).toContain('denormal numbers are flushed to zero');
    },
  );
});

describe.skipIf(process.platform !== 'linux')('the build', () => {
  /** Runs a copy of it with a `cc` of its own, or none; what it said and left in dist/native. */
  const build = (cc: string | null, env: Record<string, string> = {}) => {
    const root = temporaryFolder();
    const [folder, bin] = [join(root, 'crossbar/kernels/native'), join(root, 'bin')];
    cpSync(sources, folder, { recursive: true });
    symlinkSync(join(sources, '../../../node_modules'), join(root, 'node_modules'));
    mkdirSync(bin);
    if (cc !== null) writeFileSync(join(bin, 'cc'), `#!/bin/sh\n${cc}\n`, { mode: 0o755 });
    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'build.mjs')], {
      env: { ...env, PATH: bin },
      encoding: 'utf8',
    });
    const made = join(root, 'dist/native');
    return { status, stderr, files: existsSync(made) ? readdirSync(made) : [], folder };
  };

  it.each([
    ['there is no compiler', null, /^no native kernels: there is no C compiler, cc; WebAssembly .*\n$/],
    [
      'it fails',
      'echo one >&2; echo "x.c:1: error: no" >&2; exit 1',
      /cc failed \(exit code 1\): x\.c:1: error: no;/,
    ],
    ['it is killed', 'kill -9 $$', /cc failed \(SIGKILL\): no message;/],
    ['it makes nothing', 'exit 0', /cc made no file;/],
  ])('goes on with one line where %s', (_, cc, line) => {
    const { status, stderr, files } = build(cc);
    expect(status).toBe(0);
    expect(stderr).toMatch(line);
    expect(stderr.match(/\n/g)).toHaveLength(1);
    expect(files).toEqual([]);
  });

  it('takes its settings from itself alone, and names the file after them and the source', () => {
    const cc = 'for a; do last=$a; done; { echo "$CFLAGS$CPATH$LDFLAGS"; echo "$@"; } > "$last"';
    const { status, stderr, files, folder } = build(cc, { CFLAGS: '-Ofast', CPATH: '/x', LDFLAGS: '-y' });
    expect([status, stderr]).toEqual([0, '']);
    const [file] = files;
    expect(files).toHaveLength(1);
    expect(readFileSync(join(folder, 'native-name.generated.ts'), 'utf8')).toContain(file);
    const [environment, words] = readFileSync(join(folder, '../../../dist/native', file), 'utf8').split('\n');
    expect(environment).toBe('');
    expect(words).toContain('-ffp-contract=off');
    expect(words).not.toMatch(/fast/);
  });
});
