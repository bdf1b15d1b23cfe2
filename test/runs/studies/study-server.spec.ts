import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStudies } from '../../../src/runs/studies/studies.js';
import { createStudyServer } from '../../../src/runs/studies/study-server.js';

const outside = mkdtempSync(join(tmpdir(), 'crossprop-serve-'));
const root = join(outside, 'runs');
const nowMs = 1_000_000_000_000;
const secret = 'the secret';

function write(path: string, text: string, changedMs = nowMs): void {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  utimesSync(file, changedMs / 1000, changedMs / 1000);
}

const line = (run: string, epoch: number, average: number) =>
  `${JSON.stringify({ run, epoch, accuracy: { average, max: 0 }, seconds: 1 })}\n`;

let server: Server;
let port = 0;

beforeAll(async () => {
  for (const name of ['result.json', 'report.html', 'secret.txt']) {
    mkdirSync(root, { recursive: true });
    writeFileSync(join(outside, name), secret);
  }
  write('done/config.yaml', 'name: done');
  write('done/result.json', '{"schema": 1}', nowMs - 3_600_000);
  write('done/report.html', '<p>report</p>');
  write('live/config.yaml', 'name: live');
  write(
    'live/metrics.jsonl',
    `${[line('a', 1, 0.5), line('b', 1, 0.4), line('a', 2, 0.6)].join('')}{"run": "a", "ep`,
  );
  write('live/progress.json', '{"id":"a","stage":"train","epoch":3,"epochs":9,"done":50,"total":100}');
  write('sweep 1/config.yaml', 'name: sweep', nowMs - 120_000);
  write('sweep 1/log.jsonl', '{"msg":"sweep-started","points":8,"missing":8}\n', nowMs - 120_000);
  write('sweep 1/points/0123456789abcdef.json', '{}');
  utimesSync(join(root, 'sweep 1/points'), (nowMs - 120_000) / 1000, (nowMs - 120_000) / 1000);
  write('done/private.key', secret);
  write('done/weights/result.json.bak', secret);
  mkdirSync(join(root, 'links'));
  symlinkSync(join(outside, 'result.json'), join(root, 'links/result.json'));
  symlinkSync(outside, join(root, 'out'));
  execFileSync('mkfifo', [join(root, 'links/log.jsonl')]);
  server = createStudyServer({ root, page: '<p>page</p>', nowMs: () => nowMs });
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  rmSync(outside, { recursive: true, force: true });
});

/** The path goes out as it is: `fetch` would tidy it. */
function get(path: string, { method = 'GET', host = `127.0.0.1:${port}` } = {}) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers: { host } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the server of studies', () => {
  it('shows the page, the state and the files of run folders', async () => {
    expect(await get('/')).toEqual({ status: 200, body: '<p>page</p>' });
    expect(await get('/files/done/report.html')).toEqual({ status: 200, body: '<p>report</p>' });
    expect((await get('/files/sweep%201/config.yaml')).body).toBe('name: sweep');
    expect(JSON.parse((await get('/studies.json')).body)).toEqual({ studies: readStudies(root, nowMs) });
    expect(await get('/', { method: 'HEAD' })).toEqual({ status: 200, body: '' });
  });

  it.each([
    '/files/../secret.txt',
    '/files/../result.json',
    '/files/done/../../result.json',
    '/files/%2e%2e/result.json',
    '/files/%2e%2e%2fresult.json',
    '/files/%252e%252e/result.json',
    '/files/done/%2e%2e/%2e%2e/result.json',
    '/files/..%5cresult.json',
    '/files/done/..%00/result.json',
    '/files/result.json%00',
    '/files//result.json',
    '/files/./done/result.json',
    `/files/${'/'}etc/passwd`,
    '/files/%2fetc%2fpasswd',
    '/files/links/result.json',
    '/files/links/log.jsonl',
    '/files/out/result.json',
    '/files/out/report.html',
    '/files/done/private.key',
    '/files/done/weights/result.json.bak',
    '/files/done',
    '/files/',
    '/result.json',
    '/../result.json',
    '/files/%ff',
    `/files/${'a'.repeat(3000)}/result.json`,
  ])('reads nothing outside and nothing else: %s', async (path) => {
    const { status, body } = await get(path);
    expect([400, 404]).toContain(status);
    expect(body).not.toContain(secret);
  });

  it.each(['example.com', 'example.com:80', '127.0.0.1.example.com', 'localhost@example.com'])(
    'answers no request for the host "%s"',
    async (host) => {
      expect([400, 403]).toContain((await get('/studies.json', { host })).status);
    },
  );

  it.each(['POST', 'PUT', 'DELETE'])('does not take %s', async (method) => {
    expect((await get('/studies.json', { method })).status).toBe(405);
  });
});

describe('readStudies', () => {
  const studies = () => new Map(readStudies(root, nowMs).map((study) => [study.path, study]));

  it('tells what runs, with its progress and curves, from whole lines', () => {
    expect(studies().get('live')).toEqual({
      path: 'live',
      state: 'running',
      progress: { what: 'a train, epoch 3 of 9', done: 50, total: 100 },
      curves: [
        {
          run: 'a',
          points: [
            { epoch: 1, accuracy: 0.5 },
            { epoch: 2, accuracy: 0.6 },
          ],
        },
        { run: 'b', points: [{ epoch: 1, accuracy: 0.4 }] },
      ],
      report: false,
    });
  });

  it('tells what has finished and what has stopped, a sweep by its points', () => {
    expect(studies().get('done')).toMatchObject({ state: 'finished', progress: null, report: true });
    expect(studies().get('sweep 1')).toMatchObject({
      state: 'stopped',
      progress: { what: 'points', done: 1, total: 8 },
    });
    expect([...studies().keys()].sort()).toEqual(['done', 'live', 'sweep 1']);
  });
});
