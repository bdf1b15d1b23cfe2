import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readServed } from './served-files.js';
import { readStudies } from './studies.js';

export interface StudyServerOptions {
  /** The folder whose runs are shown. */
  readonly root: string;
  /** The page that shows them; it asks for `studies.json`. */
  readonly page: string;
  /** Time of day in milliseconds, to tell a run that works from one that has stopped. */
  readonly nowMs: () => number;
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  jsonl: 'text/plain; charset=utf-8',
  yaml: 'text/plain; charset=utf-8',
};

/** Longer requests are refused. */
const longestUrl = 2000;

/**
 * A server of the run folders under a folder: the page at `/`, their state at `/studies.json`,
 * files of theirs under `/files/`. It reads and never writes, runs nothing that a file says, and
 * answers only requests that name it as this machine, so that a page of another site cannot read it
 * through the browser. To be bound to loopback by its caller.
 */
export function createStudyServer({ root, page, nowMs }: StudyServerOptions): Server {
  const answer = (request: IncomingMessage): Answer => {
    const { method, url = '' } = request;
    if (!isLocal(request.headers.host)) return refused(403);
    if (method !== 'GET' && method !== 'HEAD') return refused(405);
    const path = url.length > longestUrl ? null : decoded(url.replace(/[?#].*$/s, ''));
    if (path === null) return refused(400);
    if (path === '/') return { status: 200, type: 'html', body: page };
    if (path === '/studies.json') {
      return { status: 200, type: 'json', body: JSON.stringify({ studies: readStudies(root, nowMs()) }) };
    }
    const body = path.startsWith('/files/') ? readServed(root, path.slice('/files/'.length)) : null;
    return body ? { status: 200, type: path.split('.').at(-1) as string, body } : refused(404);
  };
  const server = createServer((request, response) => send(response, answer(request)));
  server.maxConnections = 64;
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;
  return server;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
}

const refused = (status: number): Answer => ({ status, type: 'jsonl', body: `${status}\n` });

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, {
    'content-type': types[type] ?? types.jsonl,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/** Once: what is encoded twice stays encoded, and names no file. */
function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function isLocal(host = ''): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/.test(host);
}
