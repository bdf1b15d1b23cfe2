"""Makes the small networks of this folder with PyTorch, as both of its exporters write them.

    python test/graph/networks/make.py

Needs torch, onnx, onnxscript and numpy. Beside each network NAME.onnx (the exporter by TorchScript) and
NAME-dynamo.onnx (the one by torch.export), answers.npz holds eight images and what PyTorch answers them.
Weights are drawn, not trained: the statistics of batch norms too, so that folding them is no identity.
"""

import os
import warnings

import numpy as np
import onnx
import torch
from torch import nn

warnings.filterwarnings("ignore")
FOLDER = os.path.dirname(os.path.abspath(__file__))


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(channels)
        self.second = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(channels)

    def forward(self, x):
        y = torch.relu(self.norm1(self.first(x)))
        return torch.relu(x + self.norm2(self.second(y)))


class Rows(nn.Module):
    """A recurrent network over the rows of an image."""

    def __init__(self, cell, **options):
        super().__init__()
        self.cell = cell(8, 6, batch_first=True, **options)
        self.out = nn.Linear(6 * (2 if options.get("bidirectional") else 1), 10)

    def forward(self, x):
        y, _ = self.cell(x.squeeze(1))
        return self.out(y[:, -1])


class Attention(nn.Module):
    """One head of self-attention over the rows of an image, with a layer norm."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Linear(8, 12)
        self.query = nn.Linear(12, 12, bias=False)
        self.key = nn.Linear(12, 12)
        self.value = nn.Linear(12, 12)
        self.norm = nn.LayerNorm(12)
        self.out = nn.Linear(12, 10)

    def forward(self, x):
        x = self.embed(x.squeeze(1))
        scores = self.query(x) @ self.key(x).transpose(1, 2) / 12**0.5
        x = self.norm(x + torch.softmax(scores, dim=-1) @ self.value(x))
        return self.out(x.mean(dim=1))


NETWORKS = {
    "dense": lambda: nn.Sequential(
        nn.Flatten(), nn.Linear(64, 20), nn.BatchNorm1d(20), nn.ReLU(), nn.Linear(20, 10, bias=False)
    ),
    "lenet": lambda: nn.Sequential(
        nn.Conv2d(1, 4, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2),
        nn.Conv2d(4, 6, 3), nn.Tanh(), nn.Flatten(), nn.Linear(24, 10),
    ),
    "vgg": lambda: nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(),
        nn.Conv2d(4, 6, 3, padding=1), nn.BatchNorm2d(6), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(96, 10),
    ),
    "residual": lambda: nn.Sequential(
        nn.Conv2d(1, 6, 3, padding=1, bias=False), nn.BatchNorm2d(6), nn.ReLU(), Residual(6),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(6, 10),
    ),
    "separable": lambda: nn.Sequential(
        nn.Conv2d(1, 4, 3, stride=2, padding=1), nn.ReLU6(),
        nn.Conv2d(4, 4, 3, padding=1, groups=4), nn.BatchNorm2d(4), nn.ReLU6(), nn.Conv2d(4, 8, 1), nn.Hardswish(),
        nn.Conv2d(8, 8, 2, groups=2, dilation=2), nn.ReLU(), nn.Flatten(), nn.Linear(32, 10),
    ),
    "one-dimension": lambda: nn.Sequential(
        nn.Flatten(2), nn.Conv1d(1, 5, 7, stride=3, padding=2, dilation=2), nn.ReLU(), nn.Flatten(), nn.LazyLinear(10)
    ),
    "lstm": lambda: Rows(nn.LSTM),
    "lstm-both-ways": lambda: Rows(nn.LSTM, bidirectional=True),
    "gru": lambda: Rows(nn.GRU),
    "rnn": lambda: Rows(nn.RNN),
    "attention": lambda: Attention(),
}


def main():
    torch.manual_seed(1)
    images = torch.rand(8, 1, 8, 8) * 2 - 0.5
    answers = {"images": images.numpy()}
    for name, create in NETWORKS.items():
        network = create()
        network(images)
        for part in network.modules():
            if isinstance(part, (nn.BatchNorm1d, nn.BatchNorm2d)):
                nn.init.uniform_(part.weight, 0.5, 1.5)
                nn.init.uniform_(part.bias, -0.3, 0.3)
                nn.init.uniform_(part.running_mean, -0.3, 0.3)
                nn.init.uniform_(part.running_var, 0.3, 2)
        network.eval()
        with torch.no_grad():
            answers[name] = network(images).numpy()
        export(network, images, name)
    np.savez(os.path.join(FOLDER, "answers.npz"), **answers)


def export(network, images, name):
    path = os.path.join(FOLDER, name)
    torch.onnx.export(
        network, (images,), f"{path}.onnx", dynamo=False, training=torch.onnx.TrainingMode.PRESERVE,
        input_names=["image"], output_names=["logits"], dynamic_axes={"image": {0: "n"}, "logits": {0: "n"}},
    )
    torch.onnx.export(
        network, (images,), f"{path}-dynamo.onnx", dynamo=True, external_data=False, verbose=False,
        input_names=["image"], output_names=["logits"], dynamic_shapes=({0: torch.export.Dim("n")},),
    )
    without_notes(f"{path}-dynamo.onnx")
    without_notes(f"{path}.onnx")


def without_notes(path):
    """Removes what the exporter notes of the source that each node came from."""
    model = onnx.load(path)
    for part in [model.graph, *model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output]:
        del part.metadata_props[:]
        part.doc_string = ""
    del model.metadata_props[:]
    onnx.save(model, path)


main()
