#!/usr/bin/env node
import { EXIT } from './shared/exit-codes.js';
import { supervise } from './supervise.js';

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

const exitCode = await supervise(process.argv.slice(2));
process.exitCode ||= exitCode;
