/** What there is to know of a model before reading it. */
export interface ModelEntry {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
}

const rasch2021 = 'Rasch et al. 2021, arXiv:2104.02184';

/** The pulse-response models. */
export const pulseModels: readonly ModelEntry[] = Object.freeze([
  {
    name: 'constant-step',
    summary: 'every pulse the same step between hard bounds',
    source: 'Gokmen, Vlasov 2016, doi 10.3389/fnins.2016.00333',
  },
  { name: 'linear-step', summary: 'a step that depends linearly on the weight', source: rasch2021 },
  {
    name: 'soft-bounds',
    summary: 'a step that shrinks linearly to nothing at the bound',
    source: 'Fusi, Abbott 2007, doi 10.1038/nn1859',
  },
  {
    name: 'soft-bounds-pmax',
    summary: 'soft bounds from a measured range and pulse number',
    source: 'Frascaroli et al. 2018, doi 10.1038/s41598-018-25376-x',
  },
  {
    name: 'soft-bounds-reference',
    summary: 'soft bounds read against a reference device',
    source: 'Gong et al. 2022, doi 10.1109/IEDM45625.2022.10019569',
  },
  {
    name: 'exp-step',
    summary: 'a step that depends exponentially on the weight',
    source: 'Gong et al. 2018, doi 10.1038/s41467-018-04485-1',
  },
  {
    name: 'pow-step',
    summary: 'a step that is a power of the distance to the bound',
    source: 'Frascaroli et al. 2018, doi 10.1038/s41598-018-25376-x',
  },
  { name: 'piecewise-step', summary: 'a step interpolated between measured nodes', source: rasch2021 },
  {
    name: 'one-sided-pair',
    summary: 'two devices that only rise, refreshed when one is full',
    source: 'Nandakumar et al. 2020, doi 10.3389/fnins.2020.00406',
  },
  {
    name: 'neurosim-exponential',
    summary: 'exponential pulse curves of a published nonlinearity',
    source: 'Chen, Peng, Yu 2017, doi 10.1109/IEDM.2017.8268337',
  },
]);

/** The models given by differential equations: see `createOdeDevice`. */
export const odeModels: readonly ModelEntry[] = Object.freeze([
  {
    name: 'vteam',
    summary: 'voltage thresholds, power-law speed',
    source: 'Kvatinsky et al. 2015, doi 10.1109/TCSII.2015.2433536',
  },
  {
    name: 'yakopcic',
    summary: 'sinh current, exponential speed beyond thresholds',
    source: 'Yakopcic et al. 2013, doi 10.1109/TCAD.2013.2252057',
  },
  {
    name: 'stanford-pku',
    summary: 'filament gap with Joule heating',
    source: 'Jiang et al. 2016, doi 10.1109/TED.2016.2545412',
  },
  {
    name: 'linear-ion-drift',
    summary: 'moving boundary with a window function',
    source: 'Strukov et al. 2008, doi 10.1038/nature06932',
  },
]);

/** All models. */
export const models: readonly ModelEntry[] = Object.freeze([...pulseModels, ...odeModels]);
