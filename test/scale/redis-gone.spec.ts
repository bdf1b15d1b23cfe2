import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { temporaryFolder } from '../runs/temporary-folder.js';
import { ended, isInstalled, main, pointsIn, until, writeSweep } from './fixture.js';
import { freePort, redisServer } from './redis-server.js';

// A server that has died, or that is frozen and keeps its connections, keeps no command from ending
// at one signal.
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const deaths = ['SIGKILL', 'SIGSTOP'] as const;

// Skipped without redis-server; `npm run test:redis` says so.
test.skipIf(!isInstalled('redis-server')).each(deaths)(
  'a worker that waits ends, server: %s',
  async (death) => {
    const { server, url } = await startServer();
    const worker = start('worker', '--redis', url, '--workers', '1');
    await worker.told(/at a time/);
    await end(server, death);
    if (death === 'SIGKILL') await worker.told(/the Redis server is gone/);
    worker.child.kill('SIGTERM');
    expect(await ended(worker.child)).toBe(130);
  },
);

test.skipIf(!isInstalled('redis-server')).each(deaths)(
  'a worker and a sweep in the midst of their points end, server: %s',
  async (death) => {
    const { server, url, folder } = await startServer();
    const worker = start('worker', '--redis', url, '--workers', '1');
    const out = join(folder, 'queue');
    const sweep = start('sweep', writeSweep(folder), '--out', out, '--executor', 'bullmq', '--redis', url);
    await until('2 points', () => pointsIn(out) >= 2);
    await end(server, death);
    if (death === 'SIGKILL')
      await Promise.all([worker, sweep].map(({ told }) => told(/the Redis server is gone/)));
    worker.child.kill('SIGTERM');
    sweep.child.kill('SIGTERM');
    expect(await Promise.all([worker, sweep].map(({ child }) => ended(child)))).toEqual([130, 130]);
  },
);

async function startServer() {
  const folder = temporaryFolder();
  const [port, data] = [await freePort(), join(folder, 'redis')];
  mkdirSync(data);
  const server = redisServer(port, data);
  children.push(server);
  const url = `redis://127.0.0.1:${port}`;
  await listening(port);
  return { server, url, folder };
}

async function listening(port: number): Promise<void> {
  const isThere = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
  while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function end(server: ChildProcess, death: (typeof deaths)[number]): Promise<void> {
  server.kill(death);
  if (death === 'SIGKILL') await ended(server);
}

function start(...argv: readonly string[]) {
  const child = spawn(process.execPath, [main, ...argv], { stdio: ['ignore', 'ignore', 'pipe'] });
  children.push(child);
  let all = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    all += chunk;
  });
  const told = async (pattern: RegExp) => {
    while (!pattern.test(all)) {
      if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${all}`);
      await Promise.race([once(child.stderr, 'data'), once(child, 'exit')]);
    }
  };
  return { child, told };
}
