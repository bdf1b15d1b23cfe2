import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../src/data/package-root.js';

/** The scripts of the peers. */
export const peersFolder = join(packageRoot(), 'benchmarks', 'peers');

export interface Python {
  readonly command: string;
  /** The package and what is under it, in words. */
  readonly description: string;
  /** What its processes are to find in their environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A Python that can run a peer, or why there is none, on one line. */
export type FoundPython = Python | { readonly missing: string };

/**
 * A Python with PyTorch over an optimised BLAS: PYTHON where it is set, else python3 or
 * /usr/bin/python3. An OpenBLAS that mistakes a processor newer than itself for an old one is given
 * what vectors it has: its products are then four times as fast.
 */
export function findTorch(): FoundPython {
  return find((command) => {
    const probe = run(command, [join(peersFolder, 'peer.py')], { OPENBLAS_VERBOSE: '2' });
    if ('missing' in probe) return probe;
    const { torch, blas, vectors } = JSON.parse(probe.stdout) as Record<string, string | null>;
    if (blas === null) return { missing: 'its PyTorch has only the reference BLAS, install libopenblas0' };
    const [, core] = /Core: (\w+)/.exec(probe.stderr) ?? [];
    const isMistaken = core === 'Prescott' && vectors !== null;
    return {
      command,
      description: `PyTorch ${torch} (${blas}${isMistaken ? `, told that the processor is a ${vectors}` : ''})`,
      ...(isMistaken && { environment: { OPENBLAS_CORETYPE: vectors } }),
    };
  });
}

/** A Python that imports `module`. */
export function findModule(module: string): FoundPython {
  return find((command) => {
    const probe = run(command, ['-c', `import ${module}; print(${module}.__version__)`]);
    return 'missing' in probe ? probe : { command, description: `${module} ${probe.stdout.trim()}` };
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
function run(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): { stdout: string; stderr: string } | { missing: string } {
  const env = { ...process.env, ...environment };
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 60_000,
    env,
  });
  if (error) return { missing: error.message };
  if (status === 0) return { stdout, stderr };
  return { missing: stderr.trim().split('\n').at(-1) || `ended with status ${status}` };
}
