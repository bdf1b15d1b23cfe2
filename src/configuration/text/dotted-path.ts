/** `['network', 'layers', 0]` as `network.layers[0]`. */
export function dotted(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/**
 * The inverse of `dotted` for keys without dots and brackets; null where `text` is no such path.
 */
export function parseDotted(text: string): readonly (string | number)[] | null {
  if (!/^[^.[\]]+(\[\d+\]|\.[^.[\]]+)*$/.test(text)) return null;
  return [...text.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([part, index]) =>
    index === undefined ? part : Number(index),
  );
}
