// Compiles the kernels in C with the machine's own compiler, `cc`, into dist/native, and writes the
// hash of their source for the file to be found by. They are never required: without a compiler the
// same kernels run as WebAssembly, to the same bits. Run by `npm run build:kernels`; does nothing
// where the file is there. Nothing is downloaded, and no setting of the environment is taken, so
// that the same source and compiler make the same file.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = here('../../../dist/native');
// Products and sums are rounded apart (-ffp-contract=off), and nothing rounds otherwise for speed.
const settings = [
  ...['-std=c11', '-O3', '-ffp-contract=off', '-fno-math-errno', '-fPIC', '-shared', '-fvisibility=hidden'],
  ...['-Wall', '-Wextra', '-Wno-psabi'],
];

const sources = ['kernels.c', 'instruction-set.h'].map((name) => readFileSync(here(name)));
const hash = createHash('sha256').update(settings.join(' '));
for (const source of sources) hash.update(source);
const name = `kernels-${hash.digest('hex').slice(0, 16)}-${process.platform}-${process.arch}.node`;

writeIfNew(
  here('./native-name.generated.ts'),
  `/** The file that build.mjs makes of the C in this folder. */\nexport const nativeName: string = '${name}';\n`,
);
const file = join(folder, name);
if (!existsSync(file)) {
  const reason = build();
  if (reason) process.stderr.write(`no native kernels: ${reason}; WebAssembly computes the same\n`);
}

/** Why there is no file; null where there is one. */
function build() {
  // Elsewhere a compiler is not looked for: on macOS that alone would open an installer.
  if (process.platform !== 'linux') return `they are built on Linux only, not on ${process.platform}`;
  const headers = headersFolder();
  if (headers === null) return 'the package node-api-headers is not installed';
  const temporary = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    const { error, status, signal, stderr } = spawnSync(
      'cc',
      [...settings, '-I', headers, here('kernels.c'), '-o', temporary],
      { env: { PATH: process.env.PATH, LC_ALL: 'C' }, encoding: 'utf8', timeout: 120_000 },
    );
    if (error) return error.code === 'ENOENT' ? 'there is no C compiler, cc' : `cc: ${error.message}`;
    if (status !== 0) return `cc failed (${signal ?? `exit code ${status}`}): ${firstError(stderr)}`;
    if (!existsSync(temporary)) return 'cc made no file';
    for (const old of readdirSync(folder))
      if (old.startsWith('kernels-') && !old.startsWith(name)) rmSync(join(folder, old));
    renameSync(temporary, file);
    return null;
  } catch (error) {
    return error.message;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function headersFolder() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json')), 'include');
  } catch {
    return null;
  }
}

function firstError(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /error/i.test(line)) ?? lines[0] ?? 'no message';
}

function writeIfNew(path, text) {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}
