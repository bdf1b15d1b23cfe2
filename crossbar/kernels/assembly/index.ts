export { adam } from './adam';
export { differential, digitise } from './converters';
export { accumulateOuter, accumulateSingles, activeGroups, packColumns, transposePanels } from './outer';
export { multiply, multiplySingles, packRows, packSingles } from './product';
export { pulseConstantStep, pulseSoftBounds, roundNearest, roundStochastic } from './pulses';
export { fillMask, fillNormal, fillUniform } from './random';
export { leak, settle } from './neurons';
export { tally } from './tally';
export { writePanels } from './writing';
