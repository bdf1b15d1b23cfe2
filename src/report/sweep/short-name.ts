/** The last name of a dotted path, or more of it where another of `all` ends in the same. */
export function shortName(path: string, all: readonly string[]): string {
  const parts = path.split('.');
  for (let from = parts.length - 1; from > 0; from--) {
    const end = parts.slice(from).join('.');
    if (all.filter((other) => other === end || other.endsWith(`.${end}`)).length === 1) return end;
  }
  return path;
}
