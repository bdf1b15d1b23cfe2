import {
  backpropReads,
  type ChipCost,
  type ChipWork,
  type CostField,
  type CostOverrides,
  type CostParameters,
  type CouplingWork,
  chipCost,
  costFields,
  costParameters,
  eqpropReads,
  type WiredTile,
} from '../../../crossbar/index.js';
import { type DeviceModel, type DevicePreset, presetNamed } from '../../../devices/index.js';
import type { ChipConfiguration, Configuration } from '../../configuration/configuration.js';
import { createChipDevice } from '../../configuration/device/chip-device.js';
import { learningRuleNamed, resolveLearning } from '../../configuration/learning-rule.js';
import { denseLayers } from '../../configuration/network-layers.js';
import { merged } from '../../configuration/plain-data.js';
import { initialConductanceS, usedTile } from '../build/operating-point.js';

export interface ConfiguredCost {
  readonly cost: ChipCost;
  /** Every number used, with its source. */
  readonly assumptions: readonly CostField[];
  /**
   * The fullest tile of the network, all cells at their mean conductance; its wires never ideal.
   */
  readonly tile: WiredTile;
  /** The mean conductance is that of a network before training, not one that was found in a run. */
  readonly isUntrained: boolean;
  /** The configuration's wires are ideal: those of `tile` are an assumption. */
  readonly idealWires: boolean;
}

/**
 * What the chip of a configuration costs to read, write and train, its cells having the mean
 * conductance that was found in a run, by default that before training. Throws InputError.
 */
export function configuredCost(
  configuration: Configuration,
  chip: ChipConfiguration,
  foundS?: number,
): ConfiguredCost {
  const device = createChipDevice(chip);
  const conductanceS = foundS ?? initialConductanceS(configuration, chip, device);
  const { cost, fields } = chipCostParameters(chip);
  const arrays = arrayWork(chip, { device, conductanceS, cost });
  const { wordLineOhm, bitLineOhm, idealWires } = costedWires(chip, cost);
  const { batchSize } = resolveLearning(configuration, configuration.learning.rule);
  const work = { ...trainingReads(configuration, chip), ...arrays, batch: batchSize };
  return {
    cost: chipCost(work, cost),
    assumptions: fields,
    tile: { ...usedTile(configuration, chip), conductanceS, wordLineOhm, bitLineOhm },
    isUntrained: foundS === undefined,
    idealWires,
  };
}

/** What the cost of arrays goes by that does not depend on what they compute. */
export function arrayWork(
  chip: ChipConfiguration,
  {
    device,
    conductanceS,
    cost,
  }: {
    readonly device: DeviceModel;
    /** Mean of the cells. */
    readonly conductanceS: number;
    readonly cost: CostParameters;
  },
): Omit<ChipWork, 'couplings' | 'nudge' | 'batch'> {
  const { array, converters, write } = chip;
  const { wordLineOhm, bitLineOhm } = costedWires(chip, cost);
  return {
    tile: { wordLines: array.rows, bitLines: array.cols },
    ...(array.mapping === 'bit-slices' ? { slices: array.slices.count } : { mapping: array.mapping }),
    subtract: array.subtract,
    gMinS: device.gMinS,
    gMaxS: device.gMaxS,
    meanConductanceS: conductanceS,
    wordLineOhm,
    bitLineOhm,
    dacBits: converters.dac.bits,
    adcBits: converters.adc.bits,
    encoding: converters.dac.encoding,
    ...inputVoltages(chip, device, cost),
    writePulses: write.pulses,
    order: write.scheme === 'stochastic-coincidence' ? 'all-rows' : 'row-by-row',
  };
}

/** The chip's wires, or those of the assumptions where they are ideal. */
function costedWires({ array }: ChipConfiguration, { wire }: CostParameters) {
  const { wordLineOhm, bitLineOhm } = array;
  if (wordLineOhm + bitLineOhm > 0) return { wordLineOhm, bitLineOhm, idealWires: false };
  return { wordLineOhm: wire.segmentOhm, bitLineOhm: wire.segmentOhm, idealWires: true };
}

/**
 * The numbers that a chip's cost rests on: those of its block `cost`, then the published pulses of
 * its preset, then the defaults; with their sources. Throws InputError.
 */
