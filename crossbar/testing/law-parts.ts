import type fc from 'fast-check';
import { createWireNetwork, type WireNetwork } from '../wires/network.js';
import { type NetworkCase, networkCase } from './arbitraries.js';

/** The arrays that every law of wires is tried on. */
export const wireCases = (): fc.Arbitrary<NetworkCase> => networkCase();

/** The network with other resistances; place -1 stands for the ports. */
export function withWires(network: WireNetwork, change: (ohm: number, at: number) => number): WireNetwork {
  return createWireNetwork({
    ...network,
    wordLineOhm: network.wordLineOhm.map(change),
    bitLineOhm: network.bitLineOhm.map(change),
    sourceOhm: change(network.sourceOhm, -1),
    loadOhm: change(network.loadOhm, -1),
  });
}

/** Throws an Error where `found` is not within `limit` of `wanted`, or not a number. */
export function expectClose(what: string, [found, wanted]: readonly [number, number], limit: number): void {
  if (Math.abs(found - wanted) <= limit) return;
  throw new Error(`${what}: ${found} against ${wanted}, expected within ${limit}`);
}
