// Compiles the AssemblyScript kernels and embeds the module as base64, so that it loads the same way
// in Node, in a browser and from a bundle. Run by `npm run build:kernels`.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const wasmFile = here('../../node_modules/.cache-kernels.wasm');

const { error, stderr } = await asc.main([
  here('./assembly/index.ts'),
  ...['--outFile', wasmFile, '--runtime', 'stub', '-O3', '--noAssert'],
  ...['--enable', 'simd', '--enable', 'threads', '--importMemory', '--sharedMemory'],
  ...['--initialMemory', '1', '--maximumMemory', '65536'],
]);
if (error) {
  process.stderr.write(`${stderr.toString()}\n`);
  process.exit(1);
}
const base64 = readFileSync(wasmFile).toString('base64');
writeFileSync(
  here('./wasm-module.generated.ts'),
  `/** The compiled kernels; made by build.mjs from assembly/. */\nexport const wasmBase64 =\n  '${base64}';\n`,
);
