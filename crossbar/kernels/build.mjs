// Compiles the AssemblyScript kernels, strict and fast, and embeds the modules as base64, so that they load the same way
// in Node, in a browser and from a bundle. Run by `npm run build:kernels`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

async function compile(folder, features) {
  const file = join(folder, 'kernels.wasm');
  const { error, stderr } = await asc.main([
    here('./assembly/index.ts'),
    ...['--outFile', file, '--runtime', 'stub', '-O3', '--noAssert', '--importMemory', '--sharedMemory'],
    ...['--initialMemory', '1', '--maximumMemory', '65536'],
    ...features.flatMap((feature) => ['--enable', feature]),
  ]);
  if (error) {
    process.stderr.write(`${stderr.toString()}\n`);
    process.exit(1);
  }
  return readFileSync(file).toString('base64');
}

const folder = mkdtempSync(join(tmpdir(), 'crossprop-kernels-'));
const strict = await compile(folder, ['simd', 'threads']);
const fast = await compile(folder, ['simd', 'threads', 'relaxed-simd']);
rmSync(folder, { recursive: true });
writeFileSync(
  here('./wasm-module.generated.ts'),
  `/** The compiled kernels; made by build.mjs from assembly/. */\nexport const strictBase64: string =\n  '${strict}';\nexport const fastBase64: string =\n  '${fast}';\n`,
);
