/** A device of a user: constant steps between hard bounds. */
const [gMinS, gMaxS, stepS] = [1e-6, 5e-6, 1e-7];

export default {
  name: 'own-model',
  parameters: {},
  gMinS,
  gMaxS,
  stepS,
  readNoise: 0,
  currentVoltage: { name: 'linear', drive: (voltageV) => voltageV, odd: true },
  create: (count) => ({ count, arrays: { g: new Float32Array(count).fill(3e-6) } }),
  pulse({ arrays: { g } }, counts, { count, firstIndex }) {
    for (let i = 0; i < count; i++) {
      const moved = g[firstIndex + i] + counts[i] * stepS;
      g[firstIndex + i] = Math.min(Math.max(moved, gMinS), gMaxS);
    }
  },
  conductanceInto(out, { arrays: { g } }, firstIndex = 0) {
    out.set(g.subarray(firstIndex, firstIndex + out.length));
    return out;
  },
};

export const options = { skip: { 'sets-then-reads': 'written once' } };
