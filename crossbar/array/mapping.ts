import { InputError } from '../../devices/index.js';

export const mappingNames = [
  'differential',
  'one-sided',
  'offset-column',
  'half-reference',
  'single',
] as const;

export type MappingName = (typeof mappingNames)[number];

/** Where a weight's devices may stand. */
export interface GoalRange {
  readonly gMinS: number;
  readonly gMaxS: number;
  /** Of the reference beside the weight, where G- is one. */
  readonly referenceS: number;
}

/**
 * How weights lie on the devices of a tile: w = (G+ - G-) / scaleS, rows of weights along bit
 * lines.
 */
export interface WeightMapping {
  readonly name: MappingName;
  /** Rows of weights on a tile of so many bit lines, and bit lines under so many rows. */
  readonly outputsOn: (bitLines: number) => number;
  readonly bitLinesUnder: (outputs: number) => number;
  /** The bit lines of G+ and G- of row r of `outputs`. */
  readonly plusLine: (row: number, outputs: number) => number;
  readonly minusLine: (row: number, outputs: number) => number;
  /** Siemens a unit of weight. */
  readonly scaleS: (range: { readonly gMinS: number; readonly gMaxS: number }, weightMax: number) => number;
  /**
   * Where programming puts G+ for G+ - G- = differenceS; of pairs G- goes where G+ would for the
   * opposite difference, so that -w mirrors w.
   */
  readonly goalS: (differenceS: number, range: GoalRange) => number;
  /**
   * G- moves by as many pulses down as G+ moves up; else it is a reference that is never written.
   */
  readonly minusMoves: boolean;
  /**
   * Programming ends by raising the device of a pair that the other one's own bounds have left too
   * low beside it.
   */
  readonly closesGaps: boolean;
  /** Siemens of a reference that is no device; null where G- is one. */
  readonly referenceS: (range: { readonly gMaxS: number }) => number | null;
}

/**
 * `differential`: two devices per weight, on adjacent bit lines, programmed half of w up and half
 * of it down from the middle of their ranges, so that both can move either way from there.
 *
 * `one-sided`: the same two devices, of which one carries |w| and the other stands at gMin, or as
 * near to it as its own bounds let it, which the first one makes up for. Small weights draw little
 * current, and a device stuck at gMin is right for half of the weights. G- at gMin cannot fall
 * further: for weights that are programmed and stay, such as imported ones.
 *
 * `offset-column`: one device per weight, and on every tile one more bit line of devices in the
 * middle of their ranges, whose current is subtracted from all others: half as many devices, half
 * the weight a siemens, and read noise that the reference adds to all outputs alike.
 *
 * `half-reference`: the same with a fixed reference of half of gMax, which is no device and has no
 * noise, w = weightMax (2 G / gMax - 1), as chips without devices to spare subtract half of the
 * full current (Chen, Peng and Yu 2017, doi 10.1109/IEDM.2017.8268337): weights below -weightMax
 * (1 - 2 gMin / gMax) do not exist, so that a small on/off ratio leaves none below 0.
 *
 * `single`: one device per weight and nothing beside it, w = weightMax G / gMax: for networks whose
 * weights are conductances.
 */
export function mappingOf(name: MappingName): WeightMapping {
  switch (name) {
    case 'differential':
    case 'one-sided':
      return Object.freeze<WeightMapping>({
        name,
        outputsOn: (bitLines) => bitLines >> 1,
        bitLinesUnder: (outputs) => 2 * outputs,
        plusLine: (row) => 2 * row,
        minusLine: (row) => 2 * row + 1,
        scaleS: ({ gMinS, gMaxS }, weightMax) => (gMaxS - gMinS) / weightMax,
        goalS: (differenceS, { gMinS, gMaxS }) =>
          name === 'one-sided' ? gMinS + Math.max(differenceS, 0) : (gMinS + gMaxS) / 2 + differenceS / 2,
        minusMoves: true,
        closesGaps: name === 'one-sided',
        referenceS: () => null,
      });
    case 'offset-column':
    case 'half-reference':
      return Object.freeze<WeightMapping>({
        name,
        outputsOn: (bitLines) => bitLines - 1,
        bitLinesUnder: (outputs) => outputs + 1,
        plusLine: (row) => row,
        minusLine: (_, outputs) => outputs,
        scaleS: ({ gMinS, gMaxS }, weightMax) =>
          (name === 'offset-column' ? gMaxS - gMinS : gMaxS) / (2 * weightMax),
        goalS: besideReference,
        minusMoves: false,
        closesGaps: false,
        referenceS: ({ gMaxS }) => (name === 'offset-column' ? null : gMaxS / 2),
      });
    case 'single':
      return Object.freeze<WeightMapping>({
        name,
        outputsOn: (bitLines) => bitLines,
        bitLinesUnder: (outputs) => outputs,
        plusLine: (row) => row,
        minusLine: (row) => row,
        scaleS: ({ gMaxS }, weightMax) => gMaxS / weightMax,
        goalS: besideReference,
        minusMoves: false,
        closesGaps: false,
        referenceS: () => 0,
      });
    default:
      throw new InputError(`array.mapping must be one of ${mappingNames.join(', ')} (got ${name})`);
  }
}

const besideReference: WeightMapping['goalS'] = (differenceS, { referenceS }) => referenceS + differenceS;