export function chipCostParameters({ device, cost: given }: ChipConfiguration): {
  readonly cost: CostParameters;
  readonly fields: readonly CostField[];
} {
  const pulse = 'preset' in device ? publishedPulse(presetNamed(device.preset)) : undefined;
  const overrides = merged(pulse ? { write: pulse.values } : {}, given) as CostOverrides;
  const fields = costFields.map((field): CostField => {
    const [group, name] = field.name.split('.') as [string, string];
    const value = given[group]?.[name];
    return value === undefined
      ? { ...field, ...pulse?.fields[field.name] }
      : { ...field, value, source: { assumption: 'hardware.cost of the configuration' } };
  });
  return { cost: costParameters(overrides), fields };
}

/** Reads of an image in training; as many sweeps as the strategy may take. */
function trainingReads(configuration: Configuration, chip: ChipConfiguration) {
  const layers = denseLayers(configuration, 'its cost');
  const { rule, eqprop } = resolveLearning(configuration, configuration.learning.rule);
  const { settles, taught } = learningRuleNamed(rule);
  const phases = taught === 'nudged' && eqprop.nudging === 'centred' ? 2 : 1;
  const nudged = taught === 'error' ? 0 : phases;
  const isBlock = eqprop.strategy === 'block';
  const readsOf = (phases: number, steps: number) =>
    eqpropReads({ layers, phases, sweeps: phases * (isBlock ? eqprop.maxSweeps : steps) });
  const free = settles ? readsOf(1, eqprop.freeSteps) : backpropReads(layers);
  return {
    couplings: arraysOf(chip, { free, nudged: readsOf(nudged, eqprop.nudgedSteps) }),
    nudge: { bits: chip.converters.nudge.bits, perImage: nudged },
  };
}

type Reads = Record<'free' | 'nudged', readonly CouplingWork[]>;

/**
 * The arrays of a chip: one per coupling, two of twins, and where backward reads have arrays of
 * their own those too.
 */
function arraysOf({ array, read }: ChipConfiguration, { free, nudged }: Reads): readonly CouplingWork[] {
  const isTwin = array.phases === 'twin';
  const arrays = isTwin
    ? [...nudged.map((coupling) => ({ ...coupling, trainingOnly: true })), ...free]
    : free.map((coupling, l) => ({
        ...coupling,
        forwardReads: coupling.forwardReads + nudged[l].forwardReads,
        backwardReads: coupling.backwardReads + nudged[l].backwardReads,
      }));
  return read.feedback === 'second-array' ? arrays.flatMap(withFeedback) : arrays;
}

/** A coupling and, where it is read backward, the array that is read in its place. */
function withFeedback({ backwardReads, ...coupling }: CouplingWork): readonly CouplingWork[] {
  const { inputs, outputs } = coupling;
  const feedback = { inputs: outputs, outputs: inputs, forwardReads: backwardReads, backwardReads: 0 };
  const forward = { ...coupling, backwardReads: 0 };
  return backwardReads > 0 ? [{ ...feedback, trainingOnly: true }, forward] : [forward];
}

/**
 * Means of V f(V) and of f(V) over the inputs: cells that conduct more at higher voltages take
 * more.
 */
function inputVoltages(
  { converters: { dac } }: ChipConfiguration,
  { currentVoltage }: DeviceModel,
  { input }: CostParameters,
) {
  const root = Math.sqrt(input.meanSquare);
  const typicalV = dac.voltageV * (dac.encoding === 'amplitude' ? root : 1);
  const bend = typicalV > 0 ? currentVoltage.drive(typicalV) / typicalV : 1;
  return {
    meanSquareV2: input.meanSquare * dac.voltageV ** 2 * bend,
    meanV: Math.min(input.mean, root) * dac.voltageV * bend,
  };
}

/** The stronger and the longer of a preset's write pulses, where it has them. */
function publishedPulse({ notes }: DevicePreset) {
  const { upPulseV, downPulseV, upPulseSec, downPulseSec } = notes ?? {};
  if (!upPulseV || !downPulseV || !upPulseSec || !downPulseSec) return undefined;
  const voltageV = Math.max(Math.abs(upPulseV.value), Math.abs(downPulseV.value));
  const pulseSec = Math.max(upPulseSec.value, downPulseSec.value);
  const { source } = upPulseV;
  const fields: Readonly<Record<string, Partial<CostField>>> = {
    'write.voltageV': { value: voltageV, source },
    'write.pulseSec': { value: pulseSec, source },
  };
  return { values: { voltageV, pulseSec }, fields };
}
