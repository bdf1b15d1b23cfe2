/**
 * Inverse of a symmetric matrix with no negative eigenvalue, given as rows, scaled to a unit
 * diagonal with `ridge` added to it, so that a combination the matrix says nothing about gets a
 * variance of 1 / ridge instead of none. A row of zeros gives infinity on the diagonal. By Gauss
 * and Jordan; O(n^3).
 */
export function symmetricInverse(matrix: readonly ArrayLike<number>[], ridge = 1e-10): number[][] {
  const known = matrix.flatMap((row, i) => (row[i] > 0 ? [i] : []));
  const scale = matrix.map((row, i) => Math.sqrt(row[i]));
  const n = known.length;
  const work = known.map((i) =>
    known.map((j) => matrix[i][j] / (scale[i] * scale[j]) + (i === j ? ridge : 0)),
  );
  for (let k = 0; k < n; k++) {
    // In place: the k-th column becomes that of the inverse as the k-th unknown is eliminated.
    const pivot = 1 / Math.max(work[k][k], ridge / 2);
    const row = work[k];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = work[i][k] * pivot;
      for (let j = 0; j < n; j++) if (j !== k) work[i][j] -= factor * row[j];
      work[i][k] = -factor;
    }
    for (let j = 0; j < n; j++) row[j] = j === k ? pivot : row[j] * pivot;
  }
  const inverse = matrix.map((_, i) => matrix.map((__, j) => (i === j ? Infinity : 0)));
  known.forEach((i, a) => {
    known.forEach((j, b) => {
      inverse[i][j] = work[a][b] / (scale[i] * scale[j]);
    });
  });
  return inverse;
}
