import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { docPages, pathOf } from './blocks.js';
import plainWords from './plain-words.json' with { type: 'json' };

/** A text with the place that it is from. */
interface Passage {
  readonly place: string;
  readonly text: string;
}

/** Code lines may be longer; a comment is read as text. */
const maxColumns = 100;
const commentLine = /^\s*(?:\/\/|\/\*|\*)/;

const folders = ['devices', 'crossbar', 'src', 'benchmarks', 'test'];

const sources: readonly Passage[] = folders.flatMap((folder) =>
  readdirSync(pathOf(folder), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.generated)\.(ts|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ place: relative(pathOf('.'), path), text: readFileSync(path, 'utf8') })),
);

const pages: readonly Passage[] = [
  { place: 'CONTRIBUTING.md', text: readFileSync(pathOf('CONTRIBUTING.md'), 'utf8') },
  ...docPages.map(({ name, text }) => ({ place: name, text })),
];

/** Comment lines that are too wide, as `path:line`. */
function wideComments({ place, text }: Passage): string[] {
  return text
    .split('\n')
    .flatMap((line, i) => (commentLine.test(line) && line.length > maxColumns ? [`${place}:${i + 1}`] : []));
}

/** The comments of a source as running text, so that a phrase may be wrapped over two lines. */
function commentsOf({ place, text }: Passage): Passage {
  const lines = text.split('\n').map((line) => (commentLine.test(line) ? line.trim() : '\n'));
  return { place, text: lines.join(' ').replace(/ (?:\*|\/\/) /g, ' ') };
}

/** What a passage says in words of our own, each with the plain ones. */
function oddWords({ place, text }: Passage): string[] {
  return plainWords.flatMap(({ avoid, write }) => {
    const [found] = new RegExp(avoid.replaceAll(' ', '\\s+'), 'i').exec(text) ?? [];
    return found === undefined ? [] : [`${place}: "${found}", write: ${write}`];
  });
}

describe('prose', () => {
  it('has comments of at most 100 columns', () => {
    expect(sources.length).toBeGreaterThan(500);
    expect(sources.flatMap(wideComments)).toEqual([]);
  });

  it('is in plain words', () => {
    expect([...sources.map(commentsOf), ...pages].flatMap(oddWords)).toEqual([]);
  });

  // A rule that cannot fail is none.
  it('finds a wide comment and an odd word that is wrapped', () => {
    const text = `/**\n * ${'x'.repeat(98)}\n * The network as\n * drawn.\n */\nconst a = 'as drawn';`;
    expect(wideComments({ place: 'a.ts', text })).toEqual(['a.ts:2']);
    expect(oddWords(commentsOf({ place: 'a.ts', text }))).toEqual(['a.ts: "as drawn", write: untrained']);
    expect(oddWords(commentsOf({ place: 'a.ts', text: `const a = 'as drawn';` }))).toEqual([]);
  });
});
