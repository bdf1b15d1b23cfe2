import { finished } from 'node:stream/promises';
import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { type Output, printLine } from './shared/cli-io.js';
import { EXIT } from './shared/exit-codes.js';
import { createSilence } from './shared/silence.js';

type Terminal = Pick<Output, 'isTTY' | 'columns'>;

/** What the thread of a command is started with. */
export interface CommandThreadData {
  readonly argv: readonly string[];
  /** [0] rises for as long as the event loop of the thread turns. */
  readonly beats: Int32Array;
  readonly terminals: { readonly stdout: Terminal; readonly stderr: Terminal };
}

/**
 * 'stops-itself': the command has taken the signal, and so promises to save what it has when it is
 * asked to stop.
 */
export type CommandThreadMessage =
  | { readonly kind: 'stops-itself' }
  | { readonly kind: 'exit-code'; readonly exitCode: number };

/**
 * Seconds that a step may take after the signal, and every step after it, before it is ended: a run
 * keeps the checkpoint before it, since files are written whole or not at all.
 */
const patienceSec = 2;

/** Milliseconds after which a command that is still stopping is said to be. */
const sayMs = 1000;

/** Milliseconds after which a thread that does not end takes the process with it. */
const endMs = 1000;

/**
 * Runs a command in a thread of its own: however long it computes, this thread takes signals and
 * shows that it is at work. The first signal asks a command that saves what it has to stop, and
 * ends any other, or one whose step goes on; the second ends any. Resolves to the exit code.
 */
export async function supervise(argv: readonly string[]): Promise<number> {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const worker = startThread(argv, beats);
  const stopper = createStopper(worker);
  // A terminal that closes asks to stop too.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stopper.stop);
  const silence = createSilence(() => Atomics.load(beats, 0), nowSec());
  const watch = setInterval(() => {
    const { sec, told } = silence.look(nowSec());
    stopper.look(sec);
    if (told) tell(told);
  }, 250);
  let exitCode: number = EXIT.failed;
  worker.on('message', (message: CommandThreadMessage) => {
    if (message.kind === 'exit-code') exitCode = message.exitCode;
  });
  worker.on('error', (error) => tell(failureText(error)));
  const outputs = [worker.stdout, worker.stderr].map((output) => finished(output));
  await new Promise((resolve) => worker.once('exit', resolve));
  clearInterval(watch);
  if (worker.stdin) process.stdin.destroy();
  await Promise.allSettled(outputs);
  return stopper.ended() ? EXIT.interrupted : exitCode;
}

/** What signals do to a command. */
function createStopper(worker: Worker) {
  let stopsItself = false;
  let stoppedSec = Number.POSITIVE_INFINITY;
  let ended = false;
  worker.on('message', ({ kind }: CommandThreadMessage) => {
    stopsItself ||= kind === 'stops-itself';
  });
  const end = () => {
    ended = true;
    void worker.terminate();
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), endMs).unref();
  };
  const stop = () => {
    if (stoppedSec <= nowSec() || !stopsItself) return end();
    stoppedSec = nowSec();
    worker.postMessage('stop');
    setTimeout(() => tell('stopping; a second signal ends it at once'), sayMs).unref();
  };
  const look = (silentSec: number) => {
    if (ended || Math.min(silentSec, nowSec() - stoppedSec) < patienceSec) return;
    tell('ended in the midst of a step; what was saved before it stays');
    end();
  };
  return { stop, look, ended: () => ended };
}

function startThread(argv: readonly string[], beats: Int32Array): Worker {
  const { stdin, stdout, stderr } = process;
  const terminals = { stdout: terminalOf(stdout), stderr: terminalOf(stderr) };
  const worker = new Worker(new URL('command-thread.js', import.meta.url), {
    workerData: { argv, beats, terminals } satisfies CommandThreadData,
    stdout: true,
    stderr: true,
    stdin: argv.includes('-'),
    resourceLimits: { maxOldGenerationSizeMb: heapMb() },
  });
  // Not piped: a pipe ends at the first write that fails, and what has ended there is kept for ever
  // here.
  worker.stdout.on('data', (chunk) => stdout.write(chunk));
  worker.stderr.on('data', (chunk) => stderr.write(chunk));
  if (worker.stdin) stdin.pipe(worker.stdin);
  return worker;
}

function tell(text: string): void {
  printLine(process.stderr, `crossprop: ${text}`);
}

function nowSec(): number {
  return performance.now() / 1000;
}

function terminalOf({ isTTY, columns }: NodeJS.WriteStream): Terminal {
  return { isTTY, columns };
}

/** Megabytes that this thread may use, by the machine or by --max-old-space-size. */
function heapMb(): number {
  return Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20);
}

function failureText({ code, message }: NodeJS.ErrnoException): string {
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return message;
  const option = '--max-old-space-size';
  return `out of memory: ${heapMb()} MB are not enough, expected something smaller, or NODE_OPTIONS=${option}=MB`;
}
