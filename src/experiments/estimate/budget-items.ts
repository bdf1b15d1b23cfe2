import type { ChipConfiguration } from '../../configuration/configuration.js';
import { type DeepPartial, merged } from '../../configuration/plain-data.js';
import {
  withFineSteps,
  withoutCurve,
  withoutCycleNoise,
  withoutDeviceScatter,
  withoutDeviceVariation,
} from './device-removal.js';

/** An item of the error budget: the fields that name it, and what is said of it. */
export interface BudgetItemDefinition {
  /** As `item` of a field's notes has it. */
  readonly name: string;
  /** In words, to stand before a verb. */
  readonly label: string;
  /** What a designer can do about it. */
  readonly remedy: string;
  /** The chip without it, where that takes more than `off` of its fields. */
  readonly without?: (chip: ChipConfiguration) => ChipConfiguration;
}

/** Resolutions that no result depends on any more, and fit f32. */
const FINE_BITS = 24;
/** A range that nothing reaches, in units of a neuron's state or of its weighted input. */
const UNCLIPPED = 64;

const changed = (chip: ChipConfiguration, change: DeepPartial<ChipConfiguration>) =>
  merged(chip, change) as ChipConfiguration;

/**
 * A range that nothing reaches, in steps of the same size; nothing where the range is calibrated.
 */
function unclipped({ bits, range }: { readonly bits: number; readonly range: number | 'calibrated' }) {
  if (range === 'calibrated') return {};
  const doublings = Math.max(0, Math.ceil(Math.log2(UNCLIPPED / range)));
  return { range: range * 2 ** doublings, bits: Math.min(bits + doublings, FINE_BITS) };
}

/** Every item, in the order in which they are removed; all of them removed leave the ideal chip. */
export const budgetItems: readonly BudgetItemDefinition[] = [
  {
    name: 'adc-resolution',
    label: 'the resolution of the ADCs',
    remedy: 'more ADC bits, or a smaller range at the same bits',
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
  },
  {
    name: 'dac-resolution',
    label: 'the resolution of the DACs',
    remedy: 'more DAC bits',
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
  },
  {
    name: 'homeostasis-dac',
    label: 'the DACs and the controller of homeostasis',
    remedy: 'more bits or range of homeostasis, a controller without leak or offset',
  },
  {
    name: 'read-noise',
    label: 'read noise',
    remedy: 'longer integration or averaged reads',
  },
  {
    name: 'i-v-curve',
    label: 'the I-V curve of the cells',
    remedy: 'a lower read voltage, or pulse-width inputs',
  },
  {
    name: 'wires',
    label: 'the resistance of the wires and of what drives and senses them',
    remedy: 'smaller tiles, wider wires or devices of less conductance',
  },
  {
    name: 'stuck-cells',
    label: 'stuck cells',
    remedy: 'better yield, or spare lines',
  },
  {
    name: 'levels',
    label: 'the number of conductance levels',
    remedy: 'more levels',
  },
  {
    name: 'twin-arrays',
    label: 'the mismatch of twin arrays',
    remedy: 'both phases on one array',
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
  },
  {
    name: 'update-circuit',
    label: 'noise and offset of the update circuit',
    remedy: 'an auto-zeroed update circuit',
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
  },
  {
    name: 'device-scatter',
    label: 'the scatter of devices and pulses',
    remedy: 'a tighter process, gentler or averaged pulses',
    without: withoutDeviceScatter,
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
  },
  {
    name: 'rounding',
    label: 'the rounding of updates to pulses',
    remedy: 'stochastic rounding of updates',
  },
];
