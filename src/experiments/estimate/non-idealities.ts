import type { ChipConfiguration } from '../../configuration/configuration.js';
import { type DeepPartial, merged } from '../../configuration/mapping.js';
import type { ChipUse } from './chip-use.js';
import {
  withFineSteps,
  withoutCurve,
  withoutCycleNoise,
  withoutDeviceVariation,
  withoutScatter,
} from './device-removal.js';

/** One way in which a chip falls short of ideal arithmetic. */
export interface NonIdeality {
  readonly name: string;
  /** In words, to stand before a verb. */
  readonly label: string;
  /** What a designer can do about it. */
  readonly remedy: string;
  /** The chip without it, all else as it was; the same chip where it has none. */
  readonly without: (chip: ChipConfiguration) => ChipConfiguration;
}

/** Resolutions that no result depends on any more, and fit f32. */
const FINE_BITS = 24;
/** A range that nothing reaches, in units of a neuron's state or of its weighted input. */
const UNCLIPPED = 64;

const changed = (chip: ChipConfiguration, change: DeepPartial<ChipConfiguration>) =>
  merged(chip, change) as ChipConfiguration;

/** A range that nothing reaches, in steps of the same size; nothing where the range is calibrated. */
function unclipped({ bits, range }: { readonly bits: number; readonly range: number | 'calibrated' }) {
  if (range === 'calibrated') return {};
  const doublings = Math.max(0, Math.ceil(Math.log2(UNCLIPPED / range)));
  return { range: range * 2 ** doublings, bits: Math.min(bits + doublings, FINE_BITS) };
}

/** Every non-ideality that a hardware block can hold, to be removed in this order; all of them removed leave the ideal chip. */
export const nonIdealities: readonly NonIdeality[] = [
  {
    name: 'adc-resolution',
    label: 'the resolution of the ADCs',
    remedy: 'more ADC bits, or a smaller range at the same bits',
    without: (chip) => changed(chip, { converters: { adc: { bits: FINE_BITS } } }),
  },
  {
    name: 'adc-range',
    label: 'clipping at the range of the ADCs',
    remedy: 'raise converters.adc.range',
    without: (chip) => changed(chip, { converters: { adc: unclipped(chip.converters.adc) } }),
  },
  {
    name: 'adc-errors',
    label: 'noise, offsets and gain errors of the ADCs',
    remedy: 'calibrate offsets and gains, or average conversions',
    without: (chip) => changed(chip, { converters: { adc: { noise: 0, offset: 0, gainError: 0 } } }),
  },
  {
    name: 'dac-resolution',
    label: 'the resolution of the DACs',
    remedy: 'more DAC bits',
    without: (chip) => changed(chip, { converters: { dac: { bits: FINE_BITS } } }),
  },
  {
    name: 'dac-range',
    label: 'clipping at the range of the DACs',
    remedy: 'raise converters.dac.range, or calibrated',
    without: (chip) => changed(chip, { converters: { dac: unclipped(chip.converters.dac) } }),
  },
  {
    name: 'nudge-resolution',
    label: 'the resolution and the offset of the nudge',
    remedy: 'more bits of the nudge DAC',
    without: (chip) => changed(chip, { converters: { nudge: { bits: FINE_BITS, offset: 0 } } }),
  },
  {
    name: 'homeostasis-dac',
    label: 'the DACs and the controller of homeostasis',
    remedy: 'more bits or range of homeostasis, a controller without leak or offset',
    without: (chip) =>
      changed(chip, {
        homeostasis: { bits: 0, accumulatorBits: 0, gainError: 0, leak: 0, deadBand: 0, offset: 0 },
      }),
  },
  {
    name: 'read-noise',
    label: 'read noise',
    remedy: 'longer integration or averaged reads',
    without: (chip) => changed(chip, { read: { noise: 0 } }),
  },
  {
    name: 'i-v-curve',
    label: 'the I-V curve of the cells',
    remedy: 'a lower read voltage, or pulse-width inputs',
    without: (chip) => changed(chip, { read: { nonlinearity: { kind: 'none' } } }),
  },
  {
    name: 'wires',
    label: 'the resistance of the wires and of what drives and senses them',
    remedy: 'smaller tiles, wider wires or devices of less conductance',
    without: (chip) => changed(chip, { array: { wordLineOhm: 0, bitLineOhm: 0, driverOhm: 0, senseOhm: 0 } }),
  },
  {
    name: 'stuck-cells',
    label: 'stuck cells',
    remedy: 'better yield, or spare lines',
    without: (chip) => changed(chip, { faults: { stuckLow: 0, stuckHigh: 0 } }),
  },
  {
    name: 'levels',
    label: 'the number of conductance levels',
    remedy: 'more levels',
    without: (chip) => changed(chip, { array: { levels: 0 } }),
  },
  {
    name: 'twin-arrays',
    label: 'the mismatch of twin arrays',
    remedy: 'both phases on one array',
    without: (chip) => changed(chip, { array: { phases: 'time-multiplexed' } }),
  },
  {
    name: 'feedback',
    label: 'errors that come back through a second array, or not at all',
    remedy: 'transpose reads of the same cells',
    without: (chip) =>
      // Lines that are sensed while neurons relax on the chip cannot be driven.
      chip.read.relaxation === 'sampled' ? changed(chip, { read: { feedback: 'transpose' } }) : chip,
  },
  {
    name: 'neurons',
    label: 'noise and offsets of the neurons',
    remedy: 'auto-zeroed or averaged samples',
    without: (chip) => changed(chip, { neurons: { noise: 0, offset: 0, nudgedOffset: 0 } }),
  },
  {
    name: 'update-circuit',
    label: 'noise and offset of the update circuit',
    remedy: 'an auto-zeroed update circuit',
    without: (chip) => changed(chip, { write: { noise: 0, offset: 0 } }),
  },
  {
    name: 'device-variation',
    label: 'variation from device to device',
    remedy: 'a tighter process',
    without: withoutDeviceVariation,
  },
  {
    name: 'cycle-noise',
    label: 'noise from pulse to pulse',
    remedy: 'gentler or averaged pulses',
    without: withoutCycleNoise,
  },
  {
    name: 'ageing',
    label: 'drift, relaxation, retention, low-frequency noise, write noise and wear of the devices',
    remedy: 'sooner refreshes, or read.driftCompensation: global',
    without: (chip) =>
      changed(chip, {
        read: { inferenceAfterSec: 0 },
        effects: {
          writeNoise: 0,
          endurance: { pulses: 0 },
          drift: { exponent: 0 },
          retention: { lifetimeSec: 0 },
          relaxation: { shiftS: 0, spreadS: 0, spreadGrowthS: 0 },
          flicker: { strength: 0 },
          telegraph: { amplitude: 0 },
          published: 'none',
        },
      }),
  },
  {
    name: 'device-scatter',
    label: 'the scatter of devices and pulses',
    remedy: 'a tighter process, gentler or averaged pulses',
    without: withoutScatter,
  },
  {
    name: 'pulse-curve',
    label: 'the curved, asymmetric response to pulses',
    remedy: 'devices that respond more linearly, or shaped pulses',
    without: withoutCurve,
  },
  {
    name: 'step-size',
    label: 'the size of the step by one pulse',
    remedy: 'devices of more states, or shorter pulses',
    without: withFineSteps,
  },
  {
    name: 'half-select',
    label: 'what pulses do to the other cells on their lines',
    remedy: 'a selector in each cell',
    without: (chip) => changed(chip, { write: { disturb: 0 } }),
  },
  {
    name: 'rounding',
    label: 'the rounding of updates to pulses',
    remedy: 'stochastic rounding of updates',
    without: (chip) => changed(chip, { write: { scheme: 'stochastic-rounding' } }),
  },
];

