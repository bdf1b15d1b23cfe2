import { parentPort, workerData } from 'node:worker_threads';
import type { Output } from './shared/cli-io.js';
import type { CommandThreadData, CommandThreadMessage } from './supervise.js';

// The entry of the thread that a command runs in: see supervise.ts. It shows that its event loop
// turns before it loads the rest.
const { argv, beats, terminals } = workerData as CommandThreadData;
const beatEveryMs = 100;
setInterval(() => Atomics.add(beats, 0, 1), beatEveryMs).unref();

const abort = new AbortController();
const tell = (message: CommandThreadMessage) => parentPort?.postMessage(message);
parentPort?.once('message', () => abort.abort()).unref();

const [{ engine }, { runCli }] = await Promise.all([import('./shared/engine.js'), import('./run-cli.js')]);
const exitCode = await runCli(argv, {
  stdout: asOutput(process.stdout, terminals.stdout),
  stderr: asOutput(process.stderr, terminals.stderr),
  env: process.env,
  nowSec: () => performance.now() / 1000,
  get signal() {
    tell({ kind: 'stops-itself' });
    return abort.signal;
  },
  engine,
});
await Promise.all([process.stdout, process.stderr].map(written));
tell({ kind: 'exit-code', exitCode });
// What a command has left open, a connection or a timer, keeps no one.
process.exit();

/** Resolves when the thread that shows them has all that was written. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}

/** A thread's own streams do not know whether they end at a terminal. */
function asOutput(stream: NodeJS.WriteStream, terminal: Pick<Output, 'isTTY' | 'columns'>): Output {
  return Object.assign(stream, terminal);
}
