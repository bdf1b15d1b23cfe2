/**
 * Of the accuracies of all runs of a sweep, so that one colour is one figure in all pictures of a
 * page. In percent.
 */
export interface AccuracyScale {
  readonly least: number;
  readonly most: number;
  /** The options of the plotting library. */
  readonly color: { readonly type: 'linear'; readonly domain: [number, number]; readonly scheme: 'viridis' };
}

export function accuracyScale(values: readonly number[]): AccuracyScale {
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const domain: [number, number] = [least, most === least ? least + 1 : most];
  return { least, most, color: { type: 'linear', domain, scheme: 'viridis' } };
}