/** What lies in reads of an array and in neurons: where the array is the network, by Kirchhoff's law, there are none. */
const ofReads = [
  ...['adc-resolution', 'adc-range', 'adc-errors', 'dac-resolution', 'dac-range', 'i-v-curve', 'wires'],
  ...['twin-arrays', 'feedback', 'neurons'],
];

/** What acts on pulses of updates alone. */
const ofUpdates = ['update-circuit', 'half-select', 'rounding'];

/** Those that a chip has in a use of it, in their order. */
export function nonIdealitiesOf(chip: ChipConfiguration, use: ChipUse): readonly NonIdeality[] {
  const { range } = chip.converters.dac;
  const fullScale = range === 'calibrated' ? Number.POSITIVE_INFINITY : range;
  const absent = [
    ...(use.energy === 'resistive' ? ofReads : []),
    ...(use.learns ? [] : ofUpdates),
    ...(use.nudges ? [] : ['nudge-resolution', 'twin-arrays']),
    ...(use.hasHomeostasis ? [] : ['homeostasis-dac']),
    ...(use.readsBack ? [] : ['feedback']),
    ...(!use.drivesBeyondOne && fullScale >= 1 ? ['dac-range'] : []),
  ];
  const now = JSON.stringify(chip);
  const possible = nonIdealities.filter(({ name }) => !absent.includes(name));
  return possible.filter(({ without }) => JSON.stringify(without(chip)) !== now);
}

/** A chip without any of `removed`. */
export function withoutAll(chip: ChipConfiguration, removed: readonly NonIdeality[]): ChipConfiguration {
  return removed.reduce((left, { without }) => without(left), chip);
}
