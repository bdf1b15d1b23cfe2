import type { Source } from '../../devices/index.js';

/** A number that a cost rests on and where it comes from. */
export interface CostConstant {
  readonly value: number;
  readonly unit: CostUnit;
  readonly summary: string;
  readonly source: Source;
}

export type CostUnit = '1' | 'V' | 's' | 'F' | 'F/m' | 'J' | 'W' | 'm' | 'm2' | 'Hz' | 'Ohm';

type Describe = (value: number, unit: CostUnit, summary: string) => CostConstant;

const sourced = (source: Source): Describe => {
  Object.freeze(source);
  return (value, unit, summary) => Object.freeze({ value, unit, summary, source });
};
const citing = (doi: string, where: string) => sourced({ doi, where });
const assuming = (assumption: string) => sourced({ assumption });

const shafiee2016 = (where: string) =>
  citing('10.1109/ISCA.2016.12', `Shafiee et al. 2016, table I: ${where}`);
const kull2013 = (where: string) => citing('10.1109/JSSC.2013.2279571', `Kull et al. 2013: ${where}`);
const wu2018 = citing('10.1109/VLSIT.2018.8510690', 'Wu et al. 2018: 1.6 V, 50 ns either way');

/**
 * Where every default comes from. Not in it, and not counted: buffers, buses between tiles,
 * control, clock and leakage. An energy given by a power in Shafiee et al. is that of one of their
 * 100 ns cycles.
 */
export const costConstants = Object.freeze({
  cell: {
    pitchM: shafiee2016('8 arrays of 128 x 128 cells on 0.0002 mm2')(
      Math.sqrt(0.0002e-6 / (8 * 128 * 128)),
      'm',
      'distance of two cells, along either line',
    ),
    capacitanceF: assuming('a plate of 20 nm x 20 nm with 5 nm of an oxide of permittivity 25')(
      1.8e-17,
      'F',
      'between the two lines at a cell',
    ),
  },
  wire: {
    capacitanceFPerM: assuming('0.2 fF/um, what textbooks take for any node: width and distance scale alike')(
      0.2e-9,
      'F/m',
      'of a line to its surroundings',
    ),
    segmentOhm: assuming('copper lines of about 20 nm half-pitch have 0.5 to 2 ohm from cell to cell')(
      1,
      'Ohm',
      'of a line from cell to cell, where the array leaves its wires ideal',
    ),
  },
  driver: {
    efficiency: assuming('half of what a line driver draws reaches its line')(
      0.5,
      '1',
      'share of the energy drawn that reaches lines and cells',
    ),
    areaM2: assuming('10 um2: a switch to each of the write voltages')(1e-11, 'm2', 'of a line driver'),
  },
  dac: {
    unitF: citing('10.1109/JSSC.2011.2143870', 'Harpe et al. 2011: 0.5 fF, the unit of its capacitive DAC')(
      0.5e-15,
      'F',
      'one step of a capacitive converter',
    ),
    supplyV: assuming('1 V, a usual supply of digital logic')(1, 'V', 'what its capacitors are charged to'),
    settleSec: assuming('1 ns, a few gate delays and a switch')(
      1e-9,
      's',
      'from the code to the line voltage',
    ),
    slotSec: assuming('1 ns, the period of a fast clock')(
      1e-9,
      's',
      'shortest pulse where inputs are coded as widths',
    ),
    stepAreaM2: assuming('0.5 fF at 2 fF/um2')(2.5e-13, 'm2', 'of a step; 2^bits of them make a converter'),
  },
  sensing: {
    powerW: assuming('10 uW: an amplifier of 10 uA')(
      1e-5,
      'W',
      'of the amplifier of a line during a read, beside the current of the line',
    ),
    supplyV: assuming('1 V, as that of digital logic')(
      1,
      'V',
      'supply that the current of a sensed line is drawn from',
    ),
    drawnCurrent: assuming(
      '1: an output stage of class AB, the least; one of class A draws the largest current of a line at all times, largest over mean',
    )(1, '1', 'current that an amplifier draws over the mean current of its line'),
    settleSec: assuming('5 ns: an amplifier of some 100 MHz')(
      5e-9,
      's',
      'from the line current to its value',
    ),
    holdJ: shafiee2016('8 x 128 sample-and-holds at 10 uW')(
      (10e-6 * 100e-9) / (8 * 128),
      'J',
      'to hold a value for conversion',
    ),
    areaM2: assuming('20 um2: a two-stage amplifier, its sample-and-hold being far smaller')(
      2e-11,
      'm2',
      'of the amplifier of a line',
    ),
  },
  adc: {
    stepJ: kull2013('3.1 mW at 1.2 GS/s and 8 bits')(
      3.1e-3 / 1.2e9 / 2 ** 8,
      'J',
      'of a step; 2^bits of them make a conversion (Walden 1999, doi 10.1109/49.761034)',
    ),
    rateHz: kull2013('1.2 GS/s')(1.2e9, 'Hz', 'conversions a second of one converter'),
    cornerHz: kull2013('the rate its power was measured at')(
      1.2e9,
      'Hz',
      'rate above which a conversion takes energy in proportion to it (Murmann 2015, doi 10.1109/MSSC.2015.2442393)',
    ),
    outputs: shafiee2016('one converter an array of 128 lines')(
      128,
      '1',
      'outputs that take turns at one converter',
    ),
    stepAreaM2: kull2013('0.0015 mm2 at 8 bits')(
      1.5e-9 / 2 ** 8,
      'm2',
      'of a step; 2^bits of them make a converter',
    ),
  },
  neuron: {
    conversionJ: shafiee2016('adders of 0.2 mW behind 8 converters of 1.2 GS/s')(
      0.2e-3 / (8 * 1.2e9),
      'J',
      'to add a converted value to its neuron',
    ),
    areaM2: shafiee2016('adders of 0.00024 mm2 behind 8 converters')(
      0.00024e-6 / 8,
      'm2',
      'of the adder behind a converter',
    ),
  },
  write: {
    voltageV: wu2018(1.6, 'V', 'across a device that is written'),
    pulseSec: wu2018(50e-9, 's', 'one pulse'),
    halfSelect: assuming('the V/2 scheme: both lines of a device carry half of its voltage')(
      0.5,
      '1',
      'share of the write voltage on the other devices of a selected line',
    ),
    pulsedShare: assuming('4 %: the first 100 updates of the shipped configuration')(
      0.04,
      '1',
      'devices that get pulses in an update',
    ),
    pulsesPerDevice: assuming('small steps: one pulse, seldom two')(
      1,
      '1',
      'pulses that such a device gets, in the mean',
    ),
    slots: assuming('small steps: two pulses are the most that a device of a word line gets')(
      2,
      '1',
      'pulses that a word line is selected for, of either sign',
    ),
  },
  input: {
    mean: assuming("mean of x over MNIST's training images; hidden layers and other data differ")(
      0.131,
      '1',
      'of the inputs, in units of full scale',
    ),
    meanSquare: assuming("mean of x^2 over MNIST's training images; hidden layers and other data differ")(
      0.112,
      '1',
      'of the inputs, in units of full scale',
    ),
  },
}) satisfies Record<string, Record<string, CostConstant>>;
