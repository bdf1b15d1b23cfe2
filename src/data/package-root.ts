import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of the package crossprop, found upwards from this module: it runs from src/ and from
 * dist/src/. Throws Error where no folder above is it.
 */
export function packageRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'crossprop')
      return folder;
    if (folder === dirname(folder)) throw new Error(`Cannot find the package crossprop above ${start}`);
  }
}

/**
 * The compiled file of an entry that `imports` of package.json names, such as `#main`. Threads and
 * other processes start from it: the sources run from TypeScript too, what they start cannot.
 * Throws Error where there is no such entry.
 */
export function entryFile(name: `#${string}`): string {
  return createRequire(import.meta.url).resolve(name);
}
