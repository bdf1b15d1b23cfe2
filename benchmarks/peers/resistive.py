"""Relaxation of a resistive network, 2 n sources - hidden - outputs, by exact block-coordinate sweeps: free, then nudged by +beta and
by -beta from there (Scellier 2024, arXiv:2402.11674). Tuned: the input's product is formed once a batch, and on x with the
difference of the conductances to x and -x; all else is in place, with outputs given.

argv[1] = file with x [images, n] (volts), y [images, outputs], g0 [hidden, 2 n], g1 [outputs, hidden].
"""

import sys

from peer import read_arrays, serve, timed, torch_on_threads, write_arrays

torch = torch_on_threads()
task = {name: torch.from_numpy(array) for name, array in read_arrays(sys.argv[1]).items()}
x, y, g0, g1 = task["x"], task["y"], task["g0"], task["g1"]
pixels, hidden, outputs = x.shape[1], len(g0), len(g1)
half = (hidden + 1) // 2

signed = (g0[:, :pixels] - g0[:, pixels:]).t().contiguous()
to_hidden, to_output = g1.contiguous(), g1.t().contiguous()
total = g0.sum(1) + g1.sum(0)
inverse = 1 / total
output_total = g1.sum(1)
states = {}


def buffers(batch):
    if batch not in states:
        empty = torch.empty
        states[batch] = {
            "drive": empty(batch, hidden),
            "pull": empty(batch, outputs),
            **{name: (torch.zeros(batch, hidden), torch.zeros(batch, outputs)) for name in ("free", "plus", "minus")},
        }
    return states[batch]


def sweeps(state, drive, count, pull, output_inverse):
    v, o = state
    excited, inhibited = v[:, :half], v[:, half:]
    for _ in range(count):
        torch.addmm(drive, o, to_hidden, out=v)
        v.mul_(inverse)
        excited.clamp_(min=0)
        inhibited.clamp_(max=0)
        if pull is None:
            torch.mm(v, to_output, out=o)
        else:
            torch.addmm(pull, v, to_output, out=o)
        o.mul_(output_inverse)


def settle(batch, batches, count, beta):
    own = buffers(batch)
    for b in range(batches):
        images = slice(b * batch, (b + 1) * batch)
        torch.mm(x[images], signed, out=own["drive"])
        own["free"][0].zero_()
        own["free"][1].zero_()
        sweeps(own["free"], own["drive"], count, None, 1 / output_total)
        for name, strength in (("plus", beta), ("minus", -beta)):
            for to, start in zip(own[name], own["free"]):
                to.copy_(start)
            torch.mul(y[images], strength, out=own["pull"])
            sweeps(own[name], own["drive"], count, own["pull"], 1 / (output_total + strength))


serve(
    {
        "settle": lambda batch, batches, count, beta: timed(lambda: settle(batch, batches, count, beta)),
        "states": lambda file, batch: write_arrays(
            file, {name: buffers(batch)[name][0].numpy() for name in ("free", "plus", "minus")}
        ),
    }
)
