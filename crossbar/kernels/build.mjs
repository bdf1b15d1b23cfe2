// Compiles the AssemblyScript kernels, strict and fast, and embeds the modules as base64, so that
// they load the same way in Node, in a browser and from a bundle. Run by `npm run build:kernels`;
// does nothing where no source is newer than its output.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const output = here('./wasm-module.generated.ts');
if (isCurrent()) process.exit(0);

function isCurrent() {
  if (!existsSync(output)) return false;
  const sources = readdirSync(here('./assembly'), { recursive: true, encoding: 'utf8' });
  const files = [...sources.map((name) => here(`./assembly/${name}`)), here('./build.mjs')];
  return files.every((file) => statSync(file).mtimeMs < statSync(output).mtimeMs);
}

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
  output,
  `/** The compiled kernels; made by build.mjs from assembly/. */\nexport const strictBase64: string =\n  '${strict}';\nexport const fastBase64: string =\n  '${fast}';\n`,
);
