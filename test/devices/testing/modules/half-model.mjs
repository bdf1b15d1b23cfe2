export const model = {
  name: 'half',
  parameters: {},
  gMinS: 0,
  gMaxS: 1,
  stepS: 0.1,
  currentVoltage: {},
  create() {},
};
