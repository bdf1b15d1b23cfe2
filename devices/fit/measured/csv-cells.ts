import { InputError } from '../../base/errors.js';

/** A line of a file, for messages. */
export interface CsvLine {
  readonly source: string;
  /** From 1. */
  readonly row: number;
}

export type Delimiter = ',' | ';' | '\t';

/** The mark that parts the line into most cells; a comma where none does. */
export function delimiterOf(line: string): Delimiter {
  const marks = [',', ';', '\t'] as const;
  return marks.reduce((a, b) => (line.split(b).length > line.split(a).length ? b : a));
}

/**
 * The trimmed cells of a line, without quotes around them. Throws InputError on any other quote.
 */
export function cellsOf(line: string, delimiter: Delimiter, at: CsvLine): string[] {
  const cells = line.split(delimiter);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i].trim();
    cells[i] =
      cell.length > 1 && cell.startsWith('"') && cell.endsWith('"') ? cell.slice(1, -1).trim() : cell;
    if (cells[i].includes('"')) throw fault(at, 'a quote, expected quotes around whole cells alone');
  }
  return cells;
}

/** The number in a cell; NaN where there is none. */
export type ReadNumber = (cell: string, at: CsvLine) => number;

/**
 * Reads the numbers of one file. Commas are decimal marks where they do not part cells. Throws
 * InputError where both marks are used, since one of them then parts thousands.
 */
export function createNumberReader(delimiter: Delimiter): ReadNumber {
  let mark: string | undefined;
  return (cell, at) => {
    const own = /[.,]/.exec(cell)?.[0];
    if (own !== undefined && delimiter !== ',') {
      mark ??= own;
      if (own !== mark || (cell.includes('.') && cell.includes(','))) {
        throw fault(
          at,
          `${JSON.stringify(cell)}, expected one decimal mark in the file and none for thousands`,
        );
      }
    }
    return cell === '' ? Number.NaN : Number(delimiter === ',' ? cell : cell.replace(',', '.'));
  };
}

/** The error of one line. */
export function fault({ source, row }: CsvLine, message: string): InputError {
  return new InputError(`${source}: row ${row}: ${message}`);
}
