"""The published relaxation of input-hidden-output by synchronous Euler steps, tuned: no allocation, the input's
product formed once, each step two addmm with the drive as their start and three passes in place.

argv[1] = file with x [batch, n0], w0 [n1, n0], w1 [n2, n1], zero biases.
"""

import sys
import time

from peer import read_arrays, serve, timed, torch_on_threads, write_arrays

torch = torch_on_threads()
task = {name: torch.from_numpy(array) for name, array in read_arrays(sys.argv[1]).items()}
x, w0, w1 = task["x"], task["w0"], task["w1"]
batch, hidden, output = len(x), len(w0), len(w1)

bias = torch.zeros(output)
s1, s2 = torch.zeros(batch, hidden), torch.zeros(batch, output)
drive, up, down = torch.empty_like(s1), torch.empty_like(s2), torch.empty_like(s1)


def fastest(matrix, product):
    """Stored as it is or transposed: whichever multiplies faster here."""
    layouts = [matrix.contiguous(), matrix.t().contiguous().t()]

    def best(layout):
        seconds = []
        for _ in range(6):
            begun = time.perf_counter()
            product(layout)
            seconds.append(time.perf_counter() - begun)
        return min(seconds)

    return min(layouts, key=best)


busy1, busy2 = torch.rand(batch, hidden), torch.rand(batch, output)
forward0 = fastest(w0.t(), lambda w: torch.mm(x, w, out=drive))
forward1 = fastest(w1.t(), lambda w: torch.addmm(bias, busy1, w, out=up))
backward1 = fastest(w1, lambda w: torch.addmm(drive, busy2, w, out=down))


def relax(steps, dt):
    s1.zero_()
    s2.zero_()
    torch.mm(x, forward0, out=drive)
    for _ in range(steps):
        torch.addmm(drive, s2, backward1, out=down)
        torch.addmm(bias, s1, forward1, out=up)
        s1.lerp_(down, dt).clamp_(0, 1)
        s2.lerp_(up, dt).clamp_(0, 1)


serve(
    {
        "relax": lambda steps, dt: timed(lambda: relax(steps, dt)),
        "states": lambda file: write_arrays(file, {"s1": s1.numpy(), "s2": s2.numpy()}),
    }
)
