import { assuming, type ConstantTree, citing } from './constant.js';
import type { DevicePreset } from './preset.js';

const fitted = (device: string, preset: string) =>
  `measured pulse response of ${device}, parameters as fitted in aihwkit (arXiv:2104.02184), ${preset} preset`;
const li2018 = citing('10.1109/VLSIT.2018.8510648', fitted('a capacitor cell', 'Capacitor'));
const tang2018 = citing('10.1109/IEDM.2018.8614551', fitted('a lithium ECRAM', 'EcRam'));
const kim2019 = citing('10.1109/IEDM19573.2019.8993463', fitted('a metal-oxide ECRAM', 'EcRamMO'));
const readout = assuming('read-out transistor of 10 to 30 uS; the fit is in units of weight');
const channel = assuming('channel of 10 to 30 uS; the fit is in units of weight');

/** What the two ECRAM fits share. */
const ecram = (cited: typeof tang2018) =>
  ({
    gMinS: channel(10e-6, 'S'),
    gMaxS: channel(30e-6, 'S'),
    upDown: cited(0),
    slopeVariation: cited(0.05),
    slopeReference: 'mean',
    noise: 'multiplicative',
    deviceVariation: {
      step: cited(0.1),
      upDown: cited(0.01),
      weightMin: cited(0.05),
      weightMax: cited(0.05),
    },
  }) satisfies ConstantTree;

/** Cells whose step is nearly constant: capacitor and electrochemical memory. */
export const linearPresets: readonly DevicePreset[] = [
  {
    name: 'capacitor',
    model: 'linear-step',
    summary: 'capacitor with read-out transistor',
    source: 'Li et al., VLSI 2018, doi 10.1109/VLSIT.2018.8510648',
    parameters: {
      gMinS: readout(10e-6, 'S'),
      gMaxS: readout(30e-6, 'S'),
      weightMin: li2018(-1, 'weight'),
      weightMax: li2018(1, 'weight'),
      step: li2018(0.005, 'weight'),
      upDown: li2018(0),
      slopeUp: li2018(0.05),
      slopeDown: li2018(0.05),
      slopeVariation: li2018(0.01),
      slopeReference: 'mean',
      noise: 'additive',
      deviceVariation: {
        step: li2018(0.1),
        upDown: li2018(0.06),
        weightMin: li2018(0.07),
        weightMax: li2018(0.07),
      },
      cycleNoise: li2018(0.3),
    },
    notes: { lifetime: li2018(1e6, 'mini-batches'), lifetimeVariation: li2018(0.3) },
  },
  {
    name: 'ecram',
    model: 'linear-step',
    summary: 'lithium electrochemical memory',
    source: 'Tang et al., IEDM 2018, doi 10.1109/IEDM.2018.8614551',
    parameters: {
      ...ecram(tang2018),
      weightMin: tang2018(-0.8276, 'weight'),
      weightMax: tang2018(1.1724, 'weight'),
      step: tang2018(0.002, 'weight'),
      slopeUp: tang2018(0.1153),
      slopeDown: tang2018(0.5085),
      cycleNoise: tang2018(0.3),
    },
  },
  {
    name: 'ecram-mo',
    model: 'linear-step',
    summary: 'metal-oxide electrochemical memory',
    source: 'Kim et al., IEDM 2019, doi 10.1109/IEDM19573.2019.8993463',
    parameters: {
      ...ecram(kim2019),
      weightMin: kim2019(-0.8286, 'weight'),
      weightMax: kim2019(1.1714, 'weight'),
      step: kim2019(2.8214e-4, 'weight'),
      slopeUp: kim2019(0.4152),
      slopeDown: kim2019(0.7342),
      cycleNoise: kim2019(2),
    },
  },
];
