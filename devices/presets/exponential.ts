import { assuming, type Constant, citing } from './constant.js';
import type { DevicePreset } from './preset.js';

/** A row of published figures. Resistance in ohms, pulses as [volts, seconds]. */
interface Row {
  readonly name: string;
  readonly summary: string;
  readonly paper: readonly [title: string, doi: string];
  readonly pulses: readonly [up: number, down: number];
  readonly nonlinearity: readonly [up: number, down: number];
  readonly onOhm: number;
  readonly onOff: number;
  readonly cycleNoise: number | { readonly atMost: number };
  readonly upPulse: readonly [voltageV: number, durationSec: number];
  readonly downPulse: readonly [voltageV: number, durationSec: number];
  /** Which value was taken where the figures leave a choice. */
  readonly taken?: string;
}

const rows: readonly Row[] = [
  {
    name: 'ag-a-si',
    summary: 'silver in amorphous silicon',
    paper: ['Jo et al., Nano Lett. 2010', '10.1021/nl904092h'],
    pulses: [97, 100],
    nonlinearity: [2.4, -4.88],
    onOhm: 26e6,
    onOff: 12.5,
    cycleNoise: 0.035,
    upPulse: [3.2, 300e-6],
    downPulse: [-2.8, 300e-6],
    taken: 'the table has 97 levels, the default code 97 up and 100 down, which is taken',
  },
  {
    name: 'taox-tio2',
    summary: 'TaOx/TiO2 ReRAM',
    paper: ['Gao et al., Nanotechnology 2015', '10.1088/0957-4484/26/45/455204'],
    pulses: [102, 102],
    nonlinearity: [1.85, -1.79],
    onOhm: 5e6,
    onOff: 2,
    cycleNoise: { atMost: 0.01 },
    upPulse: [3, 40e-3],
    downPulse: [-3, 10e-3],
  },
  {
    name: 'taox-hfox',
    summary: 'TaOx/HfOx ReRAM',
    paper: ['Wu et al., VLSI 2018', '10.1109/VLSIT.2018.8510690'],
    pulses: [128, 128],
    nonlinearity: [0.04, -0.63],
    onOhm: 100e3,
    onOff: 10,
    cycleNoise: 0.037,
    upPulse: [1.6, 50e-9],
    downPulse: [1.6, 50e-9],
  },
  {
    name: 'pcmo',
    summary: 'PCMO ReRAM',
    paper: ['Park et al., IEDM 2013', '10.1109/IEDM.2013.6724692'],
    pulses: [50, 50],
    nonlinearity: [3.68, -6.76],
    onOhm: 23e6,
    onOff: 6.84,
    cycleNoise: { atMost: 0.01 },
    upPulse: [-2, 1e-3],
    downPulse: [2, 1e-3],
  },
  {
    name: 'alox-hfo2',
    summary: 'AlOx/HfO2 ReRAM',
    paper: ['Woo et al., IEEE Electron Device Lett. 2016', '10.1109/LED.2016.2582859'],
    pulses: [40, 40],
    nonlinearity: [1.94, -0.61],
    onOhm: 16.9e3,
    onOff: 4.43,
    cycleNoise: 0.05,
    upPulse: [0.9, 100e-6],
    downPulse: [-1, 100e-6],
  },
  {
    name: 'gst-pcm',
    summary: 'GST phase-change memory',
    paper: ['Chen, Yu, IEEE Design & Test 2019 (survey)', '10.1109/MDAT.2018.2890229'],
    pulses: [100, 100],
    nonlinearity: [0.105, 2.4],
    onOhm: 4.71e3,
    onOff: 19.8,
    cycleNoise: 0.015,
    upPulse: [0.7, 6e-6],
    downPulse: [3, 125e-9],
    taken: 'of 100 to 120 levels 100 are taken; the down curve bends as its positive sign says, slow at gMax',
  },
  {
    name: 'epiram',
    summary: 'epitaxial Ag:SiGe memory',
    paper: ['Choi et al., Nat. Mater. 2018', '10.1038/s41563-017-0001-5'],
    pulses: [64, 64],
    nonlinearity: [0.5, -0.5],
    onOhm: 81e3,
    onOff: 50.2,
    cycleNoise: 0.02,
    upPulse: [5, 5e-6],
    downPulse: [-3, 5e-6],
  },
  {
    name: 'hzo-fefet',
    summary: 'HfZrO ferroelectric transistor',
    paper: ['Jerry et al., IEDM 2017', '10.1109/IEDM.2017.8268338'],
    pulses: [32, 32],
    nonlinearity: [1.75, 1.46],
    onOhm: 559.28e3,
    onOff: 45,
    cycleNoise: { atMost: 0.005 },
    upPulse: [3.65, 75e-9],
    downPulse: [-2.95, 75e-9],
    taken:
      'of 0.5 to 1 % cycle noise 0.5 % is taken; the down curve bends as its positive sign says, slow at gMax',
  },
];

/** Devices published by their exponential pulse curves. */
export const exponentialPresets: readonly DevicePreset[] = rows.map(presetOf);

function presetOf({ name, summary, paper: [title, doi], ...row }: Row): DevicePreset {
  const where =
    'device figures as surveyed in table 9 of the MLP+NeuroSim V3.0 manual (doi 10.1145/3354265.3354266)';
  const cited = citing(doi, row.taken === undefined ? where : `${where}; ${row.taken}`);
  const derived = citing(doi, `${where}: 1 / R_on, and that over the on/off ratio`);
  const noise = (): Constant =>
    typeof row.cycleNoise === 'number'
      ? cited(row.cycleNoise)
      : assuming(`the table has an upper limit, which is taken`)(row.cycleNoise.atMost);
  return Object.freeze<DevicePreset>({
    name,
    model: 'neurosim-exponential',
    summary,
    source: `${title}, doi ${doi}`,
    parameters: {
      gMinS: derived(1 / row.onOhm / row.onOff, 'S'),
      gMaxS: derived(1 / row.onOhm, 'S'),
      pulsesUp: cited(row.pulses[0], 'pulses'),
      pulsesDown: cited(row.pulses[1], 'pulses'),
      nonlinearityUp: cited(row.nonlinearity[0]),
      nonlinearityDown: cited(row.nonlinearity[1]),
      cycleNoise: noise(),
    },
    notes: {
      upPulseV: cited(row.upPulse[0], 'V'),
      upPulseSec: cited(row.upPulse[1], 's'),
      downPulseV: cited(row.downPulse[0], 'V'),
      downPulseSec: cited(row.downPulse[1], 's'),
    },
  });
}
