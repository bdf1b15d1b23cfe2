import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Listens on this machine alone and writes to disk within a second. */
export function redisServer(port: number, folder: string, ...more: readonly string[]): ChildProcess {
  const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes'];
  return spawn('redis-server', [...options, ...more, '--maxmemory-policy', 'noeviction'], {
    stdio: 'ignore',
  });
}
