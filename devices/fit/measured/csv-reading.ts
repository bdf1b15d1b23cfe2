import { type CsvLine, fault, type ReadNumber } from './csv-cells.js';
import type { PulseHeader, ReadingColumn } from './csv-header.js';

/** Ten ohms: a lower reading is not that of a memristor and suggests another unit. */
const maxS = 0.1;

/** Conductance in siemens of a cell in one of the columns of readings. */
export type Reading = (cells: readonly string[], column: ReadingColumn, at: CsvLine) => number;

/**
 * Turns conductances, resistances and currents into siemens. Throws InputError for what is none of
 * a memristor.
 */
export function createReading({ columns, voltageV }: PulseHeader, number: ReadNumber): Reading {
  const voltageOf = (cells: readonly string[], at: CsvLine) => {
    const cell = cells[columns.readVoltage!];
    const voltage = number(cell, at) * voltageV;
    if (Number.isFinite(voltage) && voltage !== 0) return voltage;
    throw fault(at, `read voltage ${JSON.stringify(cell)}, expected a number other than 0`);
  };
  return (cells, column, at) => {
    const { quantity, size } = column.unit;
    const value = number(cells[column.column], at) * size;
    const voltage = quantity === 'current' ? voltageOf(cells, at) : 1;
    const valid = Number.isFinite(value) && (quantity === 'current' ? value / voltage >= 0 : value >= 0);
    if (!valid || (quantity === 'resistance' && value === 0)) throw misread(cells, column, at);
    const conductanceS = quantity === 'resistance' ? 1 / value : value / voltage;
    if (conductanceS > maxS) throw implausible(cells, column, { at, conductanceS });
    return conductanceS;
  };
}

function misread(cells: readonly string[], { column, unit: { quantity, name } }: ReadingColumn, at: CsvLine) {
  const cell = cells[column];
  const shown = `${quantity} ${JSON.stringify(cell)}`;
  if (/^[-+.\d][-+.,\deE]*\s*[a-zA-Zµμ]/.test(cell)) {
    return fault(at, `${shown} has a unit of its own, expected a bare number in ${name} as the header says`);
  }
  const range = {
    conductance: 'a number >= 0',
    resistance: 'a number > 0',
    current: 'a number of the sign of the read voltage',
    voltage: 'a number',
  };
  return fault(at, `${shown}, expected ${range[quantity]} in ${name}`);
}

function implausible(
  cells: readonly string[],
  { column, title, unit: { quantity, name } }: ReadingColumn,
  { at, conductanceS }: { at: CsvLine; conductanceS: number },
) {
  const means = quantity === 'conductance' ? '' : `, which is ${conductanceS} S`;
  return fault(
    at,
    `${quantity} ${cells[column]} ${name}${means}: no memristor conducts more than ${maxS} S; ` +
      `expected the unit of the readings in the title ${title}, such as uS or kohm`,
  );
}
