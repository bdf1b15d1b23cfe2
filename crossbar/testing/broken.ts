import type { Broken } from '../../devices/testing/index.js';
import { createCrossbar } from '../crossbar.js';
import { createWireNetwork, type WireNetwork } from '../wires/network.js';
import { dacQuantiser, type Quantiser } from './quantiser-laws.js';
import type { CrossbarMaker } from './tiling-law.js';
import { type WireSolver, wireSolver } from './wire-solver.js';

const sound = wireSolver();
const mapOf = sound.effectiveConductanceS!;
const dac = dacQuantiser({ bits: 4, voltageV: 0.2 });

/** The sound solver with parts replaced. */
function wrong(breaks: string, mistake: string, parts: Partial<WireSolver>): Broken<WireSolver> {
  return { breaks, mistake, subject: { ...sound, name: `broken ${breaks}`, ...parts } };
}

/** The network with wires, or ports, of another resistance. */
function rewired(network: WireNetwork, change: Partial<WireNetwork>): WireNetwork {
  return createWireNetwork({ ...network, ...change });
}

const withoutWordLines = (network: WireNetwork) =>
  rewired(network, { wordLineOhm: new Float64Array(network.conductanceS.length), sourceOhm: 0 });

/** One solver for each law of `wireLaws`, at least. */
export const brokenWireSolvers: readonly Broken<WireSolver>[] = Object.freeze([
  wrong('conserves-current', 'the resistance of the source is left out of the equations', {
    solve: (network, voltageV) => sound.solve(rewired(network, { sourceOhm: 0 }), voltageV),
  }),
  wrong('is-reciprocal', 'only the drop along the bit lines is solved', {
    solve: (network, voltageV) => sound.solve(withoutWordLines(network), voltageV),
  }),
  wrong('reads-the-transpose', 'the map knows the bit lines alone', {
    effectiveConductanceS: (network) => mapOf(withoutWordLines(network)),
  }),
  wrong('map-is-the-network', 'the map is that of the cells without wires', {
    effectiveConductanceS: ({ conductanceS }) => conductanceS.slice(),
  }),
  wrong('balances-power', 'cells carry the current of the voltage at the source', {
    solve: (network, voltageV) => {
      const cellCurrentA = network.conductanceS.map((valueS, at) => {
        return valueS * voltageV[Math.floor(at / network.cols)];
      });
      return { ...sound.solve(network, voltageV), cellCurrentA };
    },
  }),
  wrong('ideal-wires-multiply', 'a segment of 0 ohm becomes one of a milliohm', {
    solve: (network, voltageV) => {
      const bitLineOhm = network.bitLineOhm.map((ohm) => Math.max(ohm, 1e-3));
      return sound.solve(rewired(network, { bitLineOhm }), voltageV);
    },
  }),
  wrong('wires-take-power', 'conductance is taken for resistance', {
    solve: (network, voltageV) =>
      sound.solve(rewired(network, { wordLineOhm: network.wordLineOhm.map((ohm) => 1 / ohm) }), voltageV),
  }),
]);

/** One quantiser for each law of `quantiserLaws`. */
export const brokenQuantisers: readonly Broken<Quantiser>[] = Object.freeze([
  {
    breaks: 'quantises-monotonically',
    mistake: 'the code wraps at full scale',
    subject: { ...dac, quantise: (value) => dac.quantise(((value + 3) % 2) - 1) },
  },
  {
    breaks: 'quantises-idempotently',
    mistake: 'a gain error',
    subject: { ...dac, quantise: (value) => 0.9 * dac.quantise(value) },
  },
]);

/** One maker of arrays that breaks `tilesAddUp`. */
export const brokenCrossbarMakers: readonly Broken<CrossbarMaker>[] = Object.freeze([
  {
    breaks: 'tiles-add-up',
    mistake: 'the last, smaller tile is forgotten',
    subject: {
      name: 'broken tiles-add-up',
      create(options) {
        const array = createCrossbar(options);
        const { cols, tile } = options;
        const kept = cols <= tile.wordLines ? cols : cols - (cols % tile.wordLines);
        return {
          ...array,
          forwardInto: (out, pre, batch) =>
            array.forwardInto(
              out,
              pre.map((value, i) => (i % cols < kept ? value : 0)),
              batch,
            ),
        };
      },
    },
  },
]);
