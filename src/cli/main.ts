#!/usr/bin/env node
import { engine } from './engine.js';
import { runCli } from './run-cli.js';

const abort = new AbortController();
// Once: the second signal ends the process at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());

// A reader that has seen enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  nowSec: () => performance.now() / 1000,
  signal: abort.signal,
  engine,
});
