import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { temporaryFolder } from '../runs/temporary-folder.js';
import { ended, endedIn, isInstalled, pointsIn, resultsIn, start, until, writeSweep } from './fixture.js';
import { freePort, redisServer } from './redis-server.js';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const kept = (child: ChildProcess) => {
  children.push(child);
  return child;
};

const startRedis = (port: number, folder: string, ...more: readonly string[]) =>
  kept(redisServer(port, folder, ...more));

// Skipped without redis-server; `npm run test:redis` says so.
test.skipIf(!isInstalled('redis-server'))(
  '200 points on two workers of a queue, one killed, the server killed and restarted: each once, as in process',
  async () => {
    const folder = temporaryFolder();
    const [file, out, here] = [writeSweep(folder), join(folder, 'queue'), join(folder, 'here')];
    const [port, data] = [await freePort(), join(folder, 'redis')];
    mkdirSync(data);
    const url = `redis://127.0.0.1:${port}`;
    const redis = startRedis(port, data);
    const workers = [0, 1].map(() => kept(start('worker', '--redis', url, '--workers', '1')));
    const sweep = kept(start('sweep', file, '--out', out, '--executor', 'bullmq', '--redis', url));

    await until('40 points', () => pointsIn(out) >= 40);
    workers[0]!.kill('SIGKILL');
    await until('90 points', () => pointsIn(out) >= 90);
    redis.kill('SIGKILL');
    await ended(redis);
    startRedis(port, data);

    expect(await ended(sweep)).toBe(0);
    expect(pointsIn(out)).toBe(200);
    expect(endedIn(out).length).toBe(200);
    expect(new Set(endedIn(out)).size).toBe(200);
    workers[1]!.kill('SIGINT');
    expect(await ended(workers[1]!)).toBe(130);

    expect(
      await ended(kept(start('sweep', file, '--out', here, '--executor', 'in-process', '--threads', '1'))),
    ).toBe(0);
    expect(resultsIn(out).length).toBe(200);
    expect(resultsIn(out)).toEqual(resultsIn(here));
  },
  300_000,
);

test.skipIf(!isInstalled('redis-server'))(
  'a server that is not there, or no address, is one line and 2',
  async () => {
    const folder = temporaryFolder();
    const file = writeSweep(folder);
    const port = await freePort();
    const [locked, data] = [await freePort(), join(folder, 'redis')];
    mkdirSync(data);
    startRedis(locked, data, '--requirepass', 'secret');
    const right = `redis://:secret@127.0.0.1:${locked}`;
    const wrong = [right.replace('secret', 'other'), `${right}/99`, right.replace(':secret@', '')];
    const urls = [`redis://127.0.0.1:${port}`, 'http://127.0.0.1', ...wrong];
    const started = urls.flatMap((url) => [
      start('sweep', file, '--out', join(folder, 'a'), '--executor', 'bullmq', '--redis', url),
      start('worker', '--redis', url),
    ]);
    expect(new Set(await Promise.all(started.map(ended)))).toEqual(new Set([2]));
    expect(existsSync(join(folder, 'a'))).toBe(false);
  },
);
