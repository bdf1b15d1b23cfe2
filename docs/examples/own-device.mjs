import { defineDeviceModel, linearCurrent } from 'crossprop/devices';

/** A pulse covers a share of the way that is left to the bound. */
export default defineDeviceModel({
  name: 'share-of-the-way',
  kind: 'pulses',
  summary: 'a pulse covers a share of the way that is left to the bound',
  source: 'an example',
  fields: {
    gMinS: { kind: 'number', min: 0, max: 1, about: 'Lowest conductance.' },
    gMaxS: { kind: 'number', min: 0, max: 1, about: 'Highest conductance.' },
    share: { kind: 'number', min: 0, max: 1, about: 'Share of the way that one pulse covers.' },
  },
  example: { gMinS: 1e-6, gMaxS: 1e-4, share: 0.005 },
  create: ({ gMinS, gMaxS, share }) => ({
    name: 'share-of-the-way',
    parameters: { gMinS, gMaxS, share },
    gMinS,
    gMaxS,
    stepS: (share * (gMaxS - gMinS)) / 2,
    readNoise: 0,
    currentVoltage: linearCurrent,
    create: (count, _random, allocate = (length) => new Float32Array(length)) => ({
      count,
      arrays: { conductanceS: allocate(count).fill((gMinS + gMaxS) / 2) },
    }),
    pulse({ arrays: { conductanceS } }, counts, { count, firstIndex }) {
      for (let i = 0; i < count; i++) {
        const boundS = counts[i] > 0 ? gMaxS : gMinS;
        const leftS = (boundS - conductanceS[firstIndex + i]) * (1 - share) ** Math.abs(counts[i]);
        conductanceS[firstIndex + i] = boundS - leftS;
      }
    },
    conductanceInto(out, { arrays: { conductanceS } }, firstIndex = 0) {
      out.set(conductanceS.subarray(firstIndex, firstIndex + out.length));
      return out;
    },
  }),
});
