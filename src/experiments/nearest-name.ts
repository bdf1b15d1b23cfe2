/**
 * The name of `known` that takes the fewest single-letter edits from `word`, in any case of letters; the first of
 * equals. `known` must not be empty. O(total letters x letters of word).
 */
export function nearestName(word: string, known: readonly string[]): string {
  const distances = known.map((name) => editDistance(word.toLowerCase(), name.toLowerCase()));
  return known[distances.indexOf(Math.min(...distances))]!;
}

/** Levenshtein's distance: letters put in, taken out or exchanged; one row of the table at a time. */
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
