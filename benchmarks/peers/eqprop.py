"""Unsupervised equilibrium propagation with the self-defined target (doi 10.1088/2634-4386/ad8c78), twice:
`published`, fixed steps with every product formed anew at each, and `tuned`, the same numbers at the least cost.

argv[1] = file with images [n, pixels] in the order of training, signs [batches], dropout masks m<l> [n, units / 8] of one
bit a unit for the layers that have dropout, w0, b0, w1, b1, ... ([post, pre]);
argv[2] = the task as JSON.
"""

import json
import sys

import numpy as np
from peer import read_arrays, serve, timed, torch_on_threads, write_arrays
from published_eqprop import Published
from tuned_eqprop import Tuned

torch = torch_on_threads()
torch.manual_seed(1)
arrays = read_arrays(sys.argv[1])
task = json.loads(sys.argv[2])
depth = len(task["layers"]) - 1
images = torch.from_numpy(arrays["images"]).float().div_(task["maxPixel"])
signs = arrays["signs"]
models = {
    name: model(
        task,
        [torch.from_numpy(arrays[f"w{l}"]).t().clone(memory_format=torch.contiguous_format) for l in range(depth)],
        [torch.from_numpy(arrays[f"b{l}"]).clone() for l in range(depth)],
    )
    for name, model in {"published": Published, "tuned": Tuned}.items()
}


def train(method, start, end):
    """Learns from images start .. end - 1, start at the beginning of a batch."""
    batch = task["batchSize"]
    for at in range(start, end, batch):
        stop = min(at + batch, end)
        models[method].learn(images[at:stop], masks(at, stop), float(signs[at // batch]) * task["beta"])


def masks(start, end):
    """Dropout masks of 0 and 1, one a layer; None where nothing is dropped."""
    return [
        torch.from_numpy(np.unpackbits(arrays[f"m{l}"][start:end], axis=1, count=units)).float() if p > 0 else None
        for l, (units, p) in enumerate(zip(task["layers"], task["dropout"]))
    ]


def infer(method, start, end, file):
    """The answer to images start .. end - 1 without dropout."""
    write_arrays(file, {"outputs": models[method].infer(images[start:end]).numpy()})


def weights(method, file):
    model = models[method]
    named = {f"w{l}": w.t() for l, w in enumerate(model.weights)} | {f"b{l}": b for l, b in enumerate(model.biases)}
    write_arrays(file, {name: array.numpy() for name, array in named.items()})


serve(
    {
        "train": lambda method, start, end: timed(lambda: train(method, start, end)),
        "infer": infer,
        "weights": weights,
        "dropout": lambda probabilities: task.update(dropout=probabilities),
    }
)
