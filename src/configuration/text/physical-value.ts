import { InputError } from '../../../devices/base/errors.js';
import { isMapping } from '../plain-data.js';
import { dotted } from './dotted-path.js';

type Path = readonly (string | number)[];

/** SI units by the suffix that names them, as mathjs spells them, each with a value to show. */
const UNITS: Readonly<Record<string, { readonly unit: string; readonly example: string }>> = {
  V: { unit: 'V', example: '200 mV' },
  A: { unit: 'A', example: '10 uA' },
  S: { unit: 'S', example: '100 uS' },
  Ohm: { unit: 'ohm', example: '10 kohm' },
  Sec: { unit: 's', example: '50 ns' },
  K: { unit: 'K', example: '300 K' },
  F: { unit: 'F', example: '1 pF' },
  J: { unit: 'J', example: '10 fJ' },
  W: { unit: 'W', example: '10 uW' },
  Hz: { unit: 'Hz', example: '1.2 GHz' },
  FPerM: { unit: 'F/m', example: '200 pF/m' },
  M: { unit: 'm', example: '100 nm' },
  M2: { unit: 'm^2', example: '20 um^2' },
};

const SUFFIX = /[a-z](V|A|S|Ohm|Sec|K|FPerM|F|J|W|Hz|M|M2)$/;

/**
 * The SI unit that the name of a field ends in, and a text in such a unit; null where it ends in
 * none.
 */
export function unitOfName(name: string): { readonly unit: string; readonly example: string } | null {
  const suffix = SUFFIX.exec(name)?.[1];
  return suffix === undefined ? null : UNITS[suffix]!;
}

/**
 * A copy of `raw` in which texts under keys that end in a unit ("10 kohm" under `wordLineOhm`) are
 * numbers in that unit. Loads mathjs, about 1.5 s, only where there is such a text. Throws
 * InputError with `source` and the path for a text that is no value in that unit.
 */
export async function readPhysicalValues(raw: unknown, source: string): Promise<unknown> {
  return mapTexts(raw, [], async (text, path) => {
    const known = unitOfName(String(path.findLast((part) => typeof part === 'string') ?? ''));
    if (!known) return text;
    const { unit: toUnit, example } = known;
    const { unit } = await import('mathjs');
    try {
      // Decimal prefixes leave a rounding error in the last digit: 100 uS would be
      // 9.999999999999999e-5.
      return Number(unit(text).toNumber(toUnit).toPrecision(15));
    } catch {
      const expected = `a number in ${toUnit} or a text such as "${example}"`;
      throw new InputError(`${source}: ${dotted(path)}: ${JSON.stringify(text)}, expected ${expected}`);
    }
  });
}

async function mapTexts(
  node: unknown,
  path: Path,
  map: (text: string, path: Path) => Promise<unknown>,
): Promise<unknown> {
  if (typeof node === 'string') return map(node, path);
  if (Array.isArray(node)) return Promise.all(node.map((child, i) => mapTexts(child, [...path, i], map)));
  if (!isMapping(node)) return node;
  const entries = Object.entries(node).map(async ([key, child]) => [
    key,
    await mapTexts(child, [...path, key], map),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}
