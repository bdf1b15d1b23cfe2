import { linearIonDrift, type WindowChoice } from './linear-ion-drift.js';
import type { OdeDevice } from './ode-device.js';
import type { OdePulsesOptions } from './ode-pulses.js';
import { stanfordPku } from './stanford-pku.js';
import { vteam } from './vteam.js';
import { type YakopcicParameters, yakopcic } from './yakopcic.js';

/** A published parameter set of an ODE model. */
export interface PublishedOdeDevice {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly device: OdeDevice;
  /**
   * Pulses to use it by, about fifty from bound to bound at mid-range: an assumption, since the sources drive these sets by
   * sweeps or single pulses.
   */
  readonly pulses: OdePulsesOptions;
}

const kvatinsky = 'Kvatinsky et al., IEEE TCAS-II 62, 786 (2015), doi 10.1109/TCSII.2015.2433536';
const yakopcicPaper = 'Yakopcic et al., IEEE TCAD 32, 1201 (2013), doi 10.1109/TCAD.2013.2252057';

/** Mobility and thickness of Strukov 2008; resistances as MemTorch has them (Lammie et al. 2022, doi 10.1016/j.neucom.2022.02.043). */
const hp = { rOnOhm: 100, rOffOhm: 16e3, thicknessM: 10e-9, mobilityM2PerVSec: 1e-14 };

function hpWith(window: WindowChoice, paper: string, [upSec, downSec]: [number, number]): PublishedOdeDevice {
  return {
    name: `linear-ion-drift-${window.kind}`,
    summary: `linear ion drift, ${window.kind} window`,
    source: `Strukov et al., Nature 453, 80 (2008), doi 10.1038/nature06932; ${paper}`,
    device: linearIonDrift({ ...hp, window }),
    pulses: {
      up: { voltageV: 1, durationSec: upSec },
      down: { voltageV: -1, durationSec: downSec },
      readVoltageV: 0.1,
    },
  };
}

/** Table of fitted devices: a1 and a2 in amperes, in the paper's order of symbols. */
const oblea: YakopcicParameters = {
  a1A: 0.17,
  a2A: 0.17,
  bPerV: 0.05,
  aPPerSec: 4000,
  aNPerSec: 4000,
  vPV: 0.16,
  vNV: 0.15,
  alphaP: 1,
  alphaN: 5,
  xP: 0.3,
  xN: 0.5,
  xStart: 0.11,
};
const miao: YakopcicParameters = {
  ...oblea,
  a1A: 0.11,
  a2A: 0.11,
  bPerV: 0.5,
  aPPerSec: 7.5,
  aNPerSec: 2,
  vPV: 0.9,
  vNV: 0.75,
};
const jo: YakopcicParameters = {
  a1A: 3.7e-7,
  a2A: 4.35e-7,
  bPerV: 0.7,
  aPPerSec: 0.005,
  aNPerSec: 0.08,
  vPV: 1.5,
  vNV: 0.5,
  alphaP: 1.2,
  alphaN: 3,
  xP: 0.2,
  xN: 0.5,
  xStart: 0.1,
};

function yakopcicSet(
  device: string,
  parameters: YakopcicParameters,
  pulses: OdePulsesOptions,
): PublishedOdeDevice {
  return {
    name: `yakopcic-${device}`,
    summary: `generalised model, fitted to the device of ${device[0].toUpperCase()}${device.slice(1)}`,
    source: yakopcicPaper,
    device: yakopcic(parameters),
    pulses,
  };
}

/** Every published set, each found by its name. */
export const publishedOdeDevices: readonly PublishedOdeDevice[] = Object.freeze([
  {
    name: 'vteam',
    summary: 'voltage threshold model, parameters of the paper as MemTorch has them',
    source: `${kvatinsky}; Lammie et al. 2022, doi 10.1016/j.neucom.2022.02.043`,
    device: vteam({
      rOnOhm: 50,
      rOffOhm: 1000,
      thicknessM: 3e-9,
      kOffMPerSec: 5e-4,
      kOnMPerSec: -10,
      alphaOff: 1,
      alphaOn: 3,
      vOffV: 0.02,
      vOnV: -0.2,
    }),
    pulses: {
      up: { voltageV: -0.25, durationSec: 0.07e-9 },
      down: { voltageV: 0.05, durationSec: 10e-9 },
      readVoltageV: 0.01,
    },
  },
  hpWith({ kind: 'rectangular' }, 'no window', [1.5e-5, 1.5e-5]),
  hpWith({ kind: 'joglekar', p: 1 }, 'Joglekar and Wolf 2009, doi 10.1088/0143-0807/30/4/001', [4e-4, 4e-4]),
  hpWith(
    { kind: 'biolek', p: 1 },
    'Biolek, Biolek and Biolkova, Radioengineering 18, 210 (2009)',
    [8e-4, 1.5e-5],
  ),
  hpWith(
    { kind: 'prodromakis', p: 1 },
    'Prodromakis et al. 2011, doi 10.1109/TED.2011.2158004',
    [1.5e-3, 1.5e-3],
  ),
  yakopcicSet('oblea', oblea, {
    up: { voltageV: 0.4, durationSec: 1e-5 },
    down: { voltageV: -0.4, durationSec: 1e-5 },
    readVoltageV: 0.1,
  }),
  yakopcicSet('miao', miao, {
    up: { voltageV: 1.2, durationSec: 3e-3 },
    down: { voltageV: -1.2, durationSec: 8e-3 },
    readVoltageV: 0.2,
  }),
  yakopcicSet('jo', jo, {
    up: { voltageV: 3, durationSec: 0.3 },
    down: { voltageV: -2, durationSec: 0.05 },
    readVoltageV: 0.5,
  }),
  {
    name: 'stanford-pku',
    summary: 'metal-oxide RRAM, gap model with self-heating, defaults of its Verilog-A',
    source:
      'Jiang et al., SISPAD 2014, doi 10.1109/SISPAD.2014.6931558; Verilog-A 1.0.0, doi 10.4231/D37H1DN48',
    device: stanfordPku({
      i0A: 1e-3,
      g0M: 0.25e-9,
      v0V: 0.25,
      speedMPerSec: 10,
      activationEv: 0.6,
      hopM: 0.25e-9,
      oxideM: 12e-9,
      gamma0: 16,
      beta: 0.8,
      minimumFieldVPerM: 1.4e9,
      ambientK: 298,
      thermalResistanceKPerW: 2100,
      gapMinM: 0.1e-9,
      gapMaxM: 1.7e-9,
      gapStartM: 0.2e-9,
    }),
    pulses: {
      up: { voltageV: 1.2, durationSec: 1e-9 },
      down: { voltageV: -1.2, durationSec: 1e-9 },
      readVoltageV: 0.1,
    },
  },
]);
