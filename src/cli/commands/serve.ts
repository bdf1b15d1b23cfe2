import { existsSync, statSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Command } from 'commander';
import { InputError } from '../../../devices/base/errors.js';
import { wholeFrom } from '../options/option-numbers.js';
import { type Cli, type CliIo, printLine } from '../shared/cli-io.js';

/** `crossprop serve DIR` */
export function registerServe(program: Command, { io }: Cli): void {
  program
    .command('serve')
    .description('Show the runs of a folder as they go, in a browser on this machine alone.')
    .argument('[DIR]', 'run folder, or one that holds run folders', 'runs')
    .option('--port <N>', 'port on 127.0.0.1; 0 = any that is free', wholeFrom(0), 8642)
    .addHelpText('after', '\nExample:\n  $ crossprop serve runs')
    .action((folder: string, { port }: { port: number }) => serve(folder, port, io));
}

/** Until the user stops it. */
async function serve(root: string, port: number, io: CliIo): Promise<void> {
  if (!existsSync(root) || !statSync(root).isDirectory()) {
    throw new InputError(`${root}: expected a folder of runs`);
  }
  if (port > 65535) throw new InputError(`--port: expected at most 65535 (got ${port})`);
  const { createStudyServer } = await import('../../runs/studies/study-server.js');
  const { studiesPage } = await import('../../report/pages/studies-page.js');
  const server = createStudyServer({ root, page: studiesPage(), nowMs: Date.now });
  await listening(server, port);
  printLine(io.stdout, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await new Promise<void>((resolve) => {
    const stop = () => {
      server.close(() => resolve());
      server.closeAllConnections();
    };
    if (io.signal.aborted) stop();
    else io.signal.addEventListener('abort', stop, { once: true });
  });
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      reject(new InputError(`--port ${port}: ${code}, expected a port that is free`)),
    );
    server.listen({ host: '127.0.0.1', port }, resolve);
  });
}
