import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import type { KernelExports, NativeEngine, NativeFile } from '../../../crossbar/index.js';
import { nativeName } from '../../../crossbar/kernels/native/native-name.generated.js';
import { isMapping } from '../../configuration/plain-data.js';
import { entryFile } from '../../data/package-root.js';
import { writeAtomically } from '../folder/atomic-write.js';

/** What the file of native kernels exports: see kernels.c. */
interface NativeModule {
  /** Sets of instructions that this processor has, the best one first. */
  readonly sets: readonly string[];
  readonly bind: (bytes: Uint8Array, set: string) => Partial<KernelExports>;
}

/** The native kernels of this machine, or why there are none. */
export interface NativeKernels {
  readonly engine: NativeEngine | null;
  /** Why `engine` is null; else null. */
  readonly reason: string | null;
  /** Something that should have worked and did not, whether there is an engine or not. */
  readonly warning: string | null;
}

const none = (reason: string, warning: string | null = null): NativeKernels =>
  Object.freeze({ engine: null, reason, warning });

let found: NativeKernels | undefined;

/**
 * The native kernels that were built with this package, if they are there and sound: looked for
 * once. Never throws.
 */
export function nativeKernels(): NativeKernels {
  found ??= nativeKernelsIn(fileOfBuild());
  return found;
}

/** The file that was built from the C of this version; null where there is none. */
function fileOfBuild(): string | null {
  try {
    return entryFile(`#native/${nativeName}`);
  } catch {
    return null;
  }
}

/** The kernels of a file, if they are sound. Never throws. */
export function nativeKernelsIn(file: string | null): NativeKernels {
  if (file === null) return none('they were not built with this package (see docs/native.md)');
  const { isSound, reason, warning } = verdictOn(file);
  if (!isSound) return none(reason, `native kernels are not used: ${reason}`);
  try {
    const [set] = load(file).sets;
    return Object.freeze({ engine: engineOf({ file, set }), reason: null, warning });
  } catch (error) {
    const message = oneLine((error as Error).message);
    return none(message, `native kernels are not used: ${message}`);
  }
}

/**
 * The engine of a file that another thread has found to be sound; null where it cannot be loaded.
 */
export function loadNative(native: NativeFile): NativeEngine | null {
  try {
    return engineOf(native);
  } catch {
    return null;
  }
}

/** Throws where the file cannot be loaded. */
export function engineOf({ file, set }: NativeFile): NativeEngine {
  const { bind } = load(file);
  return Object.freeze<NativeEngine>({ file, set, bind: (bytes) => bind(bytes, set) });
}

export function load(file: string): NativeModule {
  return createRequire(import.meta.url)(file);
}

/** What a check of the file has found. */
interface Verdict {
  readonly isSound: boolean;
  readonly reason: string;
}

/**
 * The verdict on a file, from beside it or, the first time on this processor, from a process that
 * loads and tries it: an illegal instruction or a fault ends that process alone.
 */
function verdictOn(file: string): Verdict & { readonly warning: string | null } {
  const kept = `${file}.json`;
  const { size, mtimeMs } = statSync(file);
  const key = [cpus()[0]?.model, `node ${process.versions.node}`, size, mtimeMs].join(', ');
  const verdicts = readVerdicts(kept);
  const known = verdicts[key];
  if (known) return { ...known, warning: null };
  const verdict = tried(file);
  let warning: string | null = null;
  try {
    writeAtomically(kept, `${JSON.stringify({ ...verdicts, [key]: verdict }, null, 2)}\n`);
  } catch (error) {
    warning = `native kernels are checked anew at every start: ${oneLine((error as Error).message)}`;
  }
  return { ...verdict, warning };
}

function readVerdicts(kept: string): Readonly<Record<string, Verdict | undefined>> {
  try {
    const verdicts: unknown = JSON.parse(readFileSync(kept, 'utf8'));
    return isMapping(verdicts) ? (verdicts as Record<string, Verdict>) : {};
  } catch {
    return {};
  }
}

/** What the check says of kernels that are sound. */
export const SOUND = 'sound';

function tried(file: string): Verdict {
  const { error, signal, status, stdout } = spawnSync(process.execPath, [entryFile('#native-check'), file], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  const said = stdout?.trim();
  // Something that only ends without a fault has shown nothing.
  if (status === 0 && said === SOUND) return { isSound: true, reason: '' };
  const reason =
    error?.message || said || (signal ? `their check ended with ${signal}` : `their check failed`);
  return { isSound: false, reason: oneLine(reason) };
}

const oneLine = (text: string) => text.replace(/\s*\n\s*/g, ' ').trim();
