"""Trains a small convolutional network in PyTorch on the digits that come with crossprop, exports it to ONNX.

    python3 docs/examples/digits-network.py [FILE]

Needs torch, onnx and onnxscript.
"""
import gzip
import pathlib
import sys

import numpy as np
import onnx
import torch
from torch import nn

HERE = pathlib.Path(__file__).resolve().parent
DIGITS = HERE.parent.parent / "src" / "data" / "digits"
TRAIN = 1437


def read_idx(name, header):
    with gzip.open(DIGITS / name) as file:
        return np.frombuffer(file.read()[header:], np.uint8)


torch.manual_seed(1)
torch.set_num_threads(1)
pixels = torch.tensor(read_idx("digits-images-idx3-ubyte.gz", 16).reshape(-1, 1, 8, 8) / 16.0, dtype=torch.float32)
pixels = (pixels - 0.305) / 0.376
labels = torch.tensor(read_idx("digits-labels-idx1-ubyte.gz", 8).astype(np.int64))

model = nn.Sequential()
model.add_module("conv1", nn.Conv2d(1, 8, 3, padding=1, bias=False))
model.add_module("norm1", nn.BatchNorm2d(8))
model.add_module("relu1", nn.ReLU())
model.add_module("depthwise", nn.Conv2d(8, 8, 3, padding=1, groups=8))
model.add_module("relu2", nn.ReLU())
model.add_module("conv2", nn.Conv2d(8, 16, 3, stride=2, padding=1))
model.add_module("relu3", nn.ReLU())
model.add_module("pool", nn.MaxPool2d(2))
model.add_module("flatten", nn.Flatten())
model.add_module("fc", nn.Linear(64, 10))

optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for _ in range(60):
    order = torch.randperm(TRAIN)
    for batch in order.split(64):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(pixels[batch]), labels[batch]).backward()
        optimizer.step()

model.eval()
with torch.no_grad():
    right = (model(pixels[TRAIN:]).argmax(1) == labels[TRAIN:]).float().mean().item()
file = sys.argv[1] if len(sys.argv) > 1 else str(HERE / "digits-network.onnx")
example = (pixels[:2],)
torch.onnx.export(model, example, file, dynamo=True, external_data=False, verbose=False,
                  input_names=["image"], output_names=["logits"], dynamic_shapes=({0: torch.export.Dim("n")},))
# What the exporter notes of each node's source is of use to none who reads the file elsewhere.
network = onnx.load(file)
for part in [network.graph, *network.graph.node, *network.graph.value_info, *network.graph.input, *network.graph.output]:
    del part.metadata_props[:]
onnx.save(network, file)
print(f"test accuracy {right:.6f}")
