import {
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { InputError } from '../../../devices/base/errors.js';
import { duplicateKey } from '../../data/duplicate-key.js';

/**
 * The tags of what JSON has too: other values would not pass for what they are behind this door.
 */
const plainTags = new Set(['map', 'seq', 'str', 'int', 'float', 'bool', 'null', 'merge']);

/** Characters of YAML that are read in a second or two. */
export const maxYaml = 2 ** 20;

interface Fault {
  readonly at: number;
  readonly said: string;
}

/**
 * The value that a text in YAML (or JSON, a subset of it) stands for; null where it is empty.
 * Throws InputError with `source` and the line for a syntax error, a duplicate key, a tag that is
 * unknown or of something else than mappings, lists, texts and numbers, for a second document, and
 * for more than a million characters that are no JSON. O(bytes).
 */
export function parseYaml(text: string, source: string): unknown {
  if (text.length > maxYaml) return parseLong(text, source);
  const lines = new LineCounter();
  // The package compares every key with every other one: a file of a hundred thousand would take
  // minutes.
  const options = { lineCounter: lines, prettyErrors: false, logLevel: 'error', uniqueKeys: false } as const;
  const document = parsed(text, options, source);
  const fault = syntaxFault(document) ?? contentFault(document);
  if (fault) throw new InputError(`${source}: line ${lines.linePos(fault.at).line}: ${oneLine(fault.said)}`);
  try {
    return document.toJS();
  } catch (error) {
    throw new InputError(`${source}: ${oneLine((error as Error).message)}`);
  }
}

/** The package calls itself for every level of nesting, as deep as the stack goes. */
function parsed(text: string, options: Parameters<typeof parseDocument>[1], source: string): Document {
  try {
    return parseDocument(text, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(`${source}: nested too deep, expected fewer levels of mappings and lists`);
  }
}

function parseLong(text: string, source: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const key = duplicateKey(text);
    if (key === null) return value;
    throw new InputError(`${source}: ${key}: Map keys must be unique`);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${source}: ${text.length} characters, expected at most ${maxYaml} of YAML, or JSON, which may be longer`,
    );
  }
}

function syntaxFault({ errors, warnings }: Document): Fault | null {
  const [fault] = [...errors, ...warnings];
  if (!fault) return null;
  const isSecond = fault.code === 'MULTIPLE_DOCS';
  return { at: fault.pos[0], said: isSecond ? 'a second document, expected one' : fault.message };
}

function contentFault(document: Document): Fault | null {
  let fault: Fault | null = null;
  visit(document, {
    Node(_key, node) {
      const { tag = '', range } = node as { tag?: string; range?: readonly number[] | null };
      const name = tag.replace('tag:yaml.org,2002:', '');
      const isPlain = tag === '' || plainTags.has(name);
      const said = `!!${name}, expected mappings, lists, texts and numbers alone`;
      if (!isPlain) fault = { at: range?.[0] ?? 0, said };
      else if (isMap(node)) fault = duplicateIn(node);
      return fault ? visit.BREAK : undefined;
    },
  });
  return fault;
}

function duplicateIn({ items }: YAMLMap): Fault | null {
  const keys = new Set<unknown>();
  for (const { key } of items) {
    const value = isScalar(key) ? String(key.value) : key;
    if (keys.has(value) && isNode(key)) return { at: key.range?.[0] ?? 0, said: 'Map keys must be unique' };
    keys.add(value);
  }
  return null;
}

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}
