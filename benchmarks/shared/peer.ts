import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Arrays, readArrays, writeArrays } from './arrays-file.js';
import { type Python, peersFolder } from './python.js';

/** A child process that works on request, one command a line. */
export interface Peer {
  /** Resolves to its answer; one at a time. Rejects with its last words where it ends instead. */
  readonly ask: (command: string, parameters?: Readonly<Record<string, unknown>>) => Promise<Answer>;
  /** The same for a command that times itself: its seconds. */
  readonly time: (command: string, parameters?: Readonly<Record<string, unknown>>) => Promise<number>;
  /** The same for a command that writes arrays to `file`. */
  readonly arrays: (command: string, parameters?: Readonly<Record<string, unknown>>) => Promise<Arrays>;
  readonly close: () => void;
}

type Answer = Readonly<Record<string, unknown>>;

export interface PeerOptions {
  readonly threads: number;
  /** Written to a file whose name is the script's first argument. */
  readonly arrays?: Arrays;
  /** The last argument, as JSON. */
  readonly task?: unknown;
}

/**
 * Starts peers/`script` on `threads` threads. Its threads sleep while they wait: spinning ones hold
 * the cores that the other contestant, and the peer's own BLAS, need (2 threads on 2 cores run at
 * half the speed otherwise).
 */
export function startPeer(python: Python, script: string, { threads, arrays, task }: PeerOptions): Peer {
  const folder = mkdtempSync(join(tmpdir(), 'crossprop-bench-'));
  const file = join(folder, 'task');
  if (arrays !== undefined) writeArrays(file, arrays);
  const args = [...(arrays ? [file] : []), ...(task === undefined ? [] : [JSON.stringify(task)])];
  const count = `${threads}`;
  const child = spawn(python.command, [join(peersFolder, script), ...args], {
    env: {
      ...process.env,
      ...python.environment,
      OMP_WAIT_POLICY: 'passive',
      OMP_NUM_THREADS: count,
      OPENBLAS_NUM_THREADS: count,
      MKL_NUM_THREADS: count,
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint = (complaint + text).slice(-2000);
  });
  // A child that ended is noticed by the end of its answers.
  child.stdin.on('error', () => undefined);
  child.on('error', (error) => {
    complaint = error.message;
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  const ask: Peer['ask'] = async (command, parameters = {}) => {
    child.stdin.write(`${JSON.stringify({ command, ...parameters })}\n`);
    const { done, value } = await answers.next();
    if (done) throw new Error(`${script} ended: ${complaint.trim().split('\n').at(-1)}`);
    return JSON.parse(value);
  };
  return Object.freeze<Peer>({
    ask,
    time: async (command, parameters) => (await ask(command, parameters)).seconds as number,
    async arrays(command, parameters) {
      const answer = join(folder, 'answer');
      await ask(command, { ...parameters, file: answer });
      return readArrays(answer);
    },
    close() {
      child.stdin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}
