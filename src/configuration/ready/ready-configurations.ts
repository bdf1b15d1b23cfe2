import { InputError } from '../../../devices/base/errors.js';
import { deepFreeze, type Mapping, merged } from '../plain-data.js';
import { closeName, expectedOf } from '../text/nearest-name.js';

/** A configuration that comes with crossprop, to be called by its name in the place of a file. */
export interface ReadyConfiguration {
  readonly name: string;
  readonly summary: string;
  /** Where its figures come from; what is assumed says so. */
  readonly source: string;
  /** What differs from the default configuration. */
  readonly configuration: Mapping;
}

/** One layer of 500 neurons on MNIST: small enough for error budgets. */
const network = { network: { layers: [784, 500] } };

/** One kind of device in 8-bit electronics. */
const technology = (name: string, preset: string, source: string): ReadyConfiguration => ({
  name,
  summary: `784-500 on ${preset} devices, 8-bit converters, 128 x 128 tiles, ideal wires`,
  source: `device: ${source}; electronics: the default chip, assumed`,
  configuration: merged(network, { name, hardware: { device: { preset }, array: { levels: 0 } } }) as Mapping,
});

export const readyConfigurations: readonly ReadyConfiguration[] = deepFreeze([
  {
    name: 'edge',
    summary: '784-500 on a small chip: 4-bit converters, 64 x 64 tiles, 1 ohm of wire a cell',
    source:
      'RRAM of 1 to 100 uS with soft bounds, 1,000 pulses, 30 % step and 10 % bound variation, 30 % cycle noise, 64 levels: assumed, in the range of aihwkit’s ReRAM presets (arXiv:2104.02184; Gong et al. 2018, doi 10.1038/s41467-018-04485-1); 1 ohm per cell: copper wires of 22 nm half pitch by the wire presets of NeuroSim; 2.89 % read noise: the measured device of MLP+NeuroSim 3.0 (doi 10.1145/3354265.3354266); 5 % stuck cells, half at each end: Joksas et al. 2022, doi 10.1002/advs.202105784; the range of the ADCs: the power of two that clips in less than 1 % of conversions',
    configuration: merged(network, {
      name: 'edge',
      dataset: { train: 6000 },
      learning: { epochs: 2, schedule: { epochs: 2, end: 0.1 } },
      hardware: {
        array: { rows: 64, cols: 64, wordLineOhm: 1, bitLineOhm: 1, wireSolveEvery: 0, wireUpdateEvery: 50 },
        converters: { dac: { bits: 4 }, adc: { bits: 4, range: 0.5 }, nudge: { bits: 4 } },
        read: { noise: 0.0289 },
        faults: { stuckLow: 0.025, stuckHigh: 0.025 },
      },
    }) as Mapping,
  },
  {
    name: 'idealised-10-bit',
    summary: '784-500 on idealised devices of 10,000 steps, 10-bit converters, ideal wires',
    source: 'device: Rasch, Gokmen, Haensch 2019, doi 10.1109/MDAT.2019.2952341; 10-bit converters: assumed',
    configuration: merged(network, {
      name: 'idealised-10-bit',
      hardware: {
        device: { preset: 'idealized' },
        array: { levels: 0 },
        converters: { dac: { bits: 10 }, adc: { bits: 10 }, nudge: { bits: 10 } },
        read: { noise: 0, nonlinearity: { kind: 'none' } },
        faults: { stuckLow: 0 },
        homeostasis: { bits: 10 },
      },
    }) as Mapping,
  },
  technology('rram', 'reram-es', 'Gong et al. 2018, doi 10.1038/s41467-018-04485-1'),
  technology('pcm', 'pcm', 'Nandakumar et al. 2020, doi 10.3389/fnins.2020.00406, in pairs that only rise'),
  technology('ecram', 'ecram', 'Tang et al., IEDM 2018, doi 10.1109/IEDM.2018.8614551'),
  technology('fefet', 'hzo-fefet', 'Jerry et al., IEDM 2017, doi 10.1109/IEDM.2017.8268338'),
]);

/**
 * The ready configuration of a name. Throws InputError for one there is not, with the nearest name
 * if it is close.
 */
export function findReadyConfiguration(name: string): ReadyConfiguration {
  const ready = readyConfigurations.find((each) => each.name === name);
  if (ready) return ready;
  const names = readyConfigurations.map((each) => each.name);
  const close = closeName(name, names);
  const advice = close === null ? expectedOf(names) : `did you mean ${close}? (${names.join(', ')})`;
  throw new InputError(`${name}: no such file and no ready configuration, ${advice}`);
}
