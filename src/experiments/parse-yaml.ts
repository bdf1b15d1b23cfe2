import { LineCounter, parseDocument } from 'yaml';
import { InputError } from '../../devices/base/errors.js';

/**
 * The value that a text in YAML (or JSON, a subset of it) stands for; null where it is empty.
 * Throws InputError with `source` and the line for a syntax error, a duplicate key, an unknown tag or a second document.
 */
export function parseYaml(text: string, source: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) {
    const said = fault.code === 'MULTIPLE_DOCS' ? 'a second document, expected one' : oneLine(fault.message);
    throw new InputError(`${source}: line ${lines.linePos(fault.pos[0]).line}: ${said}`);
  }
  try {
    return document.toJS();
  } catch (error) {
    throw new InputError(`${source}: ${oneLine((error as Error).message)}`);
  }
}

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}
