import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createSimdKernels, type NativeEngine } from '../../../../crossbar/index.js';
import type { KernelFunction } from '../../../../crossbar/kernels/contract/kernel-signatures.js';
import { differingKernel } from '../../../../src/runs/threads/differing-kernel.js';
import { engineOf, load, nativeKernels } from '../../../../src/runs/threads/native-engine.js';
import { createBench, type Example, firstDifference } from './native-law.js';

type Bind = NativeEngine['bind'];
/** Some kernels by name. */
type Some = Readonly<Record<string, KernelFunction>>;

const { engine, reason } = nativeKernels();
const file = engine?.file ?? '';
const sets = engine ? load(file).sets : [];
const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
const folder = mkdtempSync(join(tmpdir(), 'crossprop-native-'));
afterAll(() => rmSync(folder, { recursive: true }));

const size = fc.oneof(fc.constantFrom(1, 3, 4, 5, 7, 8, 9, 16, 17, 31, 33), fc.integer({ min: 1, max: 70 }));
const cols = fc.oneof(size, fc.constantFrom(255, 256, 257, 513, 1100));
const examples: fc.Arbitrary<Example> = fc.record({
  rows: size,
  cols,
  units: size,
  zeros: fc.constantFrom(0, 0.1, 0.5, 0.9, 1),
  seed: fc.nat(1e6),
});

/** The law that every kernel is held to; a sample of examples for kernels that break it. */
const expectTwins = (bind: Bind, runs = 100) => {
  const bench = createBench(bind);
  fc.assert(
    fc.property(examples, (example) => void expect(firstDifference(bench, example)).toBeNull()),
    { numRuns: runs },
  );
};
const isLawBroken = (bind: Bind) => {
  const bench = createBench(bind);
  return fc
    .sample(examples, { numRuns: 60, seed: 1 })
    .some((example) => firstDifference(bench, example) !== null);
};

describe.skipIf(engine === null)('native kernels', () => {
  it.each(sets)('of %s leave the bits of WebAssembly, whatever the shape and the numbers', (set) => {
    expectTwins(engineOf({ file, set }).bind);
  });

  it.each(sets)('of %s do so where weights are read ahead', (set) => {
    const bench = createBench(engineOf({ file, set }).bind);
    for (const [rows, zeros] of [
      [9, 0.5],
      [40, 0.9],
      [12, 0],
    ]) {
      // Weights of more than a second cache, a mebibyte.
      const example = { rows, cols: 1037, units: 301, zeros, seed: 5 };
      expect(firstDifference(bench, example)).toBeNull();
    }
  });

  it('have names and numbers of arguments of exports', () => {
    const { own, wasm } = createBench(engine!.bind);
    expect(Object.keys(own)).not.toEqual([]);
    for (const [name, kernel] of Object.entries(own))
      expect([name, kernel.length]).toEqual([name, (wasm as Some)[name]?.length]);
  });

  it('are called, each of them, in place of the WebAssembly', () => {
    const calls = new Map<string, number>();
    const counted: Bind = (bytes) =>
      Object.fromEntries(
        Object.entries(engine!.bind(bytes)).map(([name, kernel]) => [
          name,
          Object.defineProperty(
            (...args: readonly number[]) => {
              calls.set(name, (calls.get(name) ?? 0) + 1);
              return kernel(...args);
            },
            'length',
            { value: kernel.length },
          ),
        ]),
      );
    const native = createSimdKernels({ engine: { ...engine!, bind: counted } });
    expect(native.engine).toBe(`native ${engine!.set}`);
    expect(differingKernel(createSimdKernels(), native)).toBeNull();
    expect([...calls.keys()].sort()).toEqual(Object.keys(engine!.bind(new Uint8Array(8))).sort());
  });

  it('refuse a call with too few arguments, or with what is no number', () => {
    const { own } = createBench(engine!.bind);
    expect(() => own.multiply!(1, 2)).toThrow(TypeError);
    expect(() => own.multiply!(...([...Array(12).fill(0), 'x'] as number[]))).toThrow(TypeError);
  });

  /** The sources compiled with other settings; null where there is no compiler. */
  const compiled = (name: string, flags: readonly string[]) => {
    const to = join(folder, `${name}.node`);
    const headers = join(
      dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json')),
      'include',
    );
    const source = join(root, 'crossbar/kernels/native/kernels.c');
    const { status } = spawnSync('cc', [
      ...['-std=c11', '-O2', '-fPIC', '-shared', '-fvisibility=hidden', '-w', '-I', headers],
      ...flags,
      ...[source, '-o', to],
    ]);
    return status === 0 ? to : null;
  };

  describe('the law is broken by', () => {
    const changed =
      (change: (own: Some) => Some): Bind =>
      (bytes) => {
        const own = engine!.bind(bytes) as Some;
        return { ...own, ...change(own) };
      };
    it.each<[string, (own: Some) => Some]>([
      [
        'a product that forgets what was there',
        (own) => ({ multiply: (...a) => own.multiply(...a.with(12, 0)) }),
      ],
      [
        'a product without its last panel',
        (own) => ({ multiply: (...a) => own.multiply(...a.with(7, a[7] - 1)) }),
      ],
      [
        'an update that takes all panels as flagged',
        (own) => ({ accumulateOuter: (...a) => own.accumulateOuter(...a.with(7, a[6])) }),
      ],
      [
        'an update without its last group',
        (own) => ({ accumulateOuter: (...a) => own.accumulateOuter(...a.with(11, Math.max(0, a[11] - 1))) }),
      ],
      [
        'an update without its last row',
        (own) => ({ accumulateSingles: (...a) => own.accumulateSingles(...a.with(8, a[8] - 1)) }),
      ],
    ])('%s', (_, change) => {
      expect(isLawBroken(changed(change))).toBe(true);
    });

    it.skipIf(!sets.includes('avx2'))('a compiler that fuses products and sums', ({ skip }) => {
      const fused = compiled('fused', ['-ffp-contract=fast', '-mfma']);
      if (fused === null) return skip();
      expect(isLawBroken(engineOf({ file: fused, set: 'avx2' }).bind)).toBe(true);
    });
  });
});

describe('the machine code', () => {
  const fused = /\b(vfn?m(add|sub)\w*|fml[as]|fn?m(add|sub))\b/;
  const listing =
    engine &&
    spawnSync('objdump', ['-d', '--no-show-raw-insn', file], { encoding: 'utf8', maxBuffer: 1 << 26 });

  it('has no instruction that multiplies and adds in one', () => {
    const settings = readFileSync(join(root, 'crossbar/kernels/native/build.mjs'), 'utf8');
    expect(settings).toContain("'-ffp-contract=off'");
    expect(settings).not.toMatch(/'-(ffast-math|Ofast|march=native|funsafe-math\S*)'/);
    if (listing?.status === 0) expect(listing.stdout).not.toMatch(fused);
    expect('  vfmadd231ps %zmm1,%zmm2,%zmm3').toMatch(fused);
  });

  it('is there, or it is said why not', () => {
    expect(engine === null).toBe(reason !== null);
  });
});
