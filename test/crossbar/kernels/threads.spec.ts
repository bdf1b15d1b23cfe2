import { afterAll, describe, expect, it } from 'vitest';
import {
  createCrossbar,
  createPackedRows,
  createPanels,
  createSimdKernels,
  type Kernels,
} from '../../../crossbar/index.js';
import { createRandom, softBounds, withReadNoise } from '../../../devices/index.js';
import { createThreadedKernels } from '../../../src/runs/threads/kernel-threads.js';

// Law: the number of threads changes no bit. Small calls are shared out too.

const threaded = [2, 3, 4].map((threads) => createThreadedKernels(threads, { leastShared: 1 << 12 }));
afterAll(() => {
  for (const kernels of threaded) kernels.dispose();
});

function expectSameBits(run: (kernels: Kernels) => ArrayLike<number>[]) {
  const alone = run(createSimdKernels()).map((array) => Float64Array.from(array));
  for (const kernels of threaded) {
    run(kernels).forEach((array, i) => {
      expect(Buffer.compare(Buffer.from(Float64Array.from(array).buffer), Buffer.from(alone[i].buffer))).toBe(
        0,
      );
    });
  }
}

describe('threads', () => {
  it('are as many as asked for', () => {
    expect(threaded.map(({ threads }) => threads)).toEqual([2, 3, 4]);
    expect(createSimdKernels({ threads: 2 }).threads).toBe(1);
  });

  it('multiply, transpose and draw to the same bits', () => {
    const [rows, cols, units] = [66, 301, 517];
    expectSameBits((kernels) => {
      const a = kernels.float32(rows * cols);
      const panels = createPanels(units, cols, kernels.float32);
      const transposed = createPanels(cols, units, kernels.float32);
      kernels.normalInto(a, { random: createRandom(1), step: 0 });
      kernels.uniformInto(panels.data, { random: createRandom(2), step: 0 });
      const packed = createPackedRows(kernels, rows, cols);
      const out = kernels.float32(rows * units);
      kernels.packRows(packed, a, rows);
      kernels.multiplyInto(out, packed, panels);
      kernels.transposeInto(transposed, panels);
      return [out, transposed.data, packed.values];
    });
  });

  it('go through the rounds of a relaxation to the same bits and the same number of rounds', () => {
    const [rows, units] = [33, 403];
    expectSameBits((kernels) => {
      const panels = createPanels(units, units, kernels.float32);
      const [drive, state, lastInput] = [0, 1, 2].map(() => kernels.float32(rows * units));
      kernels.normalInto(panels.data, { random: createRandom(1), step: 0 });
      kernels.normalInto(drive, { random: createRandom(2), step: 0 });
      for (let i = 0; i < panels.data.length; i++) panels.data[i] /= 50;
      const layer = {
        drive,
        bias: kernels.float32(units),
        feedback: null,
        nudge: null,
        mask: null,
        units,
        rows,
      };
      const packed = createPackedRows(kernels, rows, units);
      const { rounds, change } = kernels.repeat(
        [
          { kind: 'follow', out: drive, state, lastInput, threshold: 1e-4, packed, panels, rows },
          { kind: 'settle', state, layer: { ...layer, decay: 0.2 } },
        ],
        { limit: 40, tolerance: 1e-3 },
      );
      expect(rounds).toBeGreaterThan(2);
      return [state, drive, lastInput, [rounds, change]];
    });
  });

  it('draw the noise of a read into scratch of their own', () => {
    // Two threads that shared scratch would have to meet in it: many reads, so that they do.
    const [rows, cols, batch, reads] = [512, 40, 64, 100];
    const device = withReadNoise(softBounds({ gMinS: 1e-6, gMaxS: 1e-4, states: 100 }), 0.1);
    expectSameBits((kernels) => {
      const crossbar = createCrossbar({
        rows,
        cols,
        device,
        weightMax: 1,
        kernels,
        maxBatch: batch,
        random: createRandom(8),
        tile: { wordLines: 64, bitLines: 512 },
        dac: { bits: 8, voltageV: 0.2 },
        adc: { bits: 8, range: 4 },
        write: { scheme: 'deterministic', pulses: 31 },
      });
      const pre = kernels.float32(batch * cols);
      kernels.uniformInto(pre, { random: createRandom(9), step: 0 });
      return Array.from({ length: reads }, () => {
        const out = kernels.float32(batch * rows);
        crossbar.forwardInto(out, pre, batch);
        return out;
      });
    });
  });

  it('read and write a noisy array, and move neurons, to the same bits', () => {
    // Outputs of two threads share blocks of draws.
    const [rows, cols, batch] = [403, 300, 40];
    const device = withReadNoise(
      softBounds({ gMinS: 1e-6, gMaxS: 1e-4, states: 100, cycleNoise: 0.3, deviceVariation: { step: 0.3 } }),
      0.02,
    );
    expectSameBits((kernels) => {
      const crossbar = createCrossbar({
        rows,
        cols,
        device,
        weightMax: 1,
        kernels,
        maxBatch: batch,
        random: createRandom(5),
        tile: { wordLines: 128, bitLines: 128 },
        dac: { bits: 8, voltageV: 0.2 },
        adc: { bits: 8, range: 4 },
        write: { scheme: 'stochastic-rounding', pulses: 31 },
      });
      const [pre, post, out] = [cols, rows, rows].map((units) => kernels.float32(batch * units));
      kernels.uniformInto(pre, { random: createRandom(6), step: 0 });
      kernels.uniformInto(post, { random: createRandom(7), step: 0 });
      crossbar.update({ post, pre, rows: batch, scale: 1e-3 });
      crossbar.forwardInto(out, pre, batch);
      const change = kernels.leakInto(post, {
        drive: out,
        bias: kernels.float32(rows),
        feedback: null,
        nudge: null,
        mask: null,
        units: rows,
        rows: batch,
        dt: 0.2,
      });
      return [out, post, [change], crossbar.weightsInto(new Float32Array(rows * cols))];
    });
  });
});
