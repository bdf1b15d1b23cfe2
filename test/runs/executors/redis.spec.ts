import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { InputError } from '../../../devices/base/errors.js';
import { connectRedis, jobIdOf, shownUrl, taskKeyOf } from '../../../src/runs/executors/redis.js';

test.each([
  ['redis://:secret@127.0.0.1:6379/3', 'redis://127.0.0.1:6379/3'],
  ['redis://user:se/cr@et@host', 'redis://host'],
  ['http://user:secret@host?password=secret#secret', 'http://host'],
  ['user:secret@host', 'host'],
  ['redis://host:6379', 'redis://host:6379'],
])('%s is shown as %s', (url, shown) => expect(shownUrl(url)).toBe(shown));

test.each(['http://a:secret@host', 'a:secret@host', 'redis://a:secret@host/x', 'redis://a:se/cret@host', ''])(
  '%s is refused in one line without its password',
  async (url) => {
    const { signal } = new AbortController();
    const refused = connectRedis({ url, signal, lost: () => undefined });
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(
      /^--redis [^\n]*, expected an address|^--redis [^\n]*: expected an address/,
    );
    await refused.catch(({ message }: Error) => expect(message).not.toContain('cret'));
  },
);

test('a key of digits alone makes an id that is no number', () => {
  expect(jobIdOf('1234567890123456')).not.toMatch(/^\d+$/);
  expect(taskKeyOf(jobIdOf('1234567890123456'))).toBe('1234567890123456');
});

test('an abort ends the wait for a server that never answers', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const abort = new AbortController();
  server.once('connection', () => abort.abort());
  const url = `redis://127.0.0.1:${port}`;
  await expect(connectRedis({ url, signal: abort.signal, lost: () => undefined })).rejects.toThrow(
    `${url}: interrupted, expected a Redis server that takes the address`,
  );
  server.close();
});
