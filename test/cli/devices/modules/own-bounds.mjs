const f = Math.fround;
/** Soft bounds without noise, in single precision. */
export default {
  name: 'own-bounds',
  kind: 'pulses',
  summary: 'soft bounds, written anew',
  source: 'here',
  fields: {
    gMinS: { kind: 'number', min: 0, max: 1 },
    gMaxS: { kind: 'number', min: 0, max: 1 },
    states: { kind: 'number', min: 1, max: 4194304 },
  },
  example: { gMinS: 1e-6, gMaxS: 2e-5, states: 100 },
  create: ({ gMinS, gMaxS, states }) => {
    const stepS = (gMaxS - gMinS) / states;
    const low = f(gMinS),
      high = f(gMaxS),
      step = f(2 * stepS);
    return {
      name: 'own-bounds',
      parameters: { gMinS, gMaxS, states },
      gMinS,
      gMaxS,
      stepS,
      readNoise: 0,
      currentVoltage: { name: 'linear', drive: (v) => v, odd: true },
      create: (count, _random, allocate = (n) => new Float32Array(n)) => ({
        count,
        arrays: { g: allocate(count).fill((gMinS + gMaxS) / 2) },
      }),
      pulse({ arrays: { g } }, counts, { count, firstIndex }) {
        for (let i = 0; i < count; i++) {
          let now = g[firstIndex + i];
          for (let n = Math.abs(counts[i]); n > 0; n--) {
            const room = counts[i] > 0 ? f(high - now) : f(now - low);
            const change = f(f((counts[i] > 0 ? step : -step) * room) / f(high - low));
            now = Math.min(Math.max(f(now + change), low), high);
          }
          g[firstIndex + i] = now;
        }
      },
      conductanceInto(out, { arrays: { g } }, first = 0) {
        out.set(g.subarray(first, first + out.length));
        return out;
      },
    };
  },
};
