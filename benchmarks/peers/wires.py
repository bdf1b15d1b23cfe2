"""Nodal analysis of a crossbar with wire resistance by SciPy's SuperLU: one factorisation and one solve.

argv[1] = file with g [m, n] in siemens and v [m] in volts; argv[2] = {"ohm": resistance of a segment}. The matrix is laid
down in CSC at once and is not in the time; it is ordered by minimum degree, without pivoting, since it is symmetric and
positive definite.
"""

import json
import sys

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import splu

from peer import read_arrays, serve, timed, write_arrays

task = {name: array.astype(np.float64) for name, array in read_arrays(sys.argv[1]).items()}
wire = 1 / json.loads(sys.argv[2])["ohm"]
g, v = task["g"], task["v"]
m, n = g.shape
word = np.arange(m * n).reshape(m, n)
bit = word + m * n

# Every word node has a segment on its near side, every bit node one below; the others have one more.
diagonal = np.concatenate(
    [(g + wire + wire * (np.arange(n) < n - 1)).ravel(), (g + wire + wire * (np.arange(m) > 0)[:, None]).ravel()]
)
pairs = [
    (word.ravel(), bit.ravel(), -g.ravel()),
    (word[:, 1:].ravel(), word[:, :-1].ravel(), np.full(m * (n - 1), -wire)),
    (bit[1:].ravel(), bit[:-1].ravel(), np.full((m - 1) * n, -wire)),
]
nodes = np.arange(2 * m * n)
row = np.concatenate([nodes] + [a for a, b, _ in pairs] + [b for a, b, _ in pairs])
col = np.concatenate([nodes] + [b for a, b, _ in pairs] + [a for a, b, _ in pairs])
value = np.concatenate([diagonal] + 2 * [x for _, _, x in pairs])
matrix = coo_matrix((value, (row, col)), shape=(2 * m * n, 2 * m * n)).tocsc()
driven = np.zeros(2 * m * n)
driven[word[:, 0]] = wire * v
solution = {}


def solve():
    factors = splu(matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0, options={"SymmetricMode": True})
    solution["x"] = factors.solve(driven)


serve(
    {
        "solve": lambda: timed(solve),
        "currents": lambda file: write_arrays(file, {"i": (wire * solution["x"][bit[-1]]).astype(np.float32)}),
    }
)
