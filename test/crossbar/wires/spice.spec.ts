import { expect, it } from 'vitest';
import { createWireNetwork, spiceNetlist } from '../../../crossbar/index.js';

const cells = { rows: 1, cols: 2, conductanceS: Float64Array.of(1e-3, 2e-3) };

it('ideal segments make one node of two', () => {
  const netlist = spiceNetlist(createWireNetwork({ ...cells, sourceOhm: 7 }), { voltageV: [0.5] });
  // One port, two cells; both bit lines are their grounds.
  expect(netlist.match(/^r.*$/gm)).toEqual([
    expect.stringMatching(/^rword0 n\d+ n0 7$/),
    expect.stringMatching(/^rcell2 n0 n2 1000$/),
    expect.stringMatching(/^rcell3 n0 n3 500$/),
  ]);
  expect(netlist.match(/^v.*$/gm)).toHaveLength(3);
});

it('leaves out broken segments, and what hangs on nothing', () => {
  const ohm = Float64Array.of(1, Infinity);
  const network = createWireNetwork({ ...cells, wordLineOhm: ohm, bitLineOhm: ohm });
  expect(spiceNetlist(network, { voltageV: [1] }).match(/^r\w+/gm)).toEqual(['rword0', 'rcell2', 'rbit5']);
});

it('writes nonlinear cells as current sources', () => {
  const nonlinearity = { kind: 'sinh', voltageV: 0.25 } as const;
  const netlist = spiceNetlist(createWireNetwork(cells), { voltageV: [1], nonlinearity });
  expect(netlist).toContain('bcell2 n0 n2 i=0.00025*sinh(v(n0,n2)/0.25)');
});
