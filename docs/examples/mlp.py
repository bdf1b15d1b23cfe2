"""Trains a small network in PyTorch on the digits that come with crossprop and saves it as mlp.safetensors.

    python3 docs/examples/mlp.py [FILE]

With the package safetensors installed, `safetensors.torch.save_file(model.state_dict(), FILE)` replaces `save`.
"""
import gzip
import json
import pathlib
import struct
import sys

import numpy as np
import torch
from torch import nn

HERE = pathlib.Path(__file__).resolve().parent
DIGITS = HERE.parent.parent / "src" / "data" / "digits"
TRAIN = 1437


def read_idx(name, header):
    with gzip.open(DIGITS / name) as file:
        return np.frombuffer(file.read()[header:], np.uint8)


def save(tensors, path):
    """The safetensors format: the length of the header, the header, the numbers."""
    header, body = {}, b""
    for name, tensor in tensors.items():
        data = tensor.detach().contiguous().numpy().astype("<f4").tobytes()
        offsets = [len(body), len(body) + len(data)]
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": offsets}
        body += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    pathlib.Path(path).write_bytes(struct.pack("<Q", len(text)) + text + body)


torch.manual_seed(1)
pixels = torch.tensor(read_idx("digits-images-idx3-ubyte.gz", 16).reshape(-1, 64) / 16.0, dtype=torch.float32)
labels = torch.tensor(read_idx("digits-labels-idx1-ubyte.gz", 8).astype(np.int64))

model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01, weight_decay=1e-4)
for _ in range(200):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(pixels[:TRAIN]), labels[:TRAIN]).backward()
    optimizer.step()

with torch.no_grad():
    right = (model(pixels[TRAIN:]).argmax(1) == labels[TRAIN:]).float().mean().item()
save(model.state_dict(), sys.argv[1] if len(sys.argv) > 1 else HERE / "mlp.safetensors")
print(f"test accuracy {right:.6f}")
