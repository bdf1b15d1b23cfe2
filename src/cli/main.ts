#!/usr/bin/env node
import { engine } from './engine.js';
import { EXIT } from './exit-codes.js';
import { runCli } from './run-cli.js';

const abort = new AbortController();
// Once: the second signal ends the process at once. A terminal that closes asks to stop too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => abort.abort());

// What cannot be shown is lost, and nothing else: the result lies in its folder.
process.stderr.on('error', () => undefined);
let unwritten = false;
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`| head`) is no fault.
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || unwritten) return;
  unwritten = true;
  process.stderr.write(`crossprop: standard output: ${code}, expected a place that can be written\n`);
  process.exitCode = EXIT.failed;
});

const exitCode = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  nowSec: () => performance.now() / 1000,
  signal: abort.signal,
  engine,
});
process.exitCode ||= exitCode;
