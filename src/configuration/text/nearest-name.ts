/**
 * The name of `known` that takes the fewest single-letter edits from `word`, in any case of
 * letters; the first of equals. `known` must not be empty. O(total letters x letters of word).
 */
function nearestName(word: string, known: readonly string[]): string {
  const distances = known.map((name) => editDistance(word.toLowerCase(), name.toLowerCase()));
  return known[distances.indexOf(Math.min(...distances))]!;
}

/**
 * The nearest name where `word` can be a slip for it: two edits, or one in three letters; else
 * null.
 */
export function closeName(word: string, known: readonly string[]): string | null {
  const nearest = nearestName(word, known);
  const distance = editDistance(word.toLowerCase(), nearest.toLowerCase());
  return distance <= Math.max(2, word.length / 3) ? nearest : null;
}

/** `did you mean read?`, or `expected one of write, read, array` where no name is close. */
export function adviceOn(word: string, known: readonly string[]): string {
  const close = closeName(word, known);
  return close === null ? expectedOf(known) : `did you mean ${close}?`;
}

/** `expected one of write, read`. */
export function expectedOf(known: readonly string[]): string {
  return `expected ${known.length > 1 ? 'one of ' : ''}${known.join(', ')}`;
}

/** `write, read or array`. */
export function alternatives(known: readonly string[]): string {
  return known.length > 1 ? `${known.slice(0, -1).join(', ')} or ${known.at(-1)}` : known.join();
}

/**
 * Levenshtein's distance: letters put in, taken out or exchanged; one row of the table at a time.
 */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const exchanged = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(exchanged, above[j]! + 1, row[j - 1]! + 1));
    }
  }
  return row[b.length]!;
}
