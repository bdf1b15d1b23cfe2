import { parentPort, workerData } from 'node:worker_threads';
import type { Output } from './shared/cli-io.js';
import type { CommandThreadData, CommandThreadMessage } from './supervise.js';

// The entry of the thread that a command runs in: see supervise.ts. It shows that its event loop turns before it loads the rest.
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
tell({ kind: 'exit-code', exitCode });

/** A thread's own streams do not know whether they end at a terminal. */
function asOutput(stream: NodeJS.WriteStream, terminal: Pick<Output, 'isTTY' | 'columns'>): Output {
  return Object.assign(stream, terminal);
}
