import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../src/data/package-root.js';

/** The scripts of the peers. */
export const peersFolder = join(packageRoot(), 'benchmarks', 'peers');

export interface Python {
  readonly command: string;
  /** The package and what is under it, in words. */
  readonly description: string;
}

/** A Python that can run a peer, or why there is none, on one line. */
export type FoundPython = Python | { readonly missing: string };

/** A Python with PyTorch over an optimised BLAS: PYTHON where it is set, else python3 or /usr/bin/python3. */
export function findTorch(): FoundPython {
  return find((command) => {
    const probe = run(command, [join(peersFolder, 'peer.py')]);
    if (typeof probe !== 'string') return probe;
    const { torch, blas } = JSON.parse(probe) as { torch: string; blas: string | null };
    if (blas === null) return { missing: 'its PyTorch has only the reference BLAS, install libopenblas0' };
    return { command, description: `PyTorch ${torch} (${blas})` };
  });
}

/** A Python that imports `module`. */
export function findModule(module: string): FoundPython {
  return find((command) => {
    const probe = run(command, ['-c', `import ${module}; print(${module}.__version__)`]);
    return typeof probe === 'string' ? { command, description: `${module} ${probe.trim()}` } : probe;
  });
}

function find(probe: (command: string) => FoundPython): FoundPython {
  const given = process.env.PYTHON;
  const reasons: string[] = [];
  for (const command of given ? [given] : ['python3', '/usr/bin/python3']) {
    const found = probe(command);
    if ('command' in found) return found;
    reasons.push(`${command}: ${found.missing}`);
  }
  return { missing: reasons.join('; ') };
}

/** What it prints, or its last line of complaint. */
function run(command: string, args: readonly string[]): string | { missing: string } {
  const { error, status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 });
  if (error) return { missing: error.message };
  if (status === 0) return stdout;
  return { missing: stderr.trim().split('\n').at(-1) || `ended with status ${status}` };
}
