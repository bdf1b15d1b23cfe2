import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPanels, fillPanels } from '../../../crossbar/index.js';
import { both, expectTwins, seed, size, values } from './twins.js';

describe('nodes under walls', () => {
  it('settle alike, of any number of layers, masked, nudged and amplified', () => {
    fc.assert(
      fc.property(
        fc.array(size, { minLength: 1, maxLength: 4 }),
        size,
        fc.boolean(),
        seed,
        (layers, rows, masked, name) => {
          expectTwins((kernels) => {
            const draw = (length: number, of: string) => values(kernels, length, `${name} ${of}`);
            const states = layers.map((units, l) => draw(rows * units, `s${l}`));
            const joints = layers.slice(1).map((units, l) => draw(units * layers[l], `g${l}`).map(Math.abs));
            const held = joints.map((joint) => {
              const own = kernels.float32(joint.length);
              own.set(joint);
              return own;
            });
            const entries = layers.map((units, l) => ({
              units,
              state: states[l],
              sums: kernels.float32(rows * units),
              beta: 0.3,
              drive: l === 0 ? draw(rows * units, 'drive') : null,
              bias: masked ? draw(units, `b${l}`) : null,
              target: l === layers.length - 1 ? draw(rows * units, 'target') : null,
              inverse: draw(units, `i${l}`),
              lower: kernels.float32(units).fill(l % 2 ? -0.5 : -Infinity),
              upper: kernels.float32(units).fill(0.5),
              mask: masked ? draw(rows * units, `m${l}`) : null,
              below:
                l > 0
                  ? { state: states[l - 1], conductance: held[l - 1], units: layers[l - 1], gain: 1.5 }
                  : null,
              above:
                l + 1 < layers.length
                  ? { state: states[l + 1], conductance: held[l], units: layers[l + 1], gain: 0.75 }
                  : null,
            }));
            const change = kernels.settleNodes(entries, { sweeps: 2, rows });
            return [...states.flatMap((state) => [...state]), change];
          });
        },
      ),
    );
  });

  it('are reported where a voltage is not finite', () => {
    for (const kernels of both()) {
      const [state, sums, drive, inverse] = Array.from({ length: 4 }, () => kernels.float32(5));
      const layer = {
        units: 5,
        state,
        sums,
        drive,
        inverse: inverse.fill(1),
        bias: null,
        target: null,
        beta: 0,
      };
      const walls = { lower: kernels.float32(5).fill(-1), upper: kernels.float32(5).fill(1), mask: null };
      drive[3] = Infinity;
      const nodes = [{ ...layer, ...walls, above: null, below: null }];
      expect(kernels.settleNodes(nodes, { sweeps: 1, rows: 1 })).toBeNaN();
    }
  });

  it('have their conductances bounded and summed alike', () => {
    fc.assert(
      fc.property(size, size, seed, (rows, cols, name) => {
        expectTwins((kernels) => {
          const panels = createPanels(rows, cols, kernels.float32);
          fillPanels(panels, values(kernels, rows * cols, `${name}`));
          const sums = kernels.float32(8 * Math.ceil(rows / 8));
          kernels.boundPanels(panels, sums, { lowest: 0.1, highest: 0.9 });
          return [...panels.data, ...sums];
        });
      }),
    );
  });

  it('have the halves of their conductances subtracted alike', () => {
    fc.assert(
      fc.property(size, size, seed, (rows, half, name) => {
        expectTwins((kernels) => {
          const panels = createPanels(rows, 2 * half, kernels.float32);
          fillPanels(panels, values(kernels, 2 * rows * half, `${name}`));
          const out = createPanels(rows, half, kernels.float32);
          kernels.subtractHalvesInto(out, panels);
          return out.data;
        });
      }),
    );
  });
});
